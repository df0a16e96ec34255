-- A thread may be about one cell of a notebook among the files of its version: its place from 1, its id where the
-- notebook gives one, and the SHA-256 of kind and source, by which later versions say whether the text is still the same.
ALTER TABLE "thread" ADD COLUMN "cell" INTEGER, ADD COLUMN "cell_digest" TEXT;
ALTER TABLE "thread" ADD CONSTRAINT "thread_cell_of_a_file" CHECK (("cell" IS NULL) = ("cell_digest" IS NULL) AND ("cell" IS NULL OR ("path" IS NOT NULL AND "cell" > 0)));
