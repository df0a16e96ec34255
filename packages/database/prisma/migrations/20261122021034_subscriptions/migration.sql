-- CreateTable
CREATE TABLE "subscription" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "model_id" UUID,
    "by_id" UUID,
    "events" TEXT[],
    "delivery" TEXT NOT NULL,
    "after" BIGINT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscriber" (
    "person_id" UUID NOT NULL,
    "zone" TEXT NOT NULL,
    "quiet_from" TEXT,
    "quiet_until" TEXT,
    "wake_for_stops" BOOLEAN NOT NULL DEFAULT true,
    "digest_hour" INTEGER NOT NULL DEFAULT 8,
    "own_deeds" BOOLEAN NOT NULL DEFAULT false,
    "seen" BIGINT NOT NULL DEFAULT -1,
    "mailed_at" TIMESTAMPTZ(3),

    CONSTRAINT "subscriber_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "subscription_cursor" (
    "id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,

    CONSTRAINT "subscription_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "followed_entry" (
    "person_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "delivery" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "mail_id" UUID,

    CONSTRAINT "followed_entry_pkey" PRIMARY KEY ("person_id","number")
);

-- CreateIndex
CREATE INDEX "subscription_person_id_id_idx" ON "subscription"("person_id", "id");

-- CreateIndex
CREATE INDEX "followed_entry_made_at_idx" ON "followed_entry"("made_at");

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriber" ADD CONSTRAINT "subscriber_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "followed_entry" ADD CONSTRAINT "followed_entry_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE subscription ADD CONSTRAINT subscription_delivery CHECK (delivery IN ('immediate', 'daily', 'weekly', 'portal'));
ALTER TABLE followed_entry ADD CONSTRAINT followed_entry_delivery CHECK (delivery IN ('immediate', 'daily', 'weekly', 'portal'));
ALTER TABLE subscriber ADD CONSTRAINT subscriber_quiet CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
  ADD CONSTRAINT subscriber_clock CHECK (quiet_from <> quiet_until AND quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    AND quiet_until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  ADD CONSTRAINT subscriber_digest_hour CHECK (digest_hour BETWEEN 0 AND 23);
ALTER TABLE subscription_cursor ADD CONSTRAINT subscription_cursor_one CHECK (id = 1);
-- Mails that wait, by when they are due.
CREATE INDEX followed_entry_due ON followed_entry (due_at) WHERE due_at IS NOT NULL;
