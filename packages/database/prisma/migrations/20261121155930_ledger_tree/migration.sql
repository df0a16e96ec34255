-- CreateTable
CREATE TABLE "ledger_key" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "sealed_private" BYTEA NOT NULL,
    "sealed_with" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "ledger_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_tile" (
    "level" INTEGER NOT NULL,
    "index" BIGINT NOT NULL,
    "hashes" BYTEA NOT NULL,

    CONSTRAINT "ledger_tile_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "ledger_checkpoint" (
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "key_id" UUID NOT NULL,
    "note" TEXT NOT NULL,

    CONSTRAINT "ledger_checkpoint_pkey" PRIMARY KEY ("size")
);

-- AlterTable
ALTER TABLE "ledger_head" ADD COLUMN     "tree_size" BIGINT NOT NULL DEFAULT 0;

-- AddForeignKey
ALTER TABLE "ledger_checkpoint" ADD CONSTRAINT "ledger_checkpoint_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "ledger_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One key signs at a time; the ones before it stay for verification.
CREATE UNIQUE INDEX ledger_key_signing ON ledger_key ((true)) WHERE retired_at IS NULL;

-- Hashes do not compress.
ALTER TABLE ledger_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- A tile only grows: what was published of it stays as it is.
CREATE FUNCTION keep_tile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.level <> OLD.level OR NEW.index <> OLD.index OR substring(NEW.hashes FOR length(OLD.hashes)) IS DISTINCT FROM OLD.hashes THEN
    RAISE EXCEPTION 'a tile of the ledger only grows' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_tile BEFORE UPDATE ON ledger_tile FOR EACH ROW EXECUTE FUNCTION keep_tile();

-- A key is retired once and else never changed.
CREATE FUNCTION keep_ledger_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.retired_at IS NOT NULL OR ROW(NEW.id, NEW.name, NEW.public_key, NEW.made_at) IS DISTINCT FROM ROW(OLD.id, OLD.name, OLD.public_key, OLD.made_at) THEN
    RAISE EXCEPTION 'a key of the ledger is retired once and never changed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_ledger_key BEFORE UPDATE ON ledger_key FOR EACH ROW EXECUTE FUNCTION keep_ledger_key();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_tile', 'ledger_key'] LOOP
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
