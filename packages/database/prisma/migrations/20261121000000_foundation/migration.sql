-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "deployment" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "ground" TEXT NOT NULL DEFAULT 'gates',
    "state" TEXT NOT NULL DEFAULT 'serving',
    "share" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "person_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "lapses_at" TIMESTAMPTZ(3),
    "incident" TEXT,
    "was_champion" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recall" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "standing" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "replacement_id" UUID,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "recall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recall_lift" (
    "recall_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recall_lift_pkey" PRIMARY KEY ("recall_id","person_id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "environment_id" UUID,
    "revision" INTEGER NOT NULL,
    "substance" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "against" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_run" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "person_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_opened" (
    "evidence_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_opened_pkey" PRIMARY KEY ("evidence_id","person_id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" BIGSERIAL NOT NULL,
    "event" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "model_id" UUID,
    "version_id" UUID,
    "step" INTEGER,
    "body" TEXT NOT NULL,
    "leaf" BYTEA NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_number" (
    "number" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,

    CONSTRAINT "ledger_number_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "ledger_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "size" BIGINT NOT NULL DEFAULT 0,
    "settled" BIGINT NOT NULL DEFAULT 0,
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_record" (
    "digest" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "bytes" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_record_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "refusal_count" (
    "key" TEXT NOT NULL,
    "entry_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "refusal_count_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "model" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "policy_key" TEXT NOT NULL,
    "owner_id" UUID,
    "next_number" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy" (
    "key" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "published_by" UUID,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("key","number")
);

-- CreateTable
CREATE TABLE "environment" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "production" BOOLEAN NOT NULL,
    "required_stage" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "example" BOOLEAN NOT NULL DEFAULT false,
    "failed_sign_ins" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_email" (
    "email" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "verified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_email_pkey" PRIMARY KEY ("email")
);

-- CreateTable
CREATE TABLE "role_assignment" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "model_id" UUID,
    "granted_by" UUID,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_by" UUID,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_grant" (
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "substance" TEXT NOT NULL,
    "presentation" TEXT NOT NULL,
    "assurance" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "public_key" BYTEA NOT NULL,
    "sealed_private" BYTEA NOT NULL,
    "sealed_with" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "actor_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER,
    "reply" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("actor_id","key")
);

-- CreateTable
CREATE TABLE "scoring_run" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "artifact" TEXT NOT NULL,
    "runtime" JSONB NOT NULL,
    "parameters" JSONB NOT NULL,
    "inputs" BYTEA NOT NULL,
    "outputs" BYTEA NOT NULL,
    "inputs_digest" TEXT NOT NULL,
    "outputs_digest" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "duration_ms" DOUBLE PRECISION,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scoring_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prediction" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "model_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "environment_id" UUID,
    "basis" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "caller_id" TEXT,
    "person_id" UUID,
    "decision" JSONB,
    "business_hash" BYTEA,
    "subject_hash" BYTEA,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "prediction_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "caller_id" (
    "model_id" UUID NOT NULL,
    "caller_id" TEXT NOT NULL,
    "prediction_id" UUID NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "caller_id_pkey" PRIMARY KEY ("model_id","caller_id")
);

-- CreateTable
CREATE TABLE "outcome" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "business_hash" BYTEA NOT NULL,
    "value" JSONB NOT NULL,
    "basis" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replay" (
    "id" UUID NOT NULL,
    "prediction_id" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "code" TEXT,
    "detail" JSONB NOT NULL,
    "runtime" JSONB,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "person_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "replay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "gate" TEXT NOT NULL,
    "environment_id" UUID,
    "revision" INTEGER NOT NULL,
    "substance" TEXT NOT NULL,
    "policy_key" TEXT NOT NULL,
    "policy_number" INTEGER NOT NULL,
    "comment" TEXT NOT NULL,
    "incident" TEXT,
    "person_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'open',
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_off" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "meaning" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "checklist" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "substance" TEXT NOT NULL,
    "presentation" TEXT NOT NULL,
    "evidence_digests" TEXT[],
    "goal_digest" TEXT,
    "record" TEXT NOT NULL,
    "record_digest" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,
    "key_id" UUID NOT NULL,
    "assurance" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'current',
    "state_reason" TEXT,
    "state_at" TIMESTAMPTZ(3),
    "endorses_id" UUID,

    CONSTRAINT "sign_off_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "goal" (
    "version_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "goal_pkey" PRIMARY KEY ("version_id")
);

