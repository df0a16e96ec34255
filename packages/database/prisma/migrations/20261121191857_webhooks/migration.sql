-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "sealed_url" BYTEA NOT NULL,
    "sealed_with" TEXT NOT NULL,
    "shown_url" TEXT NOT NULL,
    "model_ids" UUID[],
    "events" TEXT[],
    "state" TEXT NOT NULL,
    "state_reason" TEXT,
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_secret" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "sealed_with" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_cursor" (
    "webhook_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "lease" UUID,
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_cursor_pkey" PRIMARY KEY ("webhook_id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "seq" BIGSERIAL NOT NULL,
    "id" TEXT NOT NULL,
    "webhook_id" UUID NOT NULL,
    "number" BIGINT,
    "event" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "delivery_seq" BIGINT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "headers" JSONB NOT NULL,
    "status" INTEGER,
    "response" TEXT,
    "problem" TEXT,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("delivery_seq","attempt")
);

-- CreateTable
CREATE TABLE "webhook_host" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_host_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_person_id_idx" ON "webhook"("person_id");

-- CreateIndex
CREATE INDEX "webhook_secret_webhook_id_idx" ON "webhook_secret"("webhook_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_id_key" ON "webhook_delivery"("id");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_seq_idx" ON "webhook_delivery"("webhook_id", "seq");

-- CreateIndex
CREATE INDEX "webhook_delivery_made_at_idx" ON "webhook_delivery"("made_at");

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_cursor" ADD CONSTRAINT "webhook_cursor_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_delivery_seq_fkey" FOREIGN KEY ("delivery_seq") REFERENCES "webhook_delivery"("seq") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE webhook ADD CONSTRAINT webhook_form CHECK (form IN ('standard', 'slack', 'teams'));
ALTER TABLE webhook ADD CONSTRAINT webhook_state CHECK (state IN ('active', 'paused', 'disabled'));
ALTER TABLE webhook_delivery ADD CONSTRAINT webhook_delivery_state CHECK (state IN ('waiting', 'delivered', 'failed'));
-- An entry is one message to a webhook.
CREATE UNIQUE INDEX webhook_delivery_number ON webhook_delivery (webhook_id, number) WHERE number IS NOT NULL;
-- One secret signs; those before it have an end.
CREATE UNIQUE INDEX webhook_secret_in_use ON webhook_secret (webhook_id) WHERE ends_at IS NULL;
-- A host is listed once at a time.
CREATE UNIQUE INDEX webhook_host_in_use ON webhook_host (host) WHERE removed_at IS NULL;
