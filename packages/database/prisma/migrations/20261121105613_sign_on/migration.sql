-- AlterTable
ALTER TABLE "person" ADD COLUMN     "emergency" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "role_assignment" ADD COLUMN     "from_sign_on" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "sign_on_identity" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_on_identity_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "sign_on_attempt" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "verifier" TEXT NOT NULL,
    "next" TEXT NOT NULL,
    "grant_id" TEXT,
    "person_id" UUID,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_on_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sign_on_identity_person_id_idx" ON "sign_on_identity"("person_id");

-- CreateIndex
CREATE INDEX "sign_on_attempt_started_at_idx" ON "sign_on_attempt"("started_at");

-- Installations that were set up before keep the account of their first administrator for emergencies.
UPDATE "person" SET "emergency" = true WHERE "id" = (
  SELECT "person_id" FROM "role_assignment" WHERE "role" = 'administrator' AND "model_id" IS NULL AND "revoked_at" IS NULL ORDER BY "granted_at", "id" LIMIT 1
);
