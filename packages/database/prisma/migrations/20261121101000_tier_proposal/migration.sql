-- The tier questionnaire of a model, and signatures over acts that are no sign-off at a gate.
-- CreateTable
CREATE TABLE "tier_proposal" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "answers" JSONB NOT NULL,
    "rule" INTEGER NOT NULL,
    "points" INTEGER NOT NULL,
    "tier_before" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "tier_proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signature" (
    "id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "record_digest" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,
    "key_id" UUID NOT NULL,
    "assurance" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signature_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tier_proposal_model_id_proposed_at_idx" ON "tier_proposal"("model_id", "proposed_at");

-- CreateIndex
CREATE INDEX "tier_proposal_state_proposed_at_id_idx" ON "tier_proposal"("state", "proposed_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "signature_subject_id_person_id_key" ON "signature"("subject_id", "person_id");

-- AddForeignKey
ALTER TABLE "tier_proposal" ADD CONSTRAINT "tier_proposal_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE tier_proposal
  ADD CONSTRAINT tier_proposal_tier CHECK (tier IN ('low', 'moderate', 'high') AND tier_before IN ('low', 'moderate', 'high')),
  ADD CONSTRAINT tier_proposal_state CHECK (state IN ('open', 'signed', 'refused', 'replaced')),
  ADD CONSTRAINT tier_proposal_closed CHECK ((state = 'open') = (closed_at IS NULL));
ALTER TABLE signature ADD CONSTRAINT signature_decision CHECK (decision IN ('endorse', 'reject'));

-- One proposal of a model waits at a time; what was proposed never changes, only whether it still waits.
CREATE UNIQUE INDEX tier_proposal_open ON tier_proposal (model_id) WHERE state = 'open';
CREATE FUNCTION keep_tier_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.answers, NEW.rule, NEW.points, NEW.tier_before, NEW.tier, NEW.reason, NEW.digest, NEW.person_id, NEW.proposed_at)
    IS DISTINCT FROM
     ROW(OLD.id, OLD.model_id, OLD.answers, OLD.rule, OLD.points, OLD.tier_before, OLD.tier, OLD.reason, OLD.digest, OLD.person_id, OLD.proposed_at)
     OR OLD.state <> 'open' AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'a tier proposal is refused any change, and what was decided stays decided' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_tier_proposal BEFORE UPDATE ON tier_proposal FOR EACH ROW EXECUTE FUNCTION keep_tier_proposal();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signature FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON signature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE ON tier_proposal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON tier_proposal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
