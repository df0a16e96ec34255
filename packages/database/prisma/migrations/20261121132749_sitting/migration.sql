-- CreateTable
CREATE TABLE "sitting" (
    "id" UUID NOT NULL,
    "session_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "full_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sitting_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sitting_last_at_idx" ON "sitting"("last_at");

-- CreateTable
CREATE TABLE "sitting_item" (
    "sitting_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "substance" TEXT,
    "presentation" TEXT,
    "evidence_digests" TEXT[],
    "goal_digest" TEXT,
    "references_digest" TEXT,
    "signed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sitting_item_pkey" PRIMARY KEY ("sitting_id","request_id")
);

-- AddForeignKey
ALTER TABLE "sitting_item" ADD CONSTRAINT "sitting_item_sitting_id_fkey" FOREIGN KEY ("sitting_id") REFERENCES "sitting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "sign_grant" ADD COLUMN     "sitting_id" UUID;
