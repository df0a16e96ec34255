-- AlterTable
ALTER TABLE "sign_off" ADD COLUMN "references_digest" TEXT;

-- CreateTable
CREATE TABLE "version_reference" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "link" TEXT,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_by" UUID,
    "reason" TEXT,

    CONSTRAINT "version_reference_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "version_reference_version_id_idx" ON "version_reference"("version_id");

-- AddForeignKey
ALTER TABLE "version_reference" ADD CONSTRAINT "version_reference_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE version_reference
  ADD CONSTRAINT version_reference_kind CHECK (kind IN ('change', 'ticket', 'pull-request', 'incident', 'document', 'other')),
  ADD CONSTRAINT version_reference_withdrawn CHECK (
    (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (reason IS NULL)
  );

-- A reference stays as it was added; it is withdrawn once.
CREATE FUNCTION keep_version_reference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.version_id, NEW.kind, NEW.value, NEW.link, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.version_id, OLD.kind, OLD.value, OLD.link, OLD.person_id, OLD.at)
    OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'a reference is refused any change but being withdrawn' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_version_reference BEFORE UPDATE ON version_reference FOR EACH ROW EXECUTE FUNCTION keep_version_reference();
CREATE TRIGGER never_deleted BEFORE DELETE ON version_reference FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON version_reference FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a signature covers stays as it was signed.
CREATE OR REPLACE FUNCTION keep_signed_record()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$
BEGIN
  IF ROW(NEW.id, NEW.request_id, NEW.version_id, NEW.person_id, NEW.role, NEW.deputy_for, NEW.decision, NEW.meaning, NEW.comment, NEW.checklist, NEW.revision, NEW.substance, NEW.presentation, NEW.evidence_digests, NEW.goal_digest, NEW.references_digest, NEW.record, NEW.record_digest, NEW.signature, NEW.key_id, NEW.assurance, NEW.signed_at)
    IS DISTINCT FROM
     ROW(OLD.id, OLD.request_id, OLD.version_id, OLD.person_id, OLD.role, OLD.deputy_for, OLD.decision, OLD.meaning, OLD.comment, OLD.checklist, OLD.revision, OLD.substance, OLD.presentation, OLD.evidence_digests, OLD.goal_digest, OLD.references_digest, OLD.record, OLD.record_digest, OLD.signature, OLD.key_id, OLD.assurance, OLD.signed_at)
     OR OLD.state IN ('void', 'withdrawn', 'cleared', 'replaced') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'a signed record is refused any change, and what is void stays void' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
