-- A period of the ledger is read from its own end, however long ago it was.
CREATE INDEX "ledger_entry_at_id_idx" ON "ledger_entry"("at", "id");
