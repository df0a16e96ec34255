-- Where a model's predictions say whom they are about: an append-only history, of which the model names the one in force.
CREATE TABLE "model_subject_field" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "field" TEXT,
    "unnamed" TEXT,
    "reason" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_subject_field_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "model_subject_field_model_id_at_id_idx" ON "model_subject_field"("model_id", "at", "id");
ALTER TABLE "model_subject_field"
  ADD CONSTRAINT "model_subject_field_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT model_subject_field_said CHECK (source IN ('input', 'request', 'none') AND (source = 'input') = (field IS NOT NULL)
    AND (source = 'none') = (unnamed IS NULL) AND (unnamed IS NULL OR unnamed IN ('refuse', 'accept')));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON model_subject_field FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON model_subject_field FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "model" ADD COLUMN "subject_field_id" UUID;
ALTER TABLE "model" ADD CONSTRAINT "model_subject_field_id_fkey" FOREIGN KEY ("subject_field_id") REFERENCES "model_subject_field"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
