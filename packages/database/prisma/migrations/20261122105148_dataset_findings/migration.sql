-- What an examination of a revision's dataset references found. It can be computed again at any time from the revision and
-- the version's files, which never change; `rules` is the number of the examination that found it.
CREATE TABLE "dataset_finding" (
    "version_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "rules" INTEGER NOT NULL,
    "items" JSONB NOT NULL,
    "examined_at" TIMESTAMPTZ(3) NOT NULL,
    "stands_until" TIMESTAMPTZ(3),

    CONSTRAINT "dataset_finding_pkey" PRIMARY KEY ("version_id", "revision", "rules")
);
ALTER TABLE "dataset_finding" ADD CONSTRAINT "dataset_finding_version_id_revision_fkey" FOREIGN KEY ("version_id", "revision") REFERENCES "revision"("version_id", "revision") ON DELETE RESTRICT ON UPDATE CASCADE;
