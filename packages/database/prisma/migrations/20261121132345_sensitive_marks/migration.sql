-- CreateTable
CREATE TABLE "sensitive_mark" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "attribute" TEXT NOT NULL,
    "words" TEXT,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" UUID,

    CONSTRAINT "sensitive_mark_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sensitive_mark_model_id_idx" ON "sensitive_mark"("model_id");

-- AddForeignKey
ALTER TABLE "sensitive_mark" ADD CONSTRAINT "sensitive_mark_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One mark of a field at a time.
CREATE UNIQUE INDEX sensitive_mark_in_force ON sensitive_mark (model_id, field) WHERE ended_at IS NULL;

-- A mark stays as it was made; it ends once.
CREATE FUNCTION keep_sensitive_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.model_id, NEW.field, NEW.attribute, NEW.words, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.model_id, OLD.field, OLD.attribute, OLD.words, OLD.person_id, OLD.at)
    OR OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a mark is refused any change but its end' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_sensitive_mark BEFORE UPDATE ON sensitive_mark FOR EACH ROW EXECUTE FUNCTION keep_sensitive_mark();
CREATE TRIGGER never_deleted BEFORE DELETE ON sensitive_mark FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON sensitive_mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
