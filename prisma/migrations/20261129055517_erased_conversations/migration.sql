-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);
