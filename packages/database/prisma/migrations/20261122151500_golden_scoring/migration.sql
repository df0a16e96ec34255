-- Two versions executed on the golden set of the later one. It can be computed again at any time.
CREATE TABLE "golden_scoring" (
    "id" UUID NOT NULL,
    "before_id" UUID NOT NULL,
    "after_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "person_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answers" JSONB,

    CONSTRAINT "golden_scoring_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "golden_scoring_before_id_after_id_key" ON "golden_scoring"("before_id", "after_id");
