-- What a model's versions were at a past moment is read from its steps of a few events, however many others there are.
CREATE INDEX ledger_entry_model_event ON ledger_entry (model_id, event, id) WHERE step IS NOT NULL;
