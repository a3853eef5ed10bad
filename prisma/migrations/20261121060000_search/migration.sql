-- Names and transcripts are searched for any part of a word in any script, which trigrams make fast. A server without
-- the extension, or one whose owner may not add it, searches as truly, only slower.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm') THEN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX utterances_text_trigrams ON utterances USING gin (text gin_trgm_ops);
    CREATE INDEX conversations_name_trigrams ON conversations USING gin (name gin_trgm_ops);
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE NOTICE 'pg_trgm may not be added here; searching transcripts will be slower.';
END
$$;
