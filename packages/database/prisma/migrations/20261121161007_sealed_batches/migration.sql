-- Every deployment numbers what it answers, 1, 2, 3 …, in the transaction that records it.
CREATE TABLE "deployment_count" (
    "deployment_id" UUID NOT NULL,
    "numbered" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "deployment_count_pkey" PRIMARY KEY ("deployment_id")
) WITH (fillfactor = 20);
ALTER TABLE "deployment_count" ADD CONSTRAINT "deployment_count_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
INSERT INTO deployment_count (deployment_id) SELECT id FROM deployment;

-- Whoever deploys need not think of it.
CREATE FUNCTION count_deployment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO deployment_count (deployment_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER count_deployment AFTER INSERT ON deployment FOR EACH ROW EXECUTE FUNCTION count_deployment();

-- A count goes up and never away: a number that was given is never given again.
CREATE FUNCTION keep_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.deployment_id <> OLD.deployment_id OR NEW.numbered < OLD.numbered THEN
    RAISE EXCEPTION 'the count of a deployment is refused to go back' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_count BEFORE UPDATE ON deployment_count FOR EACH ROW EXECUTE FUNCTION keep_count();
CREATE TRIGGER never_deleted BEFORE DELETE ON deployment_count FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON deployment_count FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "prediction" ADD COLUMN "deployment_id" UUID, ADD COLUMN "number" BIGINT;
ALTER TABLE "prediction" ADD CONSTRAINT prediction_number CHECK ((deployment_id IS NULL) = (number IS NULL) AND number > 0);
CREATE INDEX prediction_number ON prediction (deployment_id, number) WHERE number IS NOT NULL;

-- What was recorded together and waits to be sealed. A row leaves with the batch that takes it in.
CREATE TABLE "unsealed_group" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "deployment_id" UUID,
    "size" INTEGER NOT NULL,
    "members" UUID[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unsealed_group_pkey" PRIMARY KEY ("kind","id")
);
ALTER TABLE "unsealed_group"
  ADD CONSTRAINT unsealed_group_kind CHECK (kind IN ('prediction', 'replay')),
  ADD CONSTRAINT unsealed_group_size CHECK (size > 0 AND size = cardinality(members)),
  ALTER COLUMN "members" SET STORAGE EXTERNAL;

-- A batch with its own RFC 6962 tree, of which an entry carries the root.
CREATE TABLE "sealed_batch" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "first" UUID NOT NULL,
    "last" UUID NOT NULL,
    "members" UUID[],
    "leaves" BYTEA NOT NULL,
    "root" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sealed_batch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "sealed_batch_kind_last_first_idx" ON "sealed_batch"("kind", "last", "first");
ALTER TABLE "sealed_batch"
  ADD CONSTRAINT sealed_batch_kind CHECK (kind IN ('prediction', 'replay')),
  ADD CONSTRAINT sealed_batch_size CHECK (size > 0 AND size = cardinality(members) AND octet_length(leaves) = 32 * size AND octet_length(root) = 32),
  ALTER COLUMN "members" SET STORAGE EXTERNAL,
  ALTER COLUMN "leaves" SET STORAGE EXTERNAL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sealed_batch FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sealed_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The entry of a batch is found by the batch.
CREATE INDEX ledger_entry_sealing ON ledger_entry (subject_id) WHERE event IN ('predictions.sealed', 'replays.sealed');

-- What was recorded before is sealed as it stands, as of the first start after this.
INSERT INTO unsealed_group (kind, size, members, at)
SELECT 'prediction', count(*), array_agg(id ORDER BY id), max(recorded_at)
FROM (SELECT id, recorded_at, (row_number() OVER (ORDER BY id) - 1) / 1000 AS part FROM prediction) p GROUP BY part ORDER BY part;
INSERT INTO unsealed_group (kind, size, members, at)
SELECT 'replay', count(*), array_agg(id ORDER BY id), max(at)
FROM (SELECT id, at, (row_number() OVER (ORDER BY id) - 1) / 1000 AS part FROM replay) r GROUP BY part ORDER BY part;
