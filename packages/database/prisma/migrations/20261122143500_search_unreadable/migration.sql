CREATE TABLE "search_unreadable" (
    "part" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "again_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "search_unreadable_pkey" PRIMARY KEY ("part","id")
);

CREATE INDEX "search_unreadable_again_at_idx" ON "search_unreadable"("again_at");
