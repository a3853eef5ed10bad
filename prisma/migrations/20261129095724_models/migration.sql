-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "models" JSONB;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "models" JSONB NOT NULL DEFAULT '{}';
