-- CreateTable
CREATE TABLE "witness" (
    "id" UUID NOT NULL,
    "verifier" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "witness_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_cosignature" (
    "size" BIGINT NOT NULL,
    "witness_id" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_cosignature_pkey" PRIMARY KEY ("size","witness_id")
);

-- CreateTable
CREATE TABLE "ledger_loss" (
    "id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "published" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_loss_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ledger_cosignature_witness_id_size_idx" ON "ledger_cosignature"("witness_id", "size");

-- AddForeignKey
ALTER TABLE "ledger_cosignature" ADD CONSTRAINT "ledger_cosignature_size_fkey" FOREIGN KEY ("size") REFERENCES "ledger_checkpoint"("size") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_cosignature" ADD CONSTRAINT "ledger_cosignature_witness_id_fkey" FOREIGN KEY ("witness_id") REFERENCES "witness"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A key is one witness's at a time.
CREATE UNIQUE INDEX witness_following ON witness (verifier) WHERE removed_at IS NULL;

-- Who cosigned stays known: a witness is removed once and else never changed, but for when it was last seen.
CREATE FUNCTION keep_witness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.verifier, NEW.registered_at) IS DISTINCT FROM ROW(OLD.id, OLD.verifier, OLD.registered_at)
    OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at) THEN
    RAISE EXCEPTION 'a witness is removed once and never changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_witness BEFORE UPDATE ON witness FOR EACH ROW EXECUTE FUNCTION keep_witness();
CREATE TRIGGER never_deleted BEFORE DELETE ON witness FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON witness FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE ledger_cosignature ADD CONSTRAINT ledger_cosignature_bytes CHECK (length(bytes) = 72);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_cosignature', 'ledger_loss'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
