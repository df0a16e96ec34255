-- CreateTable
CREATE TABLE "sample" (
    "id" UUID NOT NULL,
    "serial" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "definition_digest" TEXT NOT NULL,
    "model_ids" UUID[],
    "everything" BOOLEAN NOT NULL,
    "size" INTEGER NOT NULL,
    "population_digest" TEXT NOT NULL,
    "population_bytes" BIGINT NOT NULL,
    "person_id" UUID NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'frozen',
    "seed" TEXT,
    "asked" JSONB,
    "drawn_by" UUID,
    "drawn_at" TIMESTAMPTZ(3),
    "step" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "archive_digest" TEXT,
    "archive_bytes" BIGINT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sample_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sample_serial_key" ON "sample"("serial");

-- CreateIndex
CREATE INDEX "sample_person_id_serial_idx" ON "sample"("person_id", "serial");

-- CreateIndex
CREATE INDEX "sample_population_digest_idx" ON "sample"("population_digest");

-- CreateIndex
CREATE INDEX "sample_archive_digest_idx" ON "sample"("archive_digest");

ALTER TABLE sample ADD CONSTRAINT sample_state CHECK (state IN ('frozen', 'queued', 'running', 'done', 'failed'));
ALTER TABLE sample ADD CONSTRAINT sample_drawn CHECK ((state = 'frozen') = (asked IS NULL));

-- What was frozen stays as it was frozen, it is drawn from once, and what is over stays over.
CREATE FUNCTION keep_sample() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.serial, NEW.kind, NEW.about, NEW.definition, NEW.definition_digest, NEW.model_ids, NEW.everything, NEW.size,
      NEW.population_digest, NEW.population_bytes, NEW.person_id, NEW.frozen_at)
    IS DISTINCT FROM ROW(OLD.id, OLD.serial, OLD.kind, OLD.about, OLD.definition, OLD.definition_digest, OLD.model_ids, OLD.everything, OLD.size,
      OLD.population_digest, OLD.population_bytes, OLD.person_id, OLD.frozen_at)
    OR (OLD.asked IS NOT NULL AND ROW(NEW.seed, NEW.asked, NEW.drawn_by, NEW.drawn_at) IS DISTINCT FROM ROW(OLD.seed, OLD.asked, OLD.drawn_by, OLD.drawn_at))
    OR OLD.state IN ('done', 'failed') THEN
    RAISE EXCEPTION 'a sample is refused any change but being drawn once and packed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_sample BEFORE UPDATE ON sample FOR EACH ROW EXECUTE FUNCTION keep_sample();
CREATE TRIGGER never_deleted BEFORE DELETE ON sample FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON sample FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
