-- AlterTable
ALTER TABLE "personas" ADD COLUMN     "document_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "document_tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "guardrail_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "guardrail_tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "guardrails_id" TEXT,
ADD COLUMN     "layers" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "objectives_id" TEXT,
ADD COLUMN     "pipeline_mode" TEXT NOT NULL DEFAULT 'full';

-- CreateTable
CREATE TABLE "guidance" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guidance_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "guidance_workspace_id_created_at_id_idx" ON "guidance"("workspace_id", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "guidance" ADD CONSTRAINT "guidance_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
