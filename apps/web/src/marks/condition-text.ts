import type { InputCondition } from '@countersign/contracts';

export const comparisonWord: Readonly<Record<InputCondition['comparison'], string>> = {
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
  '=': 'is',
  '<>': 'is not',
  missing: 'is missing',
};

/** A condition on an input, such as `temp below 32`. */
export const conditionText = ({
  field,
  comparison,
  value,
}: {
  field: string;
  comparison: InputCondition['comparison'];
  value?: unknown;
}): string => `${field} ${comparisonWord[comparison]}${value === undefined ? '' : ` ${String(value)}`}`;
