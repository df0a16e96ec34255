-- Models that were in production before: inventories that two people sign, and what was claimed of each model.
-- CreateTable
CREATE TABLE "as_found_batch" (
    "id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "comment" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "prepared_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "as_found_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "as_found_row" (
    "batch_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "claimed" JSONB NOT NULL,
    "version_id" UUID,

    CONSTRAINT "as_found_row_pkey" PRIMARY KEY ("batch_id","line")
);

-- CreateIndex
CREATE INDEX "as_found_batch_prepared_at_id_idx" ON "as_found_batch"("prepared_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "as_found_row_version_id_key" ON "as_found_row"("version_id");

-- AddForeignKey
ALTER TABLE "as_found_row" ADD CONSTRAINT "as_found_row_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "as_found_batch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE as_found_batch
  ADD CONSTRAINT as_found_batch_state CHECK (state IN ('open', 'imported', 'withdrawn')),
  ADD CONSTRAINT as_found_batch_closed CHECK ((state = 'open') = (closed_at IS NULL));

-- What was prepared and signed never changes: a batch is closed once, a row learns its version once.
CREATE FUNCTION keep_as_found_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.digest, NEW.rows, NEW.comment, NEW.person_id, NEW.prepared_at)
    IS DISTINCT FROM ROW(OLD.id, OLD.digest, OLD.rows, OLD.comment, OLD.person_id, OLD.prepared_at)
     OR OLD.state <> 'open' THEN
    RAISE EXCEPTION 'a prepared inventory is refused any change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_as_found_batch BEFORE UPDATE ON as_found_batch FOR EACH ROW EXECUTE FUNCTION keep_as_found_batch();
CREATE FUNCTION keep_as_found_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.batch_id, NEW.line, NEW.claimed) IS DISTINCT FROM ROW(OLD.batch_id, OLD.line, OLD.claimed) OR OLD.version_id IS NOT NULL THEN
    RAISE EXCEPTION 'a prepared inventory is refused any change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_as_found_row BEFORE UPDATE ON as_found_row FOR EACH ROW EXECUTE FUNCTION keep_as_found_row();
CREATE TRIGGER never_deleted BEFORE DELETE ON as_found_batch FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON as_found_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON as_found_row FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON as_found_row FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
