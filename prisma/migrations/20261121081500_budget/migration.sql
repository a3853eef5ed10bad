ALTER TABLE "workspaces"
  ADD COLUMN "price_per_minute" INTEGER,
  ADD COLUMN "currency" TEXT NOT NULL DEFAULT 'USD',
  ADD COLUMN "monthly_budget" INTEGER;
