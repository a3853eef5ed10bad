-- AlterTable
ALTER TABLE "utterances" ADD COLUMN     "duration" INTEGER,
ADD COLUMN     "interrupted" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sources" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "turns" (
    "conversation_id" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "inference_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "session_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "stages" JSONB NOT NULL,
    "heard" DOUBLE PRECISION,
    "model" TEXT,
    "problem" TEXT,
    "prompt" JSONB,

    CONSTRAINT "turns_pkey" PRIMARY KEY ("conversation_id","turn")
);

-- AddForeignKey
ALTER TABLE "turns" ADD CONSTRAINT "turns_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
