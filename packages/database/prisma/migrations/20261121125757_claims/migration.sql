-- CreateTable
CREATE TABLE "claim" (
    "request_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "assigned_by" UUID,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_pkey" PRIMARY KEY ("request_id","person_id")
);

-- CreateIndex
CREATE INDEX "claim_person_id_ends_at_idx" ON "claim"("person_id", "ends_at");

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "saved_filter" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "choice" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_filter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "saved_filter_person_id_idx" ON "saved_filter"("person_id");

-- One name once per person, however it is written.
CREATE UNIQUE INDEX "saved_filter_name" ON "saved_filter" ("person_id", lower("name"));
