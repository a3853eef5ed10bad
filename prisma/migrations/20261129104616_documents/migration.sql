-- CreateEnum
CREATE TYPE "DocumentStatus" AS ENUM ('started', 'processing', 'ready', 'error', 'recrawling');

-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "document_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "documents" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "status" "DocumentStatus" NOT NULL,
    "progress" INTEGER,
    "error_code" TEXT,
    "problem" TEXT,
    "callback_url" TEXT,
    "url" TEXT,
    "instance_id" TEXT,
    "format" TEXT,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "pages" INTEGER,
    "words" INTEGER NOT NULL DEFAULT 0,
    "passage_count" INTEGER NOT NULL DEFAULT 0,
    "language" TEXT,
    "crawl" JSONB,
    "crawled_urls" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "last_crawled_at" TIMESTAMPTZ(3),
    "crawl_count" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passages" (
    "document_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "words" INTEGER NOT NULL,
    "search" tsvector NOT NULL,

    CONSTRAINT "passages_pkey" PRIMARY KEY ("document_id","number")
);

-- CreateTable
CREATE TABLE "document_words" (
    "document_id" TEXT NOT NULL,
    "lexeme" TEXT COLLATE "C" NOT NULL,
    "passages" INTEGER NOT NULL,

    CONSTRAINT "document_words_pkey" PRIMARY KEY ("document_id","lexeme")
);

-- CreateTable
CREATE TABLE "upload_tickets" (
    "hash" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tags" TEXT[],
    "callback_url" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_tickets_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "documents_workspace_id_created_at_id_idx" ON "documents"("workspace_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "passages_search_idx" ON "passages" USING GIN ("search");

-- CreateIndex
CREATE UNIQUE INDEX "upload_tickets_document_id_key" ON "upload_tickets"("document_id");

-- CreateIndex
CREATE INDEX "upload_tickets_workspace_id_idx" ON "upload_tickets"("workspace_id");

-- CreateIndex
CREATE INDEX "upload_tickets_expires_at_idx" ON "upload_tickets"("expires_at");

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passages" ADD CONSTRAINT "passages_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_words" ADD CONSTRAINT "document_words_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upload_tickets" ADD CONSTRAINT "upload_tickets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Lexemes have the collation "C", so that the index finds them by their beginning wherever the database is.
-- A passage is ranked by what is indexed of it. Kept beside it, and as it is, it needs not be fetched and unpacked first.
ALTER TABLE "passages" SET (toast_tuple_target = 8160);
