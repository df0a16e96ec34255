CREATE TABLE "dataset_recheck" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "dataset" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "rows" BIGINT,
    "digest" TEXT,
    "recorded_rows" BIGINT,
    "recorded_digest" TEXT,
    "comment" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dataset_recheck_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "dataset_recheck_version_id_id_idx" ON "dataset_recheck"("version_id", "id");

ALTER TABLE "dataset_recheck" ADD CONSTRAINT "dataset_recheck_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE dataset_recheck ADD CONSTRAINT dataset_recheck_said CHECK (result IN ('same', 'counted', 'differs') AND basis IN ('checked', 'claimed')
  AND (rows IS NOT NULL OR digest IS NOT NULL) AND (recorded_rows IS NOT NULL OR recorded_digest IS NOT NULL));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON dataset_recheck FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON dataset_recheck FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
