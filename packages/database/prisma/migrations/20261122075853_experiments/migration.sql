-- AlterTable
ALTER TABLE "version" ADD COLUMN     "run_experiment" TEXT,
ADD COLUMN     "run_key" TEXT;

-- CreateTable
CREATE TABLE "experiment" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "experiment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment_key" (
    "experiment_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "experiment_key_pkey" PRIMARY KEY ("experiment_id","kind","key")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "notes" TEXT NOT NULL DEFAULT '',
    "points" INTEGER NOT NULL DEFAULT 0,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_metric" (
    "run_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "experiment_id" UUID NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "step" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_metric_pkey" PRIMARY KEY ("run_id","key")
);

-- CreateTable
CREATE TABLE "run_metric_point" (
    "run_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "step" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "run_metric_point_pkey" PRIMARY KEY ("run_id","key","step","at","value")
);

-- CreateTable
CREATE TABLE "run_text" (
    "run_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "experiment_id" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "rank" DOUBLE PRECISION NOT NULL,
    "head" TEXT NOT NULL,

    CONSTRAINT "run_text_pkey" PRIMARY KEY ("run_id","kind","key")
);

-- CreateTable
CREATE TABLE "run_dataset" (
    "run_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "context" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "run_dataset_pkey" PRIMARY KEY ("run_id","name","context","digest")
);

-- CreateTable
CREATE TABLE "run_artifact" (
    "run_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "size" BIGINT,

    CONSTRAINT "run_artifact_pkey" PRIMARY KEY ("run_id","path")
);

-- CreateTable
CREATE TABLE "run_view" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "choice" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "experiment_model_id_name_key" ON "experiment"("model_id", "name");

-- CreateIndex
CREATE INDEX "run_experiment_id_started_at_id_idx" ON "run"("experiment_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "run_experiment_id_name_id_idx" ON "run"("experiment_id", "name", "id");

-- CreateIndex
CREATE INDEX "run_experiment_id_status_id_idx" ON "run"("experiment_id", "status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "run_experiment_id_key_key" ON "run"("experiment_id", "key");

-- CreateIndex
CREATE INDEX "run_metric_experiment_id_key_value_run_id_idx" ON "run_metric"("experiment_id", "key", "value", "run_id");

-- CreateIndex
CREATE INDEX "run_text_experiment_id_kind_key_rank_head_run_id_idx" ON "run_text"("experiment_id", "kind", "key", "rank", "head", "run_id");

-- CreateIndex
CREATE INDEX "run_artifact_digest_idx" ON "run_artifact"("digest");

-- CreateIndex
CREATE INDEX "run_view_person_id_experiment_id_idx" ON "run_view"("person_id", "experiment_id");

-- CreateIndex
CREATE INDEX "version_model_id_run_experiment_run_key_idx" ON "version"("model_id", "run_experiment", "run_key");

-- AddForeignKey
ALTER TABLE "experiment" ADD CONSTRAINT "experiment_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_key" ADD CONSTRAINT "experiment_key_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_metric" ADD CONSTRAINT "run_metric_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_metric_point" ADD CONSTRAINT "run_metric_point_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_text" ADD CONSTRAINT "run_text_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_dataset" ADD CONSTRAINT "run_dataset_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_artifact" ADD CONSTRAINT "run_artifact_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE run
  ADD CONSTRAINT run_status CHECK (status IN ('SCHEDULED', 'RUNNING', 'FINISHED', 'FAILED', 'KILLED'));
ALTER TABLE experiment_key ADD CONSTRAINT experiment_key_kind CHECK (kind IN ('metric', 'param', 'tag'));
ALTER TABLE run_text
  ADD CONSTRAINT run_text_kind CHECK (kind IN ('param', 'tag')),
  ADD CONSTRAINT run_text_head CHECK (head = left(value, 200));
ALTER TABLE version
  ADD CONSTRAINT version_run CHECK ((run_experiment IS NULL) = (run_key IS NULL));

CREATE UNIQUE INDEX run_view_name ON run_view (person_id, experiment_id, lower(name));

-- Claims are held against runs: no run is removed, and a parameter or a logged value stays as it was logged.
CREATE FUNCTION keep_parameter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.kind = 'param' THEN
    RAISE EXCEPTION 'a parameter of a run is refused any change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_parameter BEFORE UPDATE ON run_text FOR EACH ROW EXECUTE FUNCTION keep_parameter();
CREATE TRIGGER never_deleted BEFORE DELETE ON run_text FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON run_metric_point FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON run_metric_point FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON run FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON experiment FOR EACH ROW EXECUTE FUNCTION refuse_change();
