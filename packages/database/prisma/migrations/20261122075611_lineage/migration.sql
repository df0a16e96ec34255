-- What a dossier says that its version was made from, a row each. `key` is the node in the graph of lineage: data by digest, or by what
-- the reference says where it has none (its name only where it says nothing else); a commit by repository and hash. `feed` is set where the
-- data are predictions of a governed model: `countersign:m/MODEL/predictions` or `countersign:m/MODEL/v/VERSION/predictions`.
CREATE FUNCTION lineage_inputs(dossier jsonb)
  RETURNS TABLE (key text, name text, digest text, detail jsonb, feed text)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'dataset:' || coalesce(d->>'digest', 'ref-' || encode(sha256(convert_to(jsonb_build_object(
      'kind', d->'kind', 'uri', d->'uri', 'query', d->'query', 'timeRange', d->'timeRange', 'source', d->'source',
      'name', CASE WHEN d->'uri' IS NULL AND d->'query' IS NULL AND d->'source' IS NULL THEN d->'name' END)::text, 'UTF8')), 'hex')),
    d->>'name', d->>'digest', d,
    CASE WHEN d->>'uri' ~ '^countersign:m/[a-z0-9-]{2,64}(/v/[^/]{1,64})?/predictions$'
      THEN 'feed:' || regexp_replace(d->>'uri', '^countersign:m/([a-z0-9-]{2,64})(/v(/[^/]{1,64}))?/predictions$', '\1\3') END
  FROM jsonb_array_elements(CASE WHEN jsonb_typeof(dossier->'datasets') = 'array' THEN dossier->'datasets' ELSE '[]' END) AS d
  UNION ALL
  SELECT 'code:commit-' || encode(sha256(convert_to(coalesce(c->>'repository', '') || E'\n' || (c->>'commit'), 'UTF8')), 'hex'),
    c->>'commit', NULL, c, NULL
  FROM (SELECT dossier->'sourceCommit' AS c) s WHERE c->>'commit' IS NOT NULL
$$;

-- All of them, to look versions up by. The schema is named because maintenance of the index knows no search path.
CREATE FUNCTION lineage_keys(dossier jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(i.key) || array_agg(i.feed) FILTER (WHERE i.feed IS NOT NULL), '{}') FROM public.lineage_inputs(dossier) i
$$;

CREATE INDEX "revision_lineage_keys_idx" ON "revision" USING gin (lineage_keys("dossier"));
