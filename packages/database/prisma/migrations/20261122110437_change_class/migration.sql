-- Which parameters of a model a retraining may change: an append-only history, of which the model names the one in force.
CREATE TABLE "model_varying" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "names" TEXT[] NOT NULL,
    "reason" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_varying_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "model_varying_model_id_at_id_idx" ON "model_varying"("model_id", "at", "id");
ALTER TABLE "model_varying" ADD CONSTRAINT "model_varying_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON model_varying FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON model_varying FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "model" ADD COLUMN "varying_id" UUID;
ALTER TABLE "model" ADD CONSTRAINT "model_varying_id_fkey" FOREIGN KEY ("varying_id") REFERENCES "model_varying"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- How each revision came out of the version before it, judged in the transaction that wrote the revision.
CREATE TABLE "change_class" (
    "version_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "before_id" UUID,
    "before_revision" INTEGER,
    "before_stands" BOOLEAN NOT NULL,
    "varying_id" UUID,
    "class" TEXT,
    "counts_as" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "allowed" JSONB NOT NULL,

    CONSTRAINT "change_class_pkey" PRIMARY KEY ("version_id", "revision")
);
ALTER TABLE "change_class"
  ADD CONSTRAINT "change_class_version_id_revision_fkey" FOREIGN KEY ("version_id", "revision") REFERENCES "revision"("version_id", "revision") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "change_class_before_id_fkey" FOREIGN KEY ("before_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "change_class_varying_id_fkey" FOREIGN KEY ("varying_id") REFERENCES "model_varying"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT change_class_said CHECK ((class IS NULL OR class IN ('retrain', 'redesign')) AND counts_as IN ('retrain', 'redesign')
    AND (counts_as = 'redesign' OR class = 'retrain' AND before_stands) AND (before_id IS NULL) = (before_revision IS NULL));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON change_class FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON change_class FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
