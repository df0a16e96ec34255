import type { RetainedKind, RetentionClass, RetentionClock } from '@countersign/contracts';
import { counted } from '../../marks/index.ts';

export const kindWord: Readonly<Record<RetainedKind, string>> = {
  'answered-predictions': 'Contents of predictions answered here',
  'claimed-predictions': 'Contents of predictions recorded elsewhere',
};

export const clockWord: Readonly<Record<RetentionClock, string>> = {
  recorded: 'after it was recorded',
  deprecated: 'after its version was deprecated',
  retired: 'after its model was retired',
};

export const keptText = ({ days, clock }: Pick<RetentionClass, 'days' | 'clock'>): string =>
  `${counted(days, 'day')} ${clockWord[clock]}`;

export const modelsText = ({ models }: Pick<RetentionClass, 'models'>): string =>
  models ? models.join(', ') : 'every model that no other class names';
