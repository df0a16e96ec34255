-- Whose contents are in a reply that is kept for an Idempotency-Key: erasing the subject erases the reply.
ALTER TABLE "idempotency_key" ADD COLUMN "erased_at" TIMESTAMPTZ(3);
CREATE TABLE "idempotency_subject" (
    "actor_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "subject_key_id" UUID NOT NULL,

    CONSTRAINT "idempotency_subject_pkey" PRIMARY KEY ("actor_id", "key", "subject_key_id")
);
CREATE INDEX "idempotency_subject_subject_key_id_idx" ON "idempotency_subject"("subject_key_id");
ALTER TABLE "idempotency_subject"
  ADD CONSTRAINT "idempotency_subject_actor_id_key_fkey" FOREIGN KEY ("actor_id", "key") REFERENCES "idempotency_key"("actor_id", "key") ON DELETE CASCADE ON UPDATE CASCADE;

-- Contents leave under a class, or with the subject that a run of one row is about and that had no key yet.
ALTER TABLE "retention_batch" ALTER COLUMN "class_id" DROP NOT NULL, ADD COLUMN "subject_key_id" UUID;
ALTER TABLE "retention_batch"
  ADD CONSTRAINT "retention_batch_subject_key_id_fkey" FOREIGN KEY ("subject_key_id") REFERENCES "subject_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT retention_batch_ground CHECK ((class_id IS NULL) <> (subject_key_id IS NULL));
CREATE OR REPLACE FUNCTION keep_but_removed() RETURNS trigger LANGUAGE plpgsql AS $$
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
        AND EXISTS (SELECT FROM retention_batch b LEFT JOIN retention_class c ON c.id = b.class_id LEFT JOIN subject_key k ON k.id = b.subject_key_id
          WHERE b.id::text = after ->> 'retention_batch_id' AND b.version_id::text = after ->> 'version_id'
            AND (c.state = 'on' OR k.erased_at IS NOT NULL AND after ->> 'subject_key_id' IS NULL AND after -> 'rows' = '1')) THEN
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
