CREATE TABLE "run_link" (
    "run_id" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "model_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_link_pkey" PRIMARY KEY ("run_id","side","data")
);

CREATE INDEX "run_link_data_idx" ON "run_link"("data");
CREATE INDEX "run_link_node_idx" ON "run_link"("node");

ALTER TABLE "run_link" ADD CONSTRAINT "run_link_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE run_link ADD CONSTRAINT run_link_side CHECK (side IN ('input', 'output'));

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON run_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON run_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The node of data that an event of OpenLineage names: by the digest where its version is one, else by namespace and name.
CREATE FUNCTION lineage_data(source text, version text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN version ~ '^[0-9a-f]{64}$' THEN 'dataset:' || version
    ELSE 'dataset:ref-' || encode(sha256(convert_to(E'openlineage\n' || source, 'UTF8')), 'hex') END
$$;

-- What the events of runs say that was read and written.
CREATE FUNCTION lineage_links(run_ids uuid[])
  RETURNS TABLE (run_id uuid, side text, data text, node text, model_id uuid, name text, source text)
  LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (u.id, l.side, l.data) u.id, l.side, l.data, lineage_run(x.model_id, x.name, u.key), x.model_id, l.name, l.source
  FROM run_text p JOIN run u ON u.id = p.run_id JOIN experiment x ON x.id = u.experiment_id
  CROSS JOIN LATERAL (
    SELECT 'input' AS side, lineage_data(d.source, d.digest) AS data, d.name, d.source FROM run_dataset d WHERE d.run_id = u.id AND d.context = 'input'
    UNION ALL SELECT 'output', lineage_data(substr(t.key, 20), t.value), substr(t.key, 20), substr(t.key, 20)
    FROM run_text t WHERE t.run_id = u.id AND t.kind = 'tag' AND t.key LIKE 'openlineage.output.%') l
  WHERE p.kind = 'tag' AND p.key = 'openlineage.producer' AND p.run_id = ANY (run_ids)
  ORDER BY u.id, l.side, l.data, l.name
$$;

INSERT INTO run_link SELECT l.*, u.at FROM lineage_links((SELECT array_agg(id) FROM run)) l JOIN run u ON u.id = l.run_id;