-- CreateTable
CREATE TABLE "version" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "earned" TEXT NOT NULL,
    "standing" TEXT NOT NULL DEFAULT 'usable',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "step" INTEGER NOT NULL DEFAULT 1,
    "substance" TEXT NOT NULL,
    "presentation" TEXT NOT NULL,
    "manifest_digest" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "artifact_digest" TEXT,
    "schema" JSONB,
    "rules" JSONB NOT NULL,
    "fallback" JSONB,
    "runtime" JSONB,
    "registrant_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3),
    "approved_at" TIMESTAMPTZ(3),
    "deployed_at" TIMESTAMPTZ(3),
    "deprecated_at" TIMESTAMPTZ(3),
    "approval_ends_at" TIMESTAMPTZ(3),
    "re_review_by" TIMESTAMPTZ(3),
    "as_found" BOOLEAN NOT NULL DEFAULT false,
    "expedited_used" BOOLEAN NOT NULL DEFAULT false,
    "deprecation" JSONB,

    CONSTRAINT "version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "version_file" (
    "version_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "size" BIGINT NOT NULL,

    CONSTRAINT "version_file_pkey" PRIMARY KEY ("version_id","path")
);

-- CreateTable
CREATE TABLE "version_author" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "person_id" UUID,
    "parts" TEXT[],
    "basis" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "version_author_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision" (
    "version_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "substance" TEXT NOT NULL,
    "presentation" TEXT NOT NULL,
    "dossier" JSONB NOT NULL,
    "release_notes" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("version_id","revision")
);

-- CreateTable
CREATE TABLE "erratum" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erratum_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blob" (
    "digest" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE INDEX "deployment_model_id_environment_id_started_at_idx" ON "deployment"("model_id", "environment_id", "started_at");

-- CreateIndex
CREATE INDEX "deployment_started_at_id_idx" ON "deployment"("started_at", "id");

-- CreateIndex
CREATE INDEX "deployment_version_id_idx" ON "deployment"("version_id");

-- CreateIndex
CREATE INDEX "recall_version_id_at_idx" ON "recall"("version_id", "at");

-- CreateIndex
CREATE INDEX "recall_lifted_at_at_idx" ON "recall"("lifted_at", "at");

-- CreateIndex
CREATE INDEX "evidence_version_id_kind_at_idx" ON "evidence"("version_id", "kind", "at");

-- CreateIndex
CREATE INDEX "evidence_run_version_id_at_idx" ON "evidence_run"("version_id", "at");

-- CreateIndex
CREATE INDEX "ledger_entry_version_id_id_idx" ON "ledger_entry"("version_id", "id");

-- CreateIndex
CREATE INDEX "ledger_entry_model_id_id_idx" ON "ledger_entry"("model_id", "id");

-- CreateIndex
CREATE INDEX "ledger_entry_actor_id_id_idx" ON "ledger_entry"("actor_id", "id");

