/**
 * Tables whose rows are never changed or removed. Triggers refuse that to everybody, the owner of the tables included;
 * a separate application role is not even granted it. Of runs, predictions and replays the contents may leave under a
 * retention class that is on (`remove_contents`): their digests stay, and nothing can be put in their place.
 */
export const appendOnlyTables = [
  'ledger_entry',
  'ledger_number',
  'ledger_record',
  'policy',
  'revision',
  'version_file',
  'erratum',
  'comment_text',
  'sign_off_condition',
  'condition_finding',
  'goal',
  'signature',
  'evidence',
  'model_recording',
  'model_subject_field',
  'scoring_run',
  'prediction',
  'ledger_checkpoint',
  'ledger_cosignature',
  'ledger_loss',
  'caller_id',
  'outcome',
  'replay',
  'sealed_batch',
  'report_file',
  'retention_batch',
  'permit',
  'permit_void',
  'recall_place',
  'notice_step',
  'rescoring_row',
  'rescoring_extract',
] as const;
