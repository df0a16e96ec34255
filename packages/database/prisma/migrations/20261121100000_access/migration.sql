-- AlterTable
ALTER TABLE "person" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'person',
ADD COLUMN     "last_sign_in_at" TIMESTAMPTZ(3),
ADD COLUMN     "responsible_id" UUID,
ADD COLUMN     "shortcuts" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "theme" TEXT,
ADD COLUMN     "time_zone" TEXT;

-- AlterTable
ALTER TABLE "person_email" ADD COLUMN     "added_at" TIMESTAMPTZ(3),
ADD COLUMN     "verified_by" UUID,
ALTER COLUMN "verified_at" DROP NOT NULL;
UPDATE "person_email" SET "added_at" = "verified_at";
ALTER TABLE "person_email" ALTER COLUMN "added_at" SET NOT NULL;

-- AlterTable
ALTER TABLE "recall_lift" ADD COLUMN     "deputy_for" UUID;

-- AlterTable
ALTER TABLE "role_assignment" ADD COLUMN     "delegation_id" UUID,
ADD COLUMN     "deputy_for" UUID,
ADD COLUMN     "ends_at" TIMESTAMPTZ(3),
ADD COLUMN     "period_from" TIMESTAMPTZ(3),
ADD COLUMN     "period_to" TIMESTAMPTZ(3),
ADD COLUMN     "starts_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "address" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "sign_off" ADD COLUMN     "deputy_for" UUID;

-- CreateTable
CREATE TABLE "account_link" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delegation" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "deputy_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_link_secret_hash_key" ON "account_link"("secret_hash");

-- CreateIndex
CREATE INDEX "account_link_person_id_idx" ON "account_link"("person_id");

-- CreateIndex
CREATE INDEX "delegation_person_id_idx" ON "delegation"("person_id");

-- CreateIndex
CREATE INDEX "delegation_deputy_id_idx" ON "delegation"("deputy_id");

-- CreateIndex
CREATE INDEX "person_responsible_id_idx" ON "person"("responsible_id");

-- CreateIndex
CREATE INDEX "person_name_id_idx" ON "person"("name", "id");

-- CreateIndex
CREATE INDEX "role_assignment_delegation_id_idx" ON "role_assignment"("delegation_id");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_responsible_id_fkey" FOREIGN KEY ("responsible_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_delegation_id_fkey" FOREIGN KEY ("delegation_id") REFERENCES "delegation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE person
  ADD CONSTRAINT person_kind CHECK (kind IN ('person', 'service')),
  ADD CONSTRAINT person_responsible CHECK ((kind = 'service') = (responsible_id IS NOT NULL)),
  -- A service account has no password, so nobody signs in as one.
  ADD CONSTRAINT person_service_password CHECK (kind = 'person' OR password_hash IS NULL),
  ADD CONSTRAINT person_theme CHECK (theme IN ('light', 'dark'));
ALTER TABLE account_link
  ADD CONSTRAINT account_link_kind CHECK (kind IN ('invitation', 'reset')),
  ADD CONSTRAINT account_link_once CHECK (used_at IS NULL OR voided_at IS NULL);
ALTER TABLE role_assignment
  ADD CONSTRAINT role_assignment_time CHECK (ends_at > starts_at),
  ADD CONSTRAINT role_assignment_period CHECK (role = 'auditor' OR (period_from IS NULL AND period_to IS NULL)),
  ADD CONSTRAINT role_assignment_deputy CHECK ((delegation_id IS NULL) = (deputy_for IS NULL) AND deputy_for <> person_id);
ALTER TABLE delegation
  ADD CONSTRAINT delegation_time CHECK (ends_at > starts_at),
  ADD CONSTRAINT delegation_other CHECK (deputy_id <> person_id);

-- One current role of a kind; the deputies' beside one's own.
DROP INDEX role_assignment_held;
CREATE UNIQUE INDEX role_assignment_held ON role_assignment (person_id, role, coalesce(model_id, '00000000-0000-0000-0000-000000000000'::uuid), coalesce(delegation_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE revoked_at IS NULL;
-- One link that works, for each person.
CREATE UNIQUE INDEX account_link_open ON account_link (person_id) WHERE used_at IS NULL AND voided_at IS NULL;
-- Roles that end by themselves, for whoever looks for those that have.
CREATE INDEX role_assignment_ending ON role_assignment (ends_at) WHERE revoked_at IS NULL AND ends_at IS NOT NULL;

-- For whom somebody signed is a part of what never changes.
CREATE OR REPLACE FUNCTION keep_signed_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.request_id, NEW.version_id, NEW.person_id, NEW.role, NEW.deputy_for, NEW.decision, NEW.meaning, NEW.comment, NEW.checklist, NEW.revision, NEW.substance, NEW.presentation, NEW.evidence_digests, NEW.goal_digest, NEW.record, NEW.record_digest, NEW.signature, NEW.key_id, NEW.assurance, NEW.signed_at)
    IS DISTINCT FROM
     ROW(OLD.id, OLD.request_id, OLD.version_id, OLD.person_id, OLD.role, OLD.deputy_for, OLD.decision, OLD.meaning, OLD.comment, OLD.checklist, OLD.revision, OLD.substance, OLD.presentation, OLD.evidence_digests, OLD.goal_digest, OLD.record, OLD.record_digest, OLD.signature, OLD.key_id, OLD.assurance, OLD.signed_at)
     OR OLD.state IN ('void', 'withdrawn', 'cleared', 'replaced') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'a signed record is refused any change, and what is void stays void' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['account_link', 'delegation'] LOOP
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
