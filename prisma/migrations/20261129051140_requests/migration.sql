-- CreateTable
CREATE TABLE "idempotent_requests" (
    "workspace_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "request_key" TEXT NOT NULL,
    "instance_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "answer" TEXT,
    "subject_id" TEXT,

    CONSTRAINT "idempotent_requests_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateTable
CREATE TABLE "api_requests" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "duration" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "idempotency_key" TEXT,
    "subject_id" TEXT,
    "request_body" TEXT,
    "answer_body" TEXT,

    CONSTRAINT "api_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "idempotent_requests_expires_at_idx" ON "idempotent_requests"("expires_at");

-- CreateIndex
CREATE INDEX "idempotent_requests_workspace_id_subject_id_idx" ON "idempotent_requests"("workspace_id", "subject_id");

-- CreateIndex
CREATE INDEX "api_requests_workspace_id_at_id_idx" ON "api_requests"("workspace_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "api_requests_workspace_id_subject_id_idx" ON "api_requests"("workspace_id", "subject_id");

-- CreateIndex
CREATE INDEX "api_requests_at_idx" ON "api_requests"("at");

-- AddForeignKey
ALTER TABLE "idempotent_requests" ADD CONSTRAINT "idempotent_requests_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_requests" ADD CONSTRAINT "api_requests_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
