-- Whoever serves a stream to a session is told at once that it ended, however it ended. The id is a digest.
CREATE FUNCTION tell_session_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('session_ended', OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_session_ended AFTER DELETE ON session FOR EACH ROW EXECUTE FUNCTION tell_session_ended();
