-- What was committed under a key, so that whoever takes it over after a crash finds the effect instead of repeating it.
ALTER TABLE "idempotency_key" ADD COLUMN "holder" UUID,
ADD COLUMN "effects" JSONB NOT NULL DEFAULT '[]';
