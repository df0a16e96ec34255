-- What is kept how long. A class is defined, turned on by a signature and ended; nothing of what it says ever changes.
CREATE TABLE "retention_class" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "models" UUID[],
    "clock" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'off',
    "turned_on_by" UUID,
    "turned_on_at" TIMESTAMPTZ(3),
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "retention_class_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "retention_class_name_key" ON "retention_class"("name");
CREATE INDEX "retention_class_at_id_idx" ON "retention_class"("at", "id");
ALTER TABLE retention_class
  ADD CONSTRAINT retention_class_what CHECK (what IN ('answered-predictions', 'claimed-predictions')),
  ADD CONSTRAINT retention_class_clock CHECK (clock IN ('recorded', 'deprecated', 'retired')),
  ADD CONSTRAINT retention_class_days CHECK (days BETWEEN 30 AND 36500),
  ADD CONSTRAINT retention_class_models CHECK (models IS NULL OR cardinality(models) > 0),
  ADD CONSTRAINT retention_class_state CHECK (state IN ('off', 'on', 'ended') AND (state = 'off') <= (turned_on_at IS NULL) AND (state = 'on') <= (turned_on_at IS NOT NULL)
    AND (state = 'ended') = (ended_at IS NOT NULL) AND (turned_on_at IS NULL) = (turned_on_by IS NULL)
    AND (ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL));
CREATE FUNCTION keep_retention_class() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.name, NEW.what, NEW.models, NEW.clock, NEW.days, NEW.reason, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.name, OLD.what, OLD.models, OLD.clock, OLD.days, OLD.reason, OLD.person_id, OLD.at)
    OR OLD.state = 'ended' OR OLD.state = 'on' AND NEW.state <> 'ended' THEN
    RAISE EXCEPTION 'a retention class is refused any change but being turned on and ended' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_retention_class BEFORE UPDATE ON retention_class FOR EACH ROW EXECUTE FUNCTION keep_retention_class();
CREATE TRIGGER never_deleted BEFORE DELETE ON retention_class FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON retention_class FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What one step of a sweep removed: the entry whose subject it is is the certificate.
CREATE TABLE "retention_batch" (
    "id" UUID NOT NULL,
    "class_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "runs" INTEGER NOT NULL,
    "predictions" INTEGER NOT NULL,
    "replays" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retention_batch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "retention_batch_class_id_at_idx" ON "retention_batch"("class_id", "at");
ALTER TABLE "retention_batch"
  ADD CONSTRAINT "retention_batch_class_id_fkey" FOREIGN KEY ("class_id") REFERENCES "retention_class"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON retention_batch FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON retention_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How far a class has come in a version: everything before was removed or held. Operational.
CREATE TABLE "retention_progress" (
    "class_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "after" UUID NOT NULL,

    CONSTRAINT "retention_progress_pkey" PRIMARY KEY ("class_id", "version_id")
);

ALTER TABLE "scoring_run" ADD COLUMN "retention_batch_id" UUID;
-- Rows of a run beside its first one, which most runs do not have.
CREATE INDEX prediction_further_rows ON prediction (run_id) WHERE row > 0;

-- What carries evidence stays append-only, but for one change: contents may leave under a batch of a retention class that is
-- on, and nothing of them can be put back or replaced. Digests stay where they are, and with them the proofs.
CREATE FUNCTION keep_but_removed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb;
  after jsonb;
  content jsonb;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    before := to_jsonb(OLD);
    after := to_jsonb(NEW);
    IF TG_TABLE_NAME = 'scoring_run' THEN
      IF before -> 'retention_batch_id' = 'null' AND after -> 'inputs' = 'null' AND after -> 'outputs' = 'null'
        AND before - '{inputs,outputs,retention_batch_id}'::text[] = after - '{inputs,outputs,retention_batch_id}'::text[]
        AND EXISTS (SELECT FROM retention_batch b JOIN retention_class c ON c.id = b.class_id AND c.state = 'on'
          WHERE b.id::text = after ->> 'retention_batch_id' AND b.version_id::text = after ->> 'version_id') THEN
        RETURN NEW;
      END IF;
    ELSE
      -- The column whose contents leave: the decision of a prediction, the detail of a replay. A digest stays in their place.
      content := after -> TG_ARGV[0];
      IF jsonb_typeof(content) = 'object' AND NOT coalesce(before -> TG_ARGV[0] ? 'removed', false)
        AND ARRAY(SELECT jsonb_object_keys(content) ORDER BY 1) = '{digest,removed,salted}'::text[]
        AND content ->> 'digest' ~ '^[0-9a-f]{64}$' AND before - TG_ARGV[0] = after - TG_ARGV[0]
        AND EXISTS (SELECT FROM scoring_run r WHERE r.retention_batch_id::text = content ->> 'removed' AND r.id = CASE TG_ARGV[0]
          WHEN 'decision' THEN (after ->> 'run_id')::uuid ELSE (SELECT run_id FROM prediction WHERE id = (after ->> 'prediction_id')::uuid) END) THEN
        RETURN NEW;
      END IF;
    END IF;
  END IF;
  RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
DROP TRIGGER append_only ON scoring_run;
DROP TRIGGER append_only ON prediction;
DROP TRIGGER append_only ON replay;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON scoring_run FOR EACH ROW EXECUTE FUNCTION keep_but_removed();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON prediction FOR EACH ROW EXECUTE FUNCTION keep_but_removed('decision');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON replay FOR EACH ROW EXECUTE FUNCTION keep_but_removed('detail');

-- Runs as the owner, because the application role changes none of these tables; the triggers say what it may do.
CREATE FUNCTION remove_contents(batch uuid, runs uuid[], predictions uuid[], decisions jsonb[], replays uuid[], details jsonb[]) RETURNS int LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  removed int;
BEGIN
  UPDATE scoring_run SET inputs = NULL, outputs = NULL, retention_batch_id = batch WHERE id = ANY (runs) AND retention_batch_id IS NULL;
  GET DIAGNOSTICS removed = ROW_COUNT;
  UPDATE prediction p SET decision = s.decision FROM unnest(predictions, decisions) AS s (id, decision) WHERE p.id = s.id;
  UPDATE replay r SET detail = s.detail FROM unnest(replays, details) AS s (id, detail) WHERE r.id = s.id;
  RETURN removed;
END $$;
REVOKE EXECUTE ON FUNCTION remove_contents(uuid, uuid[], uuid[], jsonb[], uuid[], jsonb[]) FROM PUBLIC;
