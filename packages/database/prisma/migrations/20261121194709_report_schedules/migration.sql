-- CreateTable
CREATE TABLE "report_schedule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "asked" JSONB NOT NULL,
    "about" TEXT NOT NULL,
    "cadence" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "zone" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_recipient" (
    "schedule_id" UUID NOT NULL,
    "recipient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "report_recipient_pkey" PRIMARY KEY ("schedule_id","recipient_id")
);

-- CreateTable
CREATE TABLE "report_run" (
    "schedule_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "report_id" UUID,
    "problem" TEXT,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "left_out" JSONB NOT NULL DEFAULT '[]',
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_run_pkey" PRIMARY KEY ("schedule_id","due_at")
);

-- CreateIndex
CREATE INDEX "report_schedule_state_next_at_idx" ON "report_schedule"("state", "next_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_run_report_id_key" ON "report_run"("report_id");

-- AddForeignKey
ALTER TABLE "report_recipient" ADD CONSTRAINT "report_recipient_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "report_schedule"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_run" ADD CONSTRAINT "report_run_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "report_schedule"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE report_schedule ADD CONSTRAINT report_schedule_state CHECK (state IN ('active', 'paused', 'deleted'));
ALTER TABLE report_schedule ADD CONSTRAINT report_schedule_hour CHECK (hour BETWEEN 0 AND 23);
ALTER TABLE report_recipient ADD CONSTRAINT report_recipient_kind CHECK (kind IN ('person', 'mailbox'));
CREATE INDEX report_run_open ON report_run (due_at) WHERE settled_at IS NULL;
