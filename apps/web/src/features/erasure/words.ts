import type { LegalHold } from '@countersign/contracts';
import { dayText } from '../../marks/index.ts';

/** What a hold covers. */
export const holdText = ({ kind, subject, model, from, to }: LegalHold): string =>
  kind === 'subject'
    ? `subject ${subject} …`
    : kind === 'model'
      ? `model ${model}`
      : `answers from ${dayText(from ?? '')} to before ${dayText(to ?? '')}`;
