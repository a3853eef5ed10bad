-- Sums of each day by one group at a time, and of the whole workspace: what a report reads is as many rows as it shows.
ALTER TABLE "usage_days" RENAME TO "usage_cube";
ALTER TABLE "usage_cube" RENAME CONSTRAINT "usage_days_pkey" TO "usage_cube_pkey";
ALTER TABLE "usage_cube" RENAME CONSTRAINT "usage_days_workspace_id_fkey" TO "usage_cube_workspace_id_fkey";

-- Its rows are written again and again: while there is room beside them the index need not hear of it.
CREATE TABLE "usage_days" (
    "workspace_id" TEXT NOT NULL,
    "grouped_by" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "group_id" TEXT NOT NULL,
    "seconds" BIGINT NOT NULL,
    "conversations" INTEGER NOT NULL,

    CONSTRAINT "usage_days_pkey" PRIMARY KEY ("workspace_id","grouped_by","day","group_id")
) WITH (fillfactor = 60);

INSERT INTO "usage_days" ("workspace_id", "grouped_by", "day", "group_id", "seconds", "conversations")
SELECT u."workspace_id", g."grouped_by", u."day", g."group_id", sum(u."seconds"), sum(u."conversations")
FROM "usage_cube" AS u
  CROSS JOIN LATERAL (VALUES
    ('', ''),
    ('persona', u."persona_id"),
    ('replica', u."replica_id"),
    ('creator', coalesce(nullif(u."api_key_id", ''), u."account_id")),
    ('key', u."api_key_id")
  ) AS g("grouped_by", "group_id")
GROUP BY 1, 2, 3, 4;

DROP TABLE "usage_cube";

-- AddForeignKey
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
