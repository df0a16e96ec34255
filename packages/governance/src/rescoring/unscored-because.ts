const sentences: Readonly<Record<string, string>> = {
  INPUTS_NOT_RECORDED: 'its inputs were not recorded: a reference alone was kept',
  SUBJECT_ERASED: 'what was recorded about its subject was erased',
  CONTENT_REMOVED: 'its inputs were removed by a retention class',
  OTHER_SCHEMA: 'the fixed version wants inputs that it was not given',
  INPUT_REFUSED: 'the fixed version refuses what it was given',
  FALLBACK_CONSTANT: 'a constant answered, not a model',
  NO_ADAPTER: 'there is no adapter for this kind of version',
  INPUTS_ALTERED: 'the recorded inputs are not what their digest says',
  RECORD_UNREADABLE: 'the record cannot be read',
  DEADLINE: 'executing it took too long',
};

/** Why a prediction was not re-scored, as the end of “not re-scored because …”. */
export const unscoredBecause = (code: string): string =>
  sentences[code] ?? code.toLowerCase().replaceAll('_', ' ');
