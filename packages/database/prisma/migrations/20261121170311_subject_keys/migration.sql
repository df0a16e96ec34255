-- A key of each subject's own. What is recorded about a subject is sealed under it; destroying it erases that.
CREATE TABLE "subject_key" (
    "id" UUID NOT NULL,
    "subject_hash" BYTEA NOT NULL,
    "sealed" BYTEA,
    "sealed_with" TEXT,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "subject_key_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "subject_key_subject_hash_idx" ON "subject_key"("subject_hash");
CREATE UNIQUE INDEX subject_key_current ON subject_key (subject_hash) WHERE erased_at IS NULL;
ALTER TABLE subject_key ADD CONSTRAINT subject_key_erased CHECK (
  (sealed IS NULL) = (erased_at IS NOT NULL) AND (sealed IS NULL) = (sealed_with IS NULL)
);

-- A key is destroyed once and never changed otherwise: there is no second way to read, and no way back.
CREATE FUNCTION keep_subject_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.subject_hash, NEW.made_at) IS DISTINCT FROM ROW(OLD.id, OLD.subject_hash, OLD.made_at)
    OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL THEN
    RAISE EXCEPTION 'the key of a subject is refused any change but being destroyed' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_subject_key BEFORE UPDATE ON subject_key FOR EACH ROW EXECUTE FUNCTION keep_subject_key();
CREATE TRIGGER never_deleted BEFORE DELETE ON subject_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON subject_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "scoring_run" ADD COLUMN "subject_key_id" UUID;
CREATE INDEX scoring_run_subject ON scoring_run (subject_key_id) WHERE subject_key_id IS NOT NULL;

-- What must not be erased, as long as it stands.
CREATE TABLE "legal_hold" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_hash" BYTEA,
    "model_id" UUID,
    "from" TIMESTAMPTZ(3),
    "to" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" UUID,
    "lift_reason" TEXT,

    CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "legal_hold_at_id_idx" ON "legal_hold"("at", "id");
ALTER TABLE legal_hold
  ADD CONSTRAINT "legal_hold_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT legal_hold_kind CHECK (kind IN ('subject', 'model', 'period') AND (kind = 'subject') = (subject_hash IS NOT NULL)
    AND (kind = 'model') = (model_id IS NOT NULL) AND (kind = 'period') = ("from" IS NOT NULL) AND (kind = 'period') = ("to" IS NOT NULL)),
  ADD CONSTRAINT legal_hold_lifted CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lift_reason IS NULL));
CREATE FUNCTION keep_legal_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.kind, NEW.subject_hash, NEW.model_id, NEW."from", NEW."to", NEW.reason, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.kind, OLD.subject_hash, OLD.model_id, OLD."from", OLD."to", OLD.reason, OLD.person_id, OLD.at)
    OR OLD.lifted_at IS NOT NULL THEN
    RAISE EXCEPTION 'a legal hold is refused any change but being lifted' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_legal_hold BEFORE UPDATE ON legal_hold FOR EACH ROW EXECUTE FUNCTION keep_legal_hold();
CREATE TRIGGER never_deleted BEFORE DELETE ON legal_hold FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON legal_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
