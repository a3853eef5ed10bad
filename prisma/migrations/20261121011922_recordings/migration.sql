-- CreateEnum
CREATE TYPE "RecordingStatus" AS ENUM ('recording', 'processing', 'ready', 'failed');

-- CreateTable
CREATE TABLE "recordings" (
    "id" TEXT NOT NULL,
    "conversation_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "instance_id" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "status" "RecordingStatus" NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),
    "sealed_at" TIMESTAMPTZ(3),
    "takes" INTEGER NOT NULL,
    "duration" INTEGER,
    "bytes" BIGINT,
    "bucket" JSONB,
    "problem" TEXT,

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recording_parts" (
    "recording_id" TEXT NOT NULL,
    "take" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "stored_at" TIMESTAMPTZ(3),

    CONSTRAINT "recording_parts_pkey" PRIMARY KEY ("recording_id","take","number")
);

-- CreateIndex
CREATE INDEX "recordings_conversation_id_started_at_idx" ON "recordings"("conversation_id", "started_at");

-- AddForeignKey
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recording_parts" ADD CONSTRAINT "recording_parts_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "recordings"("id") ON DELETE CASCADE ON UPDATE CASCADE;
