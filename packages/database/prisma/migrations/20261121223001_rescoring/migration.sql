-- What versions predicted, executed on the version that is to stand in for them. What was asked never changes.
CREATE TABLE "rescoring" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_ids" UUID[],
    "fixed_id" UUID NOT NULL,
    "recall_id" UUID,
    "definition" JSONB NOT NULL,
    "definition_digest" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "place" JSONB,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "rescored" INTEGER NOT NULL DEFAULT 0,
    "not_rescored" INTEGER NOT NULL DEFAULT 0,
    "outside" INTEGER NOT NULL DEFAULT 0,
    "flipped" INTEGER NOT NULL DEFAULT 0,
    "known" INTEGER NOT NULL DEFAULT 0,
    "old_misses" INTEGER NOT NULL DEFAULT 0,
    "new_misses" INTEGER NOT NULL DEFAULT 0,
    "fixed_misses" INTEGER NOT NULL DEFAULT 0,
    "made_misses" INTEGER NOT NULL DEFAULT 0,
    "reasons" JSONB NOT NULL DEFAULT '{}',
    "mean_error" JSONB,
    "worst" UUID[],
    "digest" TEXT,
    "problem" TEXT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rescoring_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "rescoring_model_id_id_idx" ON "rescoring"("model_id", "id");
CREATE INDEX "rescoring_recall_id_id_idx" ON "rescoring"("recall_id", "id");
ALTER TABLE "rescoring" ADD CONSTRAINT "rescoring_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rescoring" ADD CONSTRAINT "rescoring_fixed_id_fkey" FOREIGN KEY ("fixed_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "rescoring" ADD CONSTRAINT "rescoring_recall_id_fkey" FOREIGN KEY ("recall_id") REFERENCES "recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE rescoring
  ADD CONSTRAINT rescoring_state CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  ADD CONSTRAINT rescoring_over CHECK ((state IN ('queued', 'running')) = (finished_at IS NULL)),
  ADD CONSTRAINT rescoring_digest CHECK ((state = 'done') = (digest IS NOT NULL)),
  ADD CONSTRAINT rescoring_sum CHECK (done = rescored + not_rescored + outside);
CREATE FUNCTION keep_rescoring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.version_ids, NEW.fixed_id, NEW.recall_id, NEW.definition, NEW.definition_digest, NEW.person_id, NEW.asked_at, NEW.total)
    IS DISTINCT FROM ROW(OLD.id, OLD.model_id, OLD.version_ids, OLD.fixed_id, OLD.recall_id, OLD.definition, OLD.definition_digest, OLD.person_id, OLD.asked_at, OLD.total)
    OR OLD.state IN ('done', 'failed', 'cancelled') THEN
    RAISE EXCEPTION 'a re-scoring is refused any change but how far it is' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_rescoring BEFORE UPDATE ON rescoring FOR EACH ROW EXECUTE FUNCTION keep_rescoring();
CREATE TRIGGER never_deleted BEFORE DELETE ON rescoring FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON rescoring FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One prediction of it. What both versions said is sealed under the subject's key where the prediction has one.
CREATE TABLE "rescoring_row" (
    "rescoring_id" UUID NOT NULL,
    "prediction_id" UUID NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,
    "consumer" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "flipped" BOOLEAN,
    "old_miss" BOOLEAN,
    "new_miss" BOOLEAN,
    "detail" JSONB,

    CONSTRAINT "rescoring_row_pkey" PRIMARY KEY ("rescoring_id", "answered_at", "prediction_id")
);
CREATE INDEX "rescoring_row_rescoring_id_consumer_answered_at_prediction__idx" ON "rescoring_row"("rescoring_id", "consumer", "answered_at", "prediction_id");
CREATE INDEX "rescoring_row_prediction_id_idx" ON "rescoring_row"("prediction_id");
CREATE INDEX rescoring_row_flipped ON rescoring_row (rescoring_id, answered_at, prediction_id) WHERE flipped;
CREATE INDEX rescoring_row_missed ON rescoring_row (rescoring_id, answered_at, prediction_id) WHERE old_miss <> new_miss;
ALTER TABLE "rescoring_row" ADD CONSTRAINT "rescoring_row_rescoring_id_fkey" FOREIGN KEY ("rescoring_id") REFERENCES "rescoring"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE rescoring_row
  ADD CONSTRAINT rescoring_row_state CHECK (state IN ('rescored', 'not-rescored', 'outside')),
  ADD CONSTRAINT rescoring_row_said CHECK ((state = 'rescored') = (detail IS NOT NULL) AND (state = 'rescored') = (flipped IS NOT NULL)
    AND (state = 'not-rescored') = (code IS NOT NULL));
-- Its detail leaves with the contents of the prediction, like that of a replay.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON rescoring_row FOR EACH ROW EXECUTE FUNCTION keep_but_removed('detail');
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON rescoring_row FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The part of a consumer: a file that is made from the rows whenever it is fetched, and its digest at the end of the re-scoring.
CREATE TABLE "rescoring_extract" (
    "rescoring_id" UUID NOT NULL,
    "consumer" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "flipped" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "rescoring_extract_pkey" PRIMARY KEY ("rescoring_id", "consumer")
);
ALTER TABLE "rescoring_extract" ADD CONSTRAINT "rescoring_extract_rescoring_id_fkey" FOREIGN KEY ("rescoring_id") REFERENCES "rescoring"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON rescoring_extract FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON rescoring_extract FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Beside remove_contents and after it, in the same transaction; as the owner, because the application role changes none of these rows.
CREATE FUNCTION remove_rescored(rescorings uuid[], predictions uuid[], details jsonb[]) RETURNS int LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  removed int;
BEGIN
  UPDATE rescoring_row r SET detail = s.detail FROM unnest(rescorings, predictions, details) AS s (rescoring, prediction, detail)
    WHERE r.rescoring_id = s.rescoring AND r.prediction_id = s.prediction;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;
REVOKE EXECUTE ON FUNCTION remove_rescored(uuid[], uuid[], jsonb[]) FROM PUBLIC;
