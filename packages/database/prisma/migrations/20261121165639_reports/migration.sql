-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "serial" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "definition_digest" TEXT NOT NULL,
    "model_ids" UUID[],
    "everything" BOOLEAN NOT NULL,
    "contents" BOOLEAN NOT NULL,
    "person_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "step" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "exported_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "ledger_size" BIGINT,
    "entries" INTEGER,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_file" (
    "report_id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_file_pkey" PRIMARY KEY ("report_id","format")
);

-- CreateIndex
CREATE UNIQUE INDEX "report_serial_key" ON "report"("serial");

-- CreateIndex
CREATE INDEX "report_person_id_serial_idx" ON "report"("person_id", "serial");

-- CreateIndex
CREATE INDEX "report_file_digest_idx" ON "report_file"("digest");

-- AddForeignKey
ALTER TABLE "report_file" ADD CONSTRAINT "report_file_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE report ADD CONSTRAINT report_state CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled'));

-- What was asked stays as it was asked, and what is over stays over.
CREATE FUNCTION keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.serial, NEW.kind, NEW.about, NEW.definition, NEW.definition_digest, NEW.model_ids, NEW.everything, NEW.contents, NEW.person_id, NEW.asked_at)
    IS DISTINCT FROM ROW(OLD.id, OLD.serial, OLD.kind, OLD.about, OLD.definition, OLD.definition_digest, OLD.model_ids, OLD.everything, OLD.contents, OLD.person_id, OLD.asked_at)
    OR OLD.state IN ('done', 'failed', 'cancelled') THEN
    RAISE EXCEPTION 'a report is refused any change but being made' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_report BEFORE UPDATE ON report FOR EACH ROW EXECUTE FUNCTION keep_report();
CREATE TRIGGER never_deleted BEFORE DELETE ON report FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON report_file FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON report_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
