import type { SubjectField, UnnamedRows } from '@countersign/contracts';

export const unnamedWord: Readonly<Record<UnnamedRows, string>> = {
  refuse: 'refused',
  accept: 'accepted as about nobody',
};

/** Where whom a prediction is about is said. */
export const sourceText = ({ source, field }: Pick<SubjectField, 'source' | 'field'>): string =>
  source === 'input'
    ? `In the input ${field}`
    : source === 'request'
      ? 'Beside the inputs, by the caller'
      : 'Not declared: a caller may name a subject with each row';
