-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "end_detail" TEXT,
ADD COLUMN     "look_at" TIMESTAMPTZ(3),
ADD COLUMN     "looks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "meeting_token" TEXT,
ADD COLUMN     "provider_created_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "default_provider" TEXT NOT NULL DEFAULT 'studio';

-- CreateTable
CREATE TABLE "provider_connections" (
    "workspace_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "problem" TEXT,
    "problem_at" TIMESTAMPTZ(3),
    "catalogue" JSONB NOT NULL DEFAULT '{"personas":[],"replicas":[]}',
    "catalogue_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_connections_pkey" PRIMARY KEY ("workspace_id","provider")
);

-- CreateIndex
CREATE INDEX "conversations_look_at_idx" ON "conversations"("look_at");

-- AddForeignKey
ALTER TABLE "provider_connections" ADD CONSTRAINT "provider_connections_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
