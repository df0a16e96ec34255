-- What an imported document states: figures of its makers, which nobody here checked. They stay as they were read.
ALTER TABLE "attachment" ADD COLUMN "figures" JSONB NOT NULL DEFAULT '[]';

CREATE OR REPLACE FUNCTION keep_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF ROW(NEW.id, NEW.version_id, NEW.kind, NEW.title, NEW.file_name, NEW.media_type, NEW.bytes, NEW.digest, NEW.figures, NEW.person_id, NEW.at)
    IS DISTINCT FROM ROW(OLD.id, OLD.version_id, OLD.kind, OLD.title, OLD.file_name, OLD.media_type, OLD.bytes, OLD.digest, OLD.figures, OLD.person_id, OLD.at)
    OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'an attachment is refused any change but being withdrawn' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
