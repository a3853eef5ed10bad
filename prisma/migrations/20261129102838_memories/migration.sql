-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "remembered_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "memory_stores" (
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "memory_stores_pkey" PRIMARY KEY ("workspace_id","name")
);

-- CreateTable
CREATE TABLE "memories" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "store" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "conversation_id" TEXT,
    "by_hand" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "memories_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "memories_workspace_id_store_created_at_id_idx" ON "memories"("workspace_id", "store", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "memories_conversation_id_idx" ON "memories"("conversation_id");

-- AddForeignKey
ALTER TABLE "memory_stores" ADD CONSTRAINT "memory_stores_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memories" ADD CONSTRAINT "memories_workspace_id_store_fkey" FOREIGN KEY ("workspace_id", "store") REFERENCES "memory_stores"("workspace_id", "name") ON DELETE CASCADE ON UPDATE CASCADE;
