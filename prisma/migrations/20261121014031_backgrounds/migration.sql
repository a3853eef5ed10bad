-- CreateTable
CREATE TABLE "background_images" (
    "workspace_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "background_images_pkey" PRIMARY KEY ("workspace_id","hash")
);

-- AddForeignKey
ALTER TABLE "background_images" ADD CONSTRAINT "background_images_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