-- CreateIndex
CREATE INDEX "ledger_entry_event_id_idx" ON "ledger_entry"("event", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_number_entry_id_key" ON "ledger_number"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "model_key_key" ON "model"("key");

-- CreateIndex
CREATE UNIQUE INDEX "environment_key_key" ON "environment"("key");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "person_email_person_id_idx" ON "person_email"("person_id");

-- CreateIndex
CREATE INDEX "role_assignment_person_id_idx" ON "role_assignment"("person_id");

-- CreateIndex
CREATE INDEX "role_assignment_model_id_idx" ON "role_assignment"("model_id");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "sign_grant_expires_at_idx" ON "sign_grant"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_secret_hash_key" ON "api_token"("secret_hash");

-- CreateIndex
CREATE INDEX "api_token_person_id_idx" ON "api_token"("person_id");

-- CreateIndex
CREATE INDEX "signing_key_person_id_idx" ON "signing_key"("person_id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "prediction_version_id_id_idx" ON "prediction"("version_id", "id");

-- CreateIndex
CREATE INDEX "prediction_model_id_id_idx" ON "prediction"("model_id", "id");

-- CreateIndex
CREATE INDEX "prediction_business_hash_idx" ON "prediction"("business_hash");

-- CreateIndex
CREATE INDEX "prediction_subject_hash_idx" ON "prediction"("subject_hash");

-- CreateIndex
CREATE UNIQUE INDEX "outcome_model_id_business_hash_observed_at_key" ON "outcome"("model_id", "business_hash", "observed_at");

-- CreateIndex
CREATE INDEX "replay_prediction_id_at_idx" ON "replay"("prediction_id", "at");

-- CreateIndex
CREATE INDEX "request_version_id_idx" ON "request"("version_id");

-- CreateIndex
CREATE INDEX "request_state_opened_at_id_idx" ON "request"("state", "opened_at", "id");

-- CreateIndex
CREATE INDEX "sign_off_version_id_signed_at_idx" ON "sign_off"("version_id", "signed_at");

-- CreateIndex
CREATE INDEX "sign_off_person_id_signed_at_idx" ON "sign_off"("person_id", "signed_at");

-- CreateIndex
CREATE INDEX "version_stage_created_at_id_idx" ON "version"("stage", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "version_model_id_label_key" ON "version"("model_id", "label");

-- CreateIndex
CREATE UNIQUE INDEX "version_model_id_number_key" ON "version"("model_id", "number");

-- CreateIndex
CREATE INDEX "version_file_digest_idx" ON "version_file"("digest");

-- CreateIndex
CREATE INDEX "version_author_person_id_idx" ON "version_author"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "version_author_version_id_email_key" ON "version_author"("version_id", "email");

-- CreateIndex
CREATE INDEX "erratum_version_id_idx" ON "erratum"("version_id");

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recall" ADD CONSTRAINT "recall_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recall_lift" ADD CONSTRAINT "recall_lift_recall_id_fkey" FOREIGN KEY ("recall_id") REFERENCES "recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model" ADD CONSTRAINT "model_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_email" ADD CONSTRAINT "person_email_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_off" ADD CONSTRAINT "sign_off_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_off" ADD CONSTRAINT "sign_off_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_file" ADD CONSTRAINT "version_file_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_author" ADD CONSTRAINT "version_author_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erratum" ADD CONSTRAINT "erratum_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema language cannot say: partitions, partial uniqueness, closed words, append-only tables.

-- Predictions are partitioned by their UUIDv7, whose first 48 bits are the millisecond of recording.
CREATE FUNCTION uuid_at(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
  FROM lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') AS h
$$;

CREATE TABLE prediction_default PARTITION OF prediction DEFAULT;

-- Makes the monthly partitions of [first, first + months); a month that exists or whose rows already lie in the default one is left alone.
-- It runs as the owner, because the application role may call for partitions but makes no tables. pg_temp is named last,
-- where nobody can put a table of their own before ours.
CREATE FUNCTION ensure_prediction_partitions(first date, months int) RETURNS int LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month date;
  made int := 0;
  part text;
BEGIN
  FOR i IN 0 .. months - 1 LOOP
    month := (date_trunc('month', first) + make_interval(months => i))::date;
    part := 'prediction_' || to_char(month, 'YYYY_MM');
    IF to_regclass(part) IS NULL AND NOT EXISTS (
      SELECT 1 FROM prediction_default
      WHERE id >= uuid_at(month::timestamp AT TIME ZONE 'UTC')
        AND id < uuid_at((month + interval '1 month') AT TIME ZONE 'UTC')
    ) THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF prediction FOR VALUES FROM (%L) TO (%L)', part,
        uuid_at(month::timestamp AT TIME ZONE 'UTC'), uuid_at((month + interval '1 month') AT TIME ZONE 'UTC'));
      EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
REVOKE EXECUTE ON FUNCTION ensure_prediction_partitions(date, int) FROM PUBLIC;

-- One current role of a kind, one current sign-off, one open request, one open deployment, one champion.
CREATE UNIQUE INDEX role_assignment_held ON role_assignment (person_id, role, coalesce(model_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE revoked_at IS NULL;
CREATE UNIQUE INDEX sign_off_current ON sign_off (request_id, person_id) WHERE state IN ('current', 'owed');
CREATE UNIQUE INDEX request_open ON request (version_id, gate, coalesce(environment_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE state = 'open' AND incident IS NULL;
CREATE UNIQUE INDEX deployment_open ON deployment (version_id, environment_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX deployment_champion ON deployment (model_id, environment_id) WHERE ended_at IS NULL AND role = 'champion';
CREATE UNIQUE INDEX ledger_entry_step ON ledger_entry (version_id, step) WHERE step IS NOT NULL;
CREATE UNIQUE INDEX signing_key_current ON signing_key (person_id) WHERE retired_at IS NULL;

ALTER TABLE person ADD CONSTRAINT person_email_lower CHECK (email = lower(email));
ALTER TABLE model ADD CONSTRAINT model_key CHECK (key ~ '^[a-z0-9-]{2,64}$'), ADD CONSTRAINT model_tier CHECK (tier IN ('low', 'moderate', 'high'));
ALTER TABLE version
  ADD CONSTRAINT version_stage CHECK (stage IN ('registered', 'reviewed', 'approved', 'deployed', 'deprecated')),
  ADD CONSTRAINT version_earned CHECK (earned IN ('registered', 'reviewed', 'approved')),
  ADD CONSTRAINT version_standing CHECK (standing IN ('usable', 'advisory', 'blocked'));
ALTER TABLE request
  ADD CONSTRAINT request_gate CHECK (gate IN ('review', 'approval', 'goLive')),
  ADD CONSTRAINT request_state CHECK (state IN ('open', 'satisfied', 'withdrawn', 'closed', 'void', 'superseded')),
  ADD CONSTRAINT request_environment CHECK ((gate = 'goLive') = (environment_id IS NOT NULL));
ALTER TABLE sign_off
  ADD CONSTRAINT sign_off_decision CHECK (decision IN ('endorse', 'request-changes', 'reject')),
  ADD CONSTRAINT sign_off_state CHECK (state IN ('current', 'owed', 'void', 'withdrawn', 'cleared', 'replaced'));
ALTER TABLE deployment
  ADD CONSTRAINT deployment_role CHECK (role IN ('champion', 'challenger', 'shadow')),
  ADD CONSTRAINT deployment_ground CHECK (ground IN ('gates', 'expedited', 'mandate', 'as-found')),
  ADD CONSTRAINT deployment_state CHECK (state IN ('serving', 'suspended', 'ended')),
  ADD CONSTRAINT deployment_ended CHECK ((state = 'ended') = (ended_at IS NOT NULL));
ALTER TABLE recall ADD CONSTRAINT recall_standing CHECK (standing IN ('advisory', 'blocked'));
ALTER TABLE evidence
  ADD CONSTRAINT evidence_result CHECK (result IN ('pass', 'fail', 'measured', 'not-checked')),
  ADD CONSTRAINT evidence_basis CHECK (basis IN ('checked', 'claimed'));
ALTER TABLE replay ADD CONSTRAINT replay_verdict CHECK (verdict IN ('identical', 'within-tolerance', 'differs', 'not-replayable'));
ALTER TABLE ledger_head ADD CONSTRAINT ledger_head_one CHECK (id = 1);
INSERT INTO ledger_head (id) VALUES (1);

-- Append-only: nobody changes or removes what carries evidence, the owner of the tables included.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_entry', 'ledger_number', 'ledger_record', 'policy', 'revision', 'version_file', 'erratum', 'goal', 'evidence', 'scoring_run', 'prediction', 'caller_id', 'outcome', 'replay'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON prediction_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A sign-off's record and signature never change; only its state may.
CREATE FUNCTION keep_signed_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.request_id, NEW.version_id, NEW.person_id, NEW.role, NEW.decision, NEW.meaning, NEW.comment, NEW.checklist, NEW.revision, NEW.substance, NEW.presentation, NEW.evidence_digests, NEW.goal_digest, NEW.record, NEW.record_digest, NEW.signature, NEW.key_id, NEW.assurance, NEW.signed_at)
    IS DISTINCT FROM
     ROW(OLD.id, OLD.request_id, OLD.version_id, OLD.person_id, OLD.role, OLD.decision, OLD.meaning, OLD.comment, OLD.checklist, OLD.revision, OLD.substance, OLD.presentation, OLD.evidence_digests, OLD.goal_digest, OLD.record, OLD.record_digest, OLD.signature, OLD.key_id, OLD.assurance, OLD.signed_at)
     OR OLD.state IN ('void', 'withdrawn', 'cleared', 'replaced') AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'a signed record is refused any change, and what is void stays void' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_signed_record BEFORE UPDATE ON sign_off FOR EACH ROW EXECUTE FUNCTION keep_signed_record();

-- Nothing that carries evidence is deleted.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['person', 'model', 'version', 'version_author', 'request', 'sign_off', 'deployment', 'recall', 'recall_lift', 'role_assignment', 'signing_key', 'environment', 'ledger_head'] LOOP
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- An entry's transaction has its number before it takes an id: the sequencer can then tell from a snapshot which ids are settled.
CREATE FUNCTION number_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_current_xact_id();
  RETURN NULL;
END $$;
CREATE TRIGGER number_transaction BEFORE INSERT ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION number_transaction();
