-- A consumer is told once that a re-scoring found what its predictions would have been.
ALTER TABLE notice ADD COLUMN rescored_at timestamptz(3);
ALTER TABLE notice_step DROP CONSTRAINT notice_step_kind;
ALTER TABLE notice_step ADD CONSTRAINT notice_step_kind CHECK (kind IN ('raised', 'sent', 'delivered', 'undeliverable', 'acknowledged', 'migrated',
  'time-asked', 'risk-accepted', 'proven', 'reopened', 'reminded', 'rescored', 'escalated', 'ended'));
