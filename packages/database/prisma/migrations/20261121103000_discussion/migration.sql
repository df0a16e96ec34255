-- CreateTable
CREATE TABLE "thread" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "evidence_id" UUID,
    "path" TEXT,
    "revision" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_by" UUID,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "thread_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "thread_comment" (
    "id" UUID NOT NULL,
    "thread_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "thread_comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "comment_text" (
    "comment_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_text_pkey" PRIMARY KEY ("comment_id","number")
);

-- CreateTable
CREATE TABLE "mention" (
    "comment_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mention_pkey" PRIMARY KEY ("comment_id","person_id")
);

-- CreateTable
CREATE TABLE "mention_seen" (
    "comment_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mention_seen_pkey" PRIMARY KEY ("comment_id","person_id")
);

-- CreateTable
CREATE TABLE "suggestion" (
    "id" UUID NOT NULL,
    "sign_off_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "part" TEXT NOT NULL,
    "about" JSONB NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "state_by" UUID,
    "state_at" TIMESTAMPTZ(3),
    "applied_revision" INTEGER,
    "comment" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "suggestion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "thread_version_id_id_idx" ON "thread"("version_id", "id");

-- CreateIndex
CREATE INDEX "thread_comment_thread_id_id_idx" ON "thread_comment"("thread_id", "id");

-- CreateIndex
CREATE INDEX "mention_person_id_at_idx" ON "mention"("person_id", "at");

-- CreateIndex
CREATE INDEX "suggestion_version_id_id_idx" ON "suggestion"("version_id", "id");

-- CreateIndex
CREATE INDEX "suggestion_sign_off_id_idx" ON "suggestion"("sign_off_id");

-- AddForeignKey
ALTER TABLE "thread" ADD CONSTRAINT "thread_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "thread_comment" ADD CONSTRAINT "thread_comment_thread_id_fkey" FOREIGN KEY ("thread_id") REFERENCES "thread"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_text" ADD CONSTRAINT "comment_text_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "thread_comment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "thread_comment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_sign_off_id_fkey" FOREIGN KEY ("sign_off_id") REFERENCES "sign_off"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE thread
  ADD CONSTRAINT thread_about CHECK (evidence_id IS NULL OR path IS NULL),
  ADD CONSTRAINT thread_resolved CHECK ((resolved_by IS NULL) = (resolved_at IS NULL));
ALTER TABLE suggestion
  ADD CONSTRAINT suggestion_part CHECK (part IN ('release-notes', 'description', 'metric', 'dataset')),
  ADD CONSTRAINT suggestion_state CHECK (state IN ('open', 'applied', 'declined')),
  ADD CONSTRAINT suggestion_applied CHECK ((state = 'applied') = (applied_revision IS NOT NULL)),
  ADD CONSTRAINT suggestion_answered CHECK ((state = 'open') = (state_at IS NULL));

-- What was said stays: an edit adds a text.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON comment_text FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON comment_text FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['thread', 'thread_comment', 'mention', 'suggestion'] LOOP
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;
