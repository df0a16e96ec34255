-- The node of a run that a version names, in the graph of lineage: of model, experiment and the run's own key.
CREATE FUNCTION lineage_run(model_id uuid, experiment text, run text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'run:' || encode(sha256(convert_to(model_id::text || E'\n' || run || E'\n' || experiment, 'UTF8')), 'hex')
$$;
CREATE INDEX "version_lineage_run_idx" ON "version" (lineage_run("model_id", "run_experiment", "run_key")) WHERE "run_key" IS NOT NULL;

-- Which runs were given some data.
CREATE INDEX "run_dataset_digest_idx" ON "run_dataset"("digest");
