-- CreateTable
CREATE TABLE "import" (
    "id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "runs" INTEGER NOT NULL,
    "values" INTEGER NOT NULL,
    "experiments" TEXT[],
    "version" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "import_model_id_at_id_idx" ON "import"("model_id", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "import_model_id_digest_kind_target_key" ON "import"("model_id", "digest", "kind", "target");

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON import FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON import FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
