-- What a mail is judged by when it leaves, and that it was not sent any more because it was not true or not theirs by then.
ALTER TABLE mail ADD COLUMN about jsonb;
ALTER TABLE mail DROP CONSTRAINT mail_state;
ALTER TABLE mail ADD CONSTRAINT mail_state CHECK (state IN ('waiting', 'sent', 'failed', 'dropped'));
CREATE INDEX mail_notice_idx ON mail ((about ->> 'notice')) WHERE about ->> 'notice' IS NOT NULL;
