-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "state_by" UUID,
    "state_at" TIMESTAMPTZ(3),
    "comment" TEXT NOT NULL DEFAULT '',
    "evidence_id" UUID,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "finding_version_id_number_idx" ON "finding"("version_id", "number");

-- CreateIndex
CREATE INDEX "finding_owner_id_state_due_at_idx" ON "finding"("owner_id", "state", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "finding_model_id_number_key" ON "finding"("model_id", "number");

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE finding
  ADD CONSTRAINT finding_severity CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  ADD CONSTRAINT finding_state CHECK (state IN ('open', 'closed', 'accepted'));

-- What was found stays as it was written; only its answer changes.
CREATE FUNCTION keep_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.version_id, NEW.number, NEW.title, NEW.text, NEW.severity, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.model_id, OLD.version_id, OLD.number, OLD.title, OLD.text, OLD.severity, OLD.person_id, OLD.at) THEN
    RAISE EXCEPTION 'a finding is refused any change but its answer' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_finding BEFORE UPDATE ON finding FOR EACH ROW EXECUTE FUNCTION keep_finding();
CREATE TRIGGER never_deleted BEFORE DELETE ON finding FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON finding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE "sign_off_condition" (
    "sign_off_id" UUID NOT NULL,
    "body" JSONB NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "sign_off_condition_pkey" PRIMARY KEY ("sign_off_id")
);
CREATE TABLE "condition_finding" (
    "sign_off_id" UUID NOT NULL,
    "finding_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "close_by" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "condition_finding_pkey" PRIMARY KEY ("sign_off_id","finding_id")
);
CREATE INDEX "condition_finding_version_id_idx" ON "condition_finding"("version_id");
CREATE INDEX "condition_finding_finding_id_idx" ON "condition_finding"("finding_id");
ALTER TABLE "sign_off_condition" ADD CONSTRAINT "sign_off_condition_sign_off_id_fkey" FOREIGN KEY ("sign_off_id") REFERENCES "sign_off"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "condition_finding" ADD CONSTRAINT "condition_finding_sign_off_id_fkey" FOREIGN KEY ("sign_off_id") REFERENCES "sign_off"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "condition_finding" ADD CONSTRAINT "condition_finding_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "finding"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A condition is part of what was signed.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['sign_off_condition', 'condition_finding'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
