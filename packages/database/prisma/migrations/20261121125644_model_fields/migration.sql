-- CreateTable
CREATE TABLE "model_field" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "required" BOOLEAN NOT NULL,
    "help" TEXT NOT NULL,
    "choices" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "position" INTEGER NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_field_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_field_value" (
    "model_id" UUID NOT NULL,
    "field_id" UUID NOT NULL,
    "value" JSONB,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_field_value_pkey" PRIMARY KEY ("model_id","field_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "model_field_key_key" ON "model_field"("key");

-- CreateIndex
CREATE INDEX "model_field_value_field_id_idx" ON "model_field_value"("field_id");

-- AddForeignKey
ALTER TABLE "model_field_value" ADD CONSTRAINT "model_field_value_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_field_value" ADD CONSTRAINT "model_field_value_field_id_fkey" FOREIGN KEY ("field_id") REFERENCES "model_field"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE model_field
  ADD CONSTRAINT model_field_type CHECK (type IN ('text', 'number', 'date', 'yes-no', 'choice', 'choices'));

-- What was recorded under a key and a type keeps its meaning.
CREATE FUNCTION keep_model_field() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.key, NEW.type, NEW.created_at) IS DISTINCT FROM ROW(OLD.id, OLD.key, OLD.type, OLD.created_at) THEN
    RAISE EXCEPTION 'a field is refused another key or type' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_model_field BEFORE UPDATE ON model_field FOR EACH ROW EXECUTE FUNCTION keep_model_field();

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['model_field', 'model_field_value'] LOOP
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
