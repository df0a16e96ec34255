-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "permit_grace_seconds" INTEGER NOT NULL DEFAULT 300,
ADD COLUMN     "permit_ttl_seconds" INTEGER NOT NULL DEFAULT 3600;

-- CreateTable
CREATE TABLE "permit" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "artifact" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "grace_until" TIMESTAMPTZ(3) NOT NULL,
    "envelope" TEXT NOT NULL,

    CONSTRAINT "permit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "permit_void" (
    "permit_id" UUID NOT NULL,
    "recall_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "permit_void_pkey" PRIMARY KEY ("permit_id")
);

-- CreateTable
CREATE TABLE "observed_deployment" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "version_id" UUID,
    "claimed_version" TEXT,
    "artifact" TEXT,
    "permit_id" UUID,
    "person_id" UUID NOT NULL,
    "every_minutes" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "observed_deployment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "permit_version_id_grace_until_idx" ON "permit"("version_id", "grace_until");

-- CreateIndex
CREATE INDEX "permit_grace_until_idx" ON "permit"("grace_until");

-- CreateIndex
CREATE INDEX "observed_deployment_version_id_idx" ON "observed_deployment"("version_id");

-- CreateIndex
CREATE INDEX "observed_deployment_model_id_environment_id_idx" ON "observed_deployment"("model_id", "environment_id");

-- AddForeignKey
ALTER TABLE "permit" ADD CONSTRAINT "permit_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "permit" ADD CONSTRAINT "permit_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "permit_void" ADD CONSTRAINT "permit_void_permit_id_fkey" FOREIGN KEY ("permit_id") REFERENCES "permit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observed_deployment" ADD CONSTRAINT "observed_deployment_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observed_deployment" ADD CONSTRAINT "observed_deployment_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observed_deployment" ADD CONSTRAINT "observed_deployment_permit_id_fkey" FOREIGN KEY ("permit_id") REFERENCES "permit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE permit ADD CONSTRAINT permit_times CHECK (issued_at < expires_at AND expires_at <= grace_until);
ALTER TABLE environment ADD CONSTRAINT environment_permit_terms
  CHECK (permit_ttl_seconds BETWEEN 60 AND 86400 AND permit_grace_seconds BETWEEN 0 AND 86400);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON permit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON permit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON permit_void FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON permit_void FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- One thing runs at a place; what ran there before stays, ended.
CREATE UNIQUE INDEX observed_deployment_open ON observed_deployment (model_id, environment_id, place) WHERE ended_at IS NULL;
