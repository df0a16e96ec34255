-- Every mark of ASCII that is no letter and no digit is a space, and a dot that does not stand between digits: "metrics.rmse", "roc_auc" and
-- "credit-risk" are found by each of their words, and versions stay whole. No character moves, so places in the result are places in the text.
CREATE FUNCTION search_spaced(text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(translate(text, E'!"#$%&''()*+,-/:;<=>?@[\\]^_`{|}~', repeat(' ', 31)), '(?<![0-9])\.|\.(?![0-9])', ' ', 'g')
$$;

-- The words of a text, and those that are written together as in RandomForest.
CREATE FUNCTION search_words(text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.english', public.search_spaced(text)
    || coalesce(' ' || (SELECT string_agg(DISTINCT regexp_replace(m[1], '([a-z0-9])([A-Z])', '\1 \2', 'g'), ' ')
      FROM regexp_matches(text, '([A-Za-z]*[a-z][A-Z][A-Za-z]+)', 'g') m), ''))
$$;

-- What is narrowed by, as words that one index holds beside the others.
CREATE FUNCTION search_facets(kind text, model_id uuid, stage text, tier text, person_id uuid, tags text[])
  RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY['kind=' || kind, 'model=' || model_id, 'stage=' || stage, 'tier=' || tier, 'author=' || person_id], NULL)
    || coalesce((SELECT array_agg('tag=' || tag) FROM unnest(tags) tag), '{}')
$$;

CREATE TABLE "search_document" (
    "id" BIGSERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "place" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "model_id" UUID NOT NULL,
    "version_id" UUID,
    "person_id" UUID,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "tags" TEXT[],
    "stage" TEXT,
    "tier" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "facets" TEXT[] GENERATED ALWAYS AS (search_facets("kind", "model_id", "stage", "tier", "person_id", "tags")) STORED,
    "words" tsvector GENERATED ALWAYS AS (setweight(search_words("title"), 'A') || setweight(search_words("body"), 'D')) STORED,
    "title_words" tsvector GENERATED ALWAYS AS (search_words("title")) STORED,

    CONSTRAINT "search_document_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "search_term" (
    "model_id" UUID NOT NULL,
    "term" TEXT NOT NULL,
    "shown" TEXT NOT NULL,

    CONSTRAINT "search_term_pkey" PRIMARY KEY ("model_id","term")
);

CREATE TABLE "search_cursor" (
    "id" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "filling" UUID,

    CONSTRAINT "search_cursor_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "search_document_source_place_key" ON "search_document"("source", "place");
CREATE INDEX "search_document_model_id_idx" ON "search_document"("model_id");
CREATE INDEX "search_document_version_id_idx" ON "search_document"("version_id");
CREATE INDEX "search_term_term_idx" ON "search_term"("term");
CREATE INDEX "run_experiment_id_last_at_idx" ON "run"("experiment_id", "last_at");

-- Words and what narrows them in one index, so that both are held against each other before a row is read.
CREATE INDEX "search_document_words" ON "search_document" USING gin ("words", "facets");
CREATE INDEX "search_document_title_words" ON "search_document" USING gin ("title_words", "facets");

ALTER TABLE search_document ADD CONSTRAINT search_document_kind
  CHECK (kind IN ('model', 'version', 'notes', 'notebook', 'dataset', 'experiment', 'run', 'discussion'));
ALTER TABLE search_cursor ADD CONSTRAINT search_cursor_one CHECK (id = 1);
