-- A mailbox is confirmed by a link that is sent to it, before anything else is.
ALTER TABLE "mailbox"
  ADD COLUMN "registered_by" UUID NOT NULL,
  ADD COLUMN "link_hash" TEXT,
  ADD COLUMN "link_expires_at" TIMESTAMPTZ(3),
  ADD COLUMN "confirmed_at" TIMESTAMPTZ(3),
  ADD COLUMN "sent_on" DATE,
  ADD COLUMN "sent_key" UUID,
  ADD COLUMN "sent_size" BIGINT,
  ADD COLUMN "sent_at" TIMESTAMPTZ(3);

CREATE UNIQUE INDEX "mailbox_link_hash_key" ON "mailbox"("link_hash");

-- Nothing is sent to whoever did not confirm.
ALTER TABLE mailbox ADD CONSTRAINT mailbox_sent_after_confirmation CHECK (sent_at IS NULL OR confirmed_at IS NOT NULL);
