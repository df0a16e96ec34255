-- One consumer's copy of a recall, of a deprecation or of an ordinary switch.
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recall_id" UUID,
    "version_id" UUID NOT NULL,
    "version_ids" UUID[],
    "consumer_key" TEXT NOT NULL,
    "consumer_id" UUID,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "cadence_minutes" INTEGER,
    "calls" BIGINT NOT NULL,
    "last_call_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3),
    "escalation" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "notice_recall_id_id_idx" ON "notice"("recall_id", "id");
CREATE INDEX "notice_version_id_id_idx" ON "notice"("version_id", "id");
CREATE INDEX "notice_consumer_key_id_idx" ON "notice"("consumer_key", "id");
ALTER TABLE "notice"
  ADD CONSTRAINT "notice_recall_id_fkey" FOREIGN KEY ("recall_id") REFERENCES "recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "notice_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE notice
  ADD CONSTRAINT notice_kind CHECK (kind IN ('recall', 'deprecation', 'switch') AND (kind = 'recall') = (recall_id IS NOT NULL)),
  ADD CONSTRAINT notice_state CHECK (state IN ('nobody', 'sent', 'delivered', 'undeliverable', 'acknowledged', 'time-asked', 'reopened', 'risk-accepted', 'migrated', 'proven')),
  ADD CONSTRAINT notice_time_asked CHECK (state <> 'time-asked' OR until IS NOT NULL),
  ADD CONSTRAINT notice_cadence CHECK (cadence_minutes > 0),
  ADD CONSTRAINT notice_escalation CHECK ((escalated_at IS NULL) = (escalation IS NULL)),
  ADD CONSTRAINT notice_end CHECK ((ended_at IS NULL) = (end_reason IS NULL));
-- A consumer has one notice of a recall, and one at a time of anything else about a version.
CREATE UNIQUE INDEX notice_of_recall ON notice (recall_id, consumer_key) WHERE recall_id IS NOT NULL;
CREATE UNIQUE INDEX notice_open ON notice (kind, version_id, consumer_key) WHERE recall_id IS NULL AND ended_at IS NULL;
-- What is followed every minute.
CREATE INDEX notice_followed ON notice (id) WHERE ended_at IS NULL;
CREATE TRIGGER never_deleted BEFORE DELETE ON notice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An address that a notice is sent to. Its link is made from its id by the installation key, so nothing of it is kept.
CREATE TABLE "notice_recipient" (
    "id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "problem" TEXT,
    "mail_id" UUID,
    "state_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_recipient_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "notice_recipient_notice_id_address_key" ON "notice_recipient"("notice_id", "address");
CREATE INDEX "notice_recipient_address_idx" ON "notice_recipient"("address");
CREATE INDEX "notice_recipient_mail_id_idx" ON "notice_recipient"("mail_id");
ALTER TABLE "notice_recipient"
  ADD CONSTRAINT "notice_recipient_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE notice_recipient ADD CONSTRAINT notice_recipient_state CHECK (state IN ('waiting', 'sent', 'delivered', 'failed'));

-- What happened to a notice, in order. Nothing of it is changed later.
CREATE TABLE "notice_step" (
    "id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" UUID,
    "recipient_id" UUID,
    "comment" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "notice_step_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "notice_step_notice_id_id_idx" ON "notice_step"("notice_id", "id");
ALTER TABLE "notice_step"
  ADD CONSTRAINT "notice_step_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "notice_step_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "notice_recipient"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE notice_step
  ADD CONSTRAINT notice_step_kind CHECK (kind IN ('raised', 'sent', 'delivered', 'undeliverable', 'acknowledged', 'migrated', 'time-asked', 'risk-accepted', 'proven', 'reopened', 'reminded', 'escalated', 'ended')),
  ADD CONSTRAINT notice_step_basis CHECK (basis IN ('checked', 'claimed', 'claimed-by-mailbox') AND (basis = 'claimed-by-mailbox') = (recipient_id IS NOT NULL) AND (basis = 'claimed') = (person_id IS NOT NULL));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON notice_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON notice_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
