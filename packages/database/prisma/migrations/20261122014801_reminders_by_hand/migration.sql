-- Whoever reminds a consumer by hand stands in the notice's history; what they did is no claim.
ALTER TABLE notice_step DROP CONSTRAINT notice_step_basis;
ALTER TABLE notice_step ADD CONSTRAINT notice_step_basis CHECK (basis IN ('checked', 'claimed', 'claimed-by-mailbox')
  AND (basis = 'claimed-by-mailbox') = (recipient_id IS NOT NULL)
  AND CASE WHEN kind = 'reminded' THEN basis = 'checked' ELSE (basis = 'claimed') = (person_id IS NOT NULL) END);
