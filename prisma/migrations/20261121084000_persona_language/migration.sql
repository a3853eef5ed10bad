ALTER TABLE "personas" ADD COLUMN "language" TEXT;
