-- Taking a dossier apart costs far more than the planner assumes of a function: it shall take the index, and never try each revision.
ALTER FUNCTION lineage_inputs(jsonb) COST 2000 ROWS 20;
ALTER FUNCTION lineage_keys(jsonb) COST 20000;
