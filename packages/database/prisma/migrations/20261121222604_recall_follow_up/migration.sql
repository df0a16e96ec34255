-- How far a recall reaches, what it is about, what to move to and until when, how it ended; a version may be recalled with another.
ALTER TABLE "recall"
  ADD COLUMN "scope" TEXT NOT NULL DEFAULT 'this',
  ADD COLUMN "raised_with" UUID,
  ADD COLUMN "affected" TEXT,
  ADD COLUMN "affected_inputs" JSONB,
  ADD COLUMN "fallback" TEXT,
  ADD COLUMN "deadline" TIMESTAMPTZ(3),
  ADD COLUMN "completed_at" TIMESTAMPTZ(3),
  ADD COLUMN "completed_by" UUID,
  ADD COLUMN "closed_at" TIMESTAMPTZ(3),
  ADD COLUMN "closed_by" UUID,
  ADD COLUMN "closed_reason" TEXT,
  ADD COLUMN "closed_unmet" TEXT[];

-- Counting the predictions whose inputs are affected: how far it came.
CREATE TABLE "recall_count" (
    "recall_id" UUID NOT NULL,
    "run" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "version_id" UUID,
    "after" UUID,
    "looked" INTEGER NOT NULL DEFAULT 0,
    "matching" INTEGER NOT NULL DEFAULT 0,
    "unreadable" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "recall_count_pkey" PRIMARY KEY ("recall_id")
);

-- Where a recalled version stopped, as a probe or a heartbeat proved it.
CREATE TABLE "recall_place" (
    "recall_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "found" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recall_place_pkey" PRIMARY KEY ("recall_id","place")
);

CREATE INDEX "recall_raised_with_idx" ON "recall"("raised_with");

ALTER TABLE "recall" ADD CONSTRAINT "recall_raised_with_fkey" FOREIGN KEY ("raised_with") REFERENCES "recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recall_count" ADD CONSTRAINT "recall_count_recall_id_fkey" FOREIGN KEY ("recall_id") REFERENCES "recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "recall_place" ADD CONSTRAINT "recall_place_recall_id_fkey" FOREIGN KEY ("recall_id") REFERENCES "recall"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE recall ADD CONSTRAINT recall_scope CHECK (scope IN ('this', 'this-and-before'));
ALTER TABLE recall ADD CONSTRAINT recall_root CHECK (raised_with IS NULL OR closed_at IS NULL);
ALTER TABLE recall_count ADD CONSTRAINT recall_count_state CHECK (state IN ('running', 'done'));
ALTER TABLE recall_place ADD CONSTRAINT recall_place_basis CHECK (basis IN ('probe', 'heartbeat'));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON recall_place FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON recall_place FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
