-- What of a model's predictions is kept: an append-only history, of which the model names the one in force. None: full.
CREATE TABLE "model_recording" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "share" DOUBLE PRECISION,
    "reason" TEXT NOT NULL,
    "person_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_recording_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "model_recording_model_id_at_id_idx" ON "model_recording"("model_id", "at", "id");
ALTER TABLE "model_recording"
  ADD CONSTRAINT "model_recording_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT model_recording_mode CHECK (mode IN ('full', 'reference', 'sampled')),
  ADD CONSTRAINT model_recording_share CHECK ((mode = 'sampled') = (share IS NOT NULL) AND (share IS NULL OR (share > 0 AND share < 1)));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON model_recording FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON model_recording FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "model" ADD COLUMN "recording_id" UUID;
ALTER TABLE "model" ADD CONSTRAINT "model_recording_id_fkey" FOREIGN KEY ("recording_id") REFERENCES "model_recording"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A run is kept whole or as a reference alone: then its digests are there, its tensors are not.
ALTER TABLE "scoring_run" ALTER COLUMN "inputs" DROP NOT NULL, ALTER COLUMN "outputs" DROP NOT NULL, ADD COLUMN "recording_id" UUID;
ALTER TABLE "scoring_run" ADD CONSTRAINT scoring_run_kept_whole CHECK ((inputs IS NULL) = (outputs IS NULL));
ALTER TABLE "prediction" ADD COLUMN "kept" TEXT NOT NULL DEFAULT 'full';
ALTER TABLE "prediction" ADD CONSTRAINT prediction_kept CHECK (kept IN ('full', 'reference'));
CREATE INDEX prediction_reference ON prediction (version_id, id) WHERE kept = 'reference';

-- Searched by the time of the answer, newest first, alone or within a model, a version or a consumer.
DROP INDEX "prediction_model_id_id_idx";
CREATE INDEX "prediction_answered_at_id_idx" ON "prediction"("answered_at", "id");
CREATE INDEX "prediction_model_id_answered_at_id_idx" ON "prediction"("model_id", "answered_at", "id");
CREATE INDEX "prediction_version_id_answered_at_id_idx" ON "prediction"("version_id", "answered_at", "id");
CREATE INDEX "prediction_consumer_answered_at_id_idx" ON "prediction"("consumer", "answered_at", "id");

-- Most predictions have no reference, and what is looked for is one of many: the hashes alone, where there are any.
DROP INDEX "prediction_business_hash_idx";
DROP INDEX "prediction_subject_hash_idx";
CREATE INDEX prediction_business ON prediction (business_hash, answered_at, id) WHERE business_hash IS NOT NULL;
CREATE INDEX prediction_subject ON prediction (subject_hash, answered_at, id) WHERE subject_hash IS NOT NULL;

-- A caller's id is looked for without its model, too.
ALTER TABLE "caller_id" DROP CONSTRAINT "caller_id_pkey", ADD CONSTRAINT "caller_id_pkey" PRIMARY KEY ("caller_id", "model_id");
