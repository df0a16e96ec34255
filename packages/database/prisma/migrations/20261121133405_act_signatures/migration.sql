-- Whoever signed for somebody who is away, and what a passkey answered.
ALTER TABLE "signature" ADD COLUMN     "deputy_for" UUID,
ADD COLUMN     "assertion" JSONB;
