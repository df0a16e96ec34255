import type { SampleKind, SampleRow } from '@countersign/contracts';
import { counted } from '../../marks/index.ts';

export const kindWord: Readonly<Record<SampleKind, string>> = {
  predictions: 'Predictions',
  versions: 'Versions that were approved',
  'sign-offs': 'Signatures at gates',
};

export const stepWord: Readonly<Record<NonNullable<SampleRow['step']>, string>> = {
  drawing: 'Drawing',
  packing: 'Packing',
  writing: 'Writing the ZIP',
};

export const sizeText = ({ kind, population: { size } }: SampleRow): string =>
  kind === 'predictions'
    ? counted(size, 'prediction')
    : kind === 'versions'
      ? counted(size, 'version')
      : counted(size, 'signature');
