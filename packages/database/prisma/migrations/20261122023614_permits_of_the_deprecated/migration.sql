-- A deprecation ends permits as well, without a recall.
ALTER TABLE permit_void ALTER COLUMN recall_id DROP NOT NULL;
