-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_by" UUID,
    "reason" TEXT,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment_upload" (
    "version_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attachment_upload_pkey" PRIMARY KEY ("version_id","digest","person_id")
);

-- CreateIndex
CREATE INDEX "attachment_version_id_id_idx" ON "attachment"("version_id", "id");

-- CreateIndex
CREATE INDEX "attachment_digest_idx" ON "attachment"("digest");

-- CreateIndex
CREATE INDEX "attachment_upload_at_idx" ON "attachment_upload"("at");

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE attachment
  ADD CONSTRAINT attachment_kind CHECK (kind IN ('validation-report', 'model-documentation', 'approval-minutes', 'other')),
  ADD CONSTRAINT attachment_withdrawn CHECK (
    (withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (reason IS NULL)
  );

-- The same bytes stand once beside a version, for as long as they are not withdrawn.
CREATE UNIQUE INDEX attachment_once ON attachment (version_id, digest) WHERE withdrawn_at IS NULL;

-- An attachment stays as it was added; it is withdrawn once.
CREATE FUNCTION keep_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.version_id, NEW.kind, NEW.title, NEW.file_name, NEW.media_type, NEW.bytes, NEW.digest, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.version_id, OLD.kind, OLD.title, OLD.file_name, OLD.media_type, OLD.bytes, OLD.digest, OLD.person_id, OLD.at)
    OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'an attachment is refused any change but being withdrawn' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_attachment BEFORE UPDATE ON attachment FOR EACH ROW EXECUTE FUNCTION keep_attachment();
CREATE TRIGGER never_deleted BEFORE DELETE ON attachment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON attachment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
