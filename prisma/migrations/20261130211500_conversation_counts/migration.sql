-- How many conversations a list has, and on which day a page of it begins, without reading them. Its rows are written
-- again and again: while there is room beside them the index need not hear of it.
CREATE TABLE "conversation_counts" (
    "workspace_id" TEXT NOT NULL,
    "persona_id" TEXT NOT NULL,
    "replica_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "provider" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "conversation_counts_pkey" PRIMARY KEY ("workspace_id","persona_id","replica_id","day","provider")
) WITH (fillfactor = 60);

-- AddForeignKey
ALTER TABLE "conversation_counts" ADD CONSTRAINT "conversation_counts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The lists, each in the order it is read in. What was deleted is in none of them; what is live is in one of its own.
CREATE INDEX "conversations_list" ON "conversations" ("workspace_id", "created_at" DESC, "id" DESC)
  WHERE "deleted_at" IS NULL;
CREATE INDEX "conversations_list_of_persona" ON "conversations" ("workspace_id", "persona_id", "created_at" DESC, "id" DESC)
  WHERE "deleted_at" IS NULL;
CREATE INDEX "conversations_list_of_replica" ON "conversations" ("workspace_id", "replica_id", "created_at" DESC, "id" DESC)
  WHERE "deleted_at" IS NULL;
CREATE INDEX "conversations_list_of_provider" ON "conversations" ("workspace_id", "provider", "created_at" DESC, "id" DESC)
  WHERE "deleted_at" IS NULL;
CREATE INDEX "conversations_list_of_live" ON "conversations" ("workspace_id", "created_at" DESC, "id" DESC)
  WHERE "deleted_at" IS NULL AND "status" <> 'ended';

-- Every cell that counts a conversation: of its persona or of all (''), of its replica or of all, of its day or of all
-- time ('-infinity').
CREATE FUNCTION conversation_cells(persona TEXT, replica TEXT, created_at TIMESTAMPTZ)
RETURNS TABLE (persona_id TEXT, replica_id TEXT, day DATE) LANGUAGE sql STABLE AS $$
  SELECT p.id, r.id, d.day
  FROM (SELECT persona AS id UNION SELECT '') AS p,
       (SELECT replica AS id UNION SELECT '') AS r,
       (SELECT (created_at AT TIME ZONE 'UTC')::date AS day UNION SELECT '-infinity') AS d
$$;

-- Rows that come and go by statements of whatever size: `changed` are those of the statement. Cells are written in the
-- order of their key, so that two writers never wait for each other in a circle.
CREATE FUNCTION count_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO conversation_counts AS known (workspace_id, persona_id, replica_id, day, provider, count)
  SELECT c.workspace_id, cell.persona_id, cell.replica_id, cell.day, c.provider,
         sum(CASE TG_OP WHEN 'INSERT' THEN c.rows ELSE -c.rows END)
  FROM (SELECT workspace_id, persona_id, replica_id, date_trunc('day', created_at, 'UTC') AS created_at, provider, count(*) AS rows
        FROM changed WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5) AS c
    -- With a workspace its conversations go, and their counts too.
    JOIN workspaces AS w ON w.id = c.workspace_id
    CROSS JOIN LATERAL conversation_cells(c.persona_id, c.replica_id, c.created_at) AS cell
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (workspace_id, persona_id, replica_id, day, provider)
  DO UPDATE SET count = known.count + excluded.count;
  RETURN NULL;
END
$$;

-- A row that is deleted softly, or moved to other cells. By row, as most updates write none of these columns and pay
-- nothing so.
CREATE FUNCTION count_changed_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO conversation_counts AS known (workspace_id, persona_id, replica_id, day, provider, count)
  SELECT c.workspace_id, cell.persona_id, cell.replica_id, cell.day, c.provider, sum(c.step)
  FROM (SELECT OLD.workspace_id, OLD.persona_id, OLD.replica_id, OLD.created_at, OLD.provider, -1 AS step
        WHERE OLD.deleted_at IS NULL
        UNION ALL
        SELECT NEW.workspace_id, NEW.persona_id, NEW.replica_id, NEW.created_at, NEW.provider, 1
        WHERE NEW.deleted_at IS NULL) AS c
    CROSS JOIN LATERAL conversation_cells(c.persona_id, c.replica_id, c.created_at) AS cell
  GROUP BY 1, 2, 3, 4, 5 HAVING sum(c.step) <> 0 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (workspace_id, persona_id, replica_id, day, provider)
  DO UPDATE SET count = known.count + excluded.count;
  RETURN NULL;
END
$$;

CREATE TRIGGER conversations_counted_when_made AFTER INSERT ON conversations
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_conversations();
CREATE TRIGGER conversations_counted_when_gone AFTER DELETE ON conversations
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_conversations();
CREATE TRIGGER conversations_counted_when_changed
  AFTER UPDATE OF deleted_at, workspace_id, persona_id, replica_id, provider, created_at ON conversations
  FOR EACH ROW WHEN ((OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)
    OR (OLD.workspace_id, OLD.persona_id, OLD.replica_id, OLD.provider, OLD.created_at)
      IS DISTINCT FROM (NEW.workspace_id, NEW.persona_id, NEW.replica_id, NEW.provider, NEW.created_at))
  EXECUTE FUNCTION count_changed_conversation();

INSERT INTO conversation_counts (workspace_id, persona_id, replica_id, day, provider, count)
SELECT c.workspace_id, cell.persona_id, cell.replica_id, cell.day, c.provider, sum(c.rows)
FROM (SELECT workspace_id, persona_id, replica_id, date_trunc('day', created_at, 'UTC') AS created_at, provider, count(*) AS rows
      FROM conversations WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5) AS c
  CROSS JOIN LATERAL conversation_cells(c.persona_id, c.replica_id, c.created_at) AS cell
GROUP BY 1, 2, 3, 4, 5;
