-- A change of champion that consumers were told of before it happens: what they were told, and until when it must not happen.
CREATE TABLE "planned_switch" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "announced_at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "pins_until" TIMESTAMPTZ(3),
    "comment" TEXT,
    "breaks" JSONB NOT NULL,
    "rescoring_id" UUID,
    "not_rescored" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "planned_switch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "planned_switch_to_id_id_idx" ON "planned_switch"("to_id", "id");
CREATE INDEX "planned_switch_model_id_environment_id_idx" ON "planned_switch"("model_id", "environment_id");
CREATE INDEX "planned_switch_rescoring_id_idx" ON "planned_switch"("rescoring_id");
ALTER TABLE "planned_switch"
  ADD CONSTRAINT "planned_switch_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "planned_switch_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "planned_switch_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "planned_switch_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "planned_switch_rescoring_id_fkey" FOREIGN KEY ("rescoring_id") REFERENCES "rescoring"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE planned_switch
  ADD CONSTRAINT planned_switch_apart CHECK (from_id <> to_id),
  ADD CONSTRAINT planned_switch_times CHECK (not_before >= announced_at AND pins_until >= not_before),
  ADD CONSTRAINT planned_switch_end CHECK ((ended_at IS NULL) = (end_reason IS NULL)
    AND end_reason IN ('switched', 'withdrawn', 'overtaken', 'deprecated'));
-- One at a time: consumers are told of one thing that comes.
CREATE UNIQUE INDEX planned_switch_open ON planned_switch (model_id, environment_id) WHERE ended_at IS NULL;
-- What consumers were told stays what it was; a switch ends once.
CREATE FUNCTION keep_planned_switch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.environment_id, NEW.from_id, NEW.to_id, NEW.person_id, NEW.announced_at, NEW.not_before, NEW.pins_until, NEW.comment, NEW.breaks, NEW.rescoring_id, NEW.not_rescored)
    IS DISTINCT FROM ROW(OLD.id, OLD.model_id, OLD.environment_id, OLD.from_id, OLD.to_id, OLD.person_id, OLD.announced_at, OLD.not_before, OLD.pins_until, OLD.comment, OLD.breaks, OLD.rescoring_id, OLD.not_rescored)
    OR OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a planned switch is refused any change but its end' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_planned_switch BEFORE UPDATE ON planned_switch FOR EACH ROW EXECUTE FUNCTION keep_planned_switch();
CREATE TRIGGER never_deleted BEFORE DELETE ON planned_switch FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON planned_switch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A notice of a switch is of one; consumers object, or keep the version that they use until a date.
ALTER TABLE "notice" ADD COLUMN "switch_id" UUID;
ALTER TABLE "notice" ADD CONSTRAINT "notice_switch_id_fkey" FOREIGN KEY ("switch_id") REFERENCES "planned_switch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "notice_switch_id_id_idx" ON "notice"("switch_id", "id");
ALTER TABLE notice
  DROP CONSTRAINT notice_state,
  ADD CONSTRAINT notice_state CHECK (state IN ('nobody', 'sent', 'delivered', 'undeliverable', 'acknowledged', 'time-asked', 'reopened', 'risk-accepted', 'migrated', 'proven', 'objected', 'pinned')),
  ADD CONSTRAINT notice_switch CHECK ((kind = 'switch') = (switch_id IS NOT NULL) AND (kind = 'switch' OR state NOT IN ('objected', 'pinned'))),
  ADD CONSTRAINT notice_pinned CHECK (state <> 'pinned' OR until IS NOT NULL);
ALTER TABLE notice_step
  DROP CONSTRAINT notice_step_kind,
  ADD CONSTRAINT notice_step_kind CHECK (kind IN ('raised', 'sent', 'delivered', 'undeliverable', 'acknowledged', 'migrated', 'time-asked', 'risk-accepted', 'proven', 'reopened', 'reminded', 'rescored', 'escalated', 'ended', 'objected', 'pinned'));
DROP INDEX notice_open;
CREATE UNIQUE INDEX notice_open ON notice (kind, version_id, consumer_key) WHERE recall_id IS NULL AND switch_id IS NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX notice_of_switch ON notice (switch_id, consumer_key) WHERE switch_id IS NOT NULL;
-- Who is answered by the version before, read when what answers changes.
CREATE INDEX notice_pins ON notice (switch_id) WHERE state = 'pinned' AND ended_at IS NULL;
