CREATE TABLE "identities" (
  "issuer" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "account_id" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "identities_pkey" PRIMARY KEY ("issuer", "subject")
);
CREATE UNIQUE INDEX "identities_account_id_issuer_key" ON "identities"("account_id", "issuer");
ALTER TABLE "identities" ADD CONSTRAINT "identities_account_id_fkey"
  FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
