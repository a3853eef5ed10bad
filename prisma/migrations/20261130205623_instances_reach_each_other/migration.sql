-- AlterTable
ALTER TABLE "instances" ADD COLUMN     "address" TEXT,
ADD COLUMN     "run" TEXT NOT NULL DEFAULT '';
