import type { Recording, RecordingMode } from '@countersign/contracts';
import { recordingWord, shareText } from '../../marks/index.ts';

/** What follows from each choice for reproducing a prediction: it stands beside the choice, not behind it. */
export const consequence: Record<RecordingMode, string> = {
  full: 'Inputs, outputs and the decision. Every prediction can be reproduced and compared bit for bit.',
  sampled:
    'A share of the runs in full, the others as a reference. Only what the sample kept can be reproduced; which runs it keeps is decided by a keyed hash that no caller can choose.',
  reference:
    'Digests of the data and the reference of the data scored, nothing else. No prediction made from then on can be reproduced, and an answer cannot be shown again.',
};

export const settingText = ({ recording, share }: Pick<Recording, 'recording' | 'share'>): string =>
  share === null ? recordingWord[recording] : `${recordingWord[recording]}: ${shareText(share)}`;
