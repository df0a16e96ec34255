-- A goal belongs to the request for approval that names it: a renewal states its own. Nothing wrote the table before.
ALTER TABLE "goal" DROP CONSTRAINT "goal_pkey",
ADD COLUMN     "request_id" UUID NOT NULL,
ADD COLUMN     "until" TIMESTAMPTZ(3) NOT NULL,
ADD CONSTRAINT "goal_pkey" PRIMARY KEY ("request_id");

-- CreateIndex
CREATE INDEX "goal_version_id_at_idx" ON "goal"("version_id", "at");

-- AddForeignKey
ALTER TABLE "goal" ADD CONSTRAINT "goal_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
