-- CreateTable
CREATE TABLE "mail" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "to_address" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" JSONB,
    "attachments" JSONB NOT NULL DEFAULT '[]',
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox" (
    "id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mail_state_id_idx" ON "mail"("state", "id");

-- An address is registered once at a time.
CREATE UNIQUE INDEX mailbox_in_use ON mailbox (lower(address)) WHERE removed_at IS NULL;

ALTER TABLE mail ADD CONSTRAINT mail_state CHECK (state IN ('waiting', 'sent', 'failed'));
-- A header is a line.
ALTER TABLE mail ADD CONSTRAINT mail_lines CHECK (to_address !~ '[[:cntrl:]]' AND subject !~ '[[:cntrl:]]');
