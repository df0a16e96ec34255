-- CreateTable
CREATE TABLE "consumer" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "contacts" TEXT[],
    "volume_per_day" INTEGER,
    "service_levels" TEXT,
    "when_blocked" TEXT,
    "answerer_id" UUID NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "consumer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consumer_use" (
    "id" UUID NOT NULL,
    "consumer_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "environment_id" UUID,
    "from_number" INTEGER,
    "to_number" INTEGER,
    "kind" TEXT NOT NULL,
    "cadence_minutes" INTEGER,
    "purpose" TEXT,
    "source" TEXT NOT NULL,
    "declared_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "consumer_use_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consumer_traffic" (
    "id" BIGSERIAL NOT NULL,
    "consumer" TEXT NOT NULL,
    "model_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "environment_id" UUID,
    "origin" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "calls" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL DEFAULT 0,
    "timed" BIGINT NOT NULL DEFAULT 0,
    "latency_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "latency_max_ms" DOUBLE PRECISION,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consumer_traffic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "uncounted_batch" (
    "batch_id" UUID NOT NULL,

    CONSTRAINT "uncounted_batch_pkey" PRIMARY KEY ("batch_id")
);

-- CreateIndex
CREATE INDEX "consumer_key_idx" ON "consumer"("key");

-- CreateIndex
CREATE INDEX "consumer_answerer_id_idx" ON "consumer"("answerer_id");

-- CreateIndex
CREATE INDEX "consumer_use_consumer_id_declared_at_idx" ON "consumer_use"("consumer_id", "declared_at");

-- CreateIndex
CREATE INDEX "consumer_use_model_id_ended_at_idx" ON "consumer_use"("model_id", "ended_at");

-- CreateIndex
CREATE INDEX "consumer_traffic_consumer_last_at_idx" ON "consumer_traffic"("consumer", "last_at");

-- CreateIndex
CREATE INDEX "consumer_traffic_model_id_last_at_idx" ON "consumer_traffic"("model_id", "last_at");

-- AddForeignKey
ALTER TABLE "consumer" ADD CONSTRAINT "consumer_answerer_id_fkey" FOREIGN KEY ("answerer_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consumer_use" ADD CONSTRAINT "consumer_use_consumer_id_fkey" FOREIGN KEY ("consumer_id") REFERENCES "consumer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consumer_use" ADD CONSTRAINT "consumer_use_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consumer_use" ADD CONSTRAINT "consumer_use_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A name belongs to one consumer at a time; once it is retired the name is free.
CREATE UNIQUE INDEX "consumer_open" ON "consumer" ("key") WHERE "retired_at" IS NULL;
-- What is counted is added to the one row of its day.
CREATE UNIQUE INDEX "consumer_traffic_place" ON "consumer_traffic" ("version_id", "consumer", coalesce("environment_id", '00000000-0000-0000-0000-000000000000'::uuid), "origin", "day");

ALTER TABLE "consumer_use" ADD CONSTRAINT "consumer_use_kind" CHECK ("kind" IN ('realtime', 'batch', 'report'));
ALTER TABLE "consumer_use" ADD CONSTRAINT "consumer_use_source" CHECK ("source" IN ('portal', 'api', 'file'));
ALTER TABLE "consumer_use" ADD CONSTRAINT "consumer_use_range" CHECK ("from_number" <= "to_number" AND ("environment_id" IS NULL OR ("from_number" IS NULL AND "to_number" IS NULL)));
ALTER TABLE "consumer_use" ADD CONSTRAINT "consumer_use_cadence" CHECK ("cadence_minutes" > 0);
ALTER TABLE "consumer_traffic" ADD CONSTRAINT "consumer_traffic_origin" CHECK ("origin" IN ('invocation', 'recorded', 'heartbeat'));

-- What was sealed before there was traffic is counted by the first who looks.
INSERT INTO "uncounted_batch" ("batch_id") SELECT "id" FROM "sealed_batch" WHERE "kind" = 'prediction';
