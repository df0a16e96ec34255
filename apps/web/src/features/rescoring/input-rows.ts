import { type InputCondition, type InputCorrection, inputComparisons } from '@countersign/contracts';
import { comparisonWord } from '../../marks/index.ts';

/** A condition and a correction as they are typed. */
export interface ConditionRow {
  readonly key: number;
  readonly field: string;
  readonly comparison: InputCondition['comparison'];
  readonly value: string;
}
export interface CorrectionRow {
  readonly key: number;
  readonly field: string;
  /** An input that predictions were made with, or empty: always `value`. */
  readonly from: string;
  readonly factor: string;
  readonly offset: string;
  readonly value: string;
}

export interface KnownInput {
  readonly name: string;
  readonly isNumber: boolean;
}

export const comparisonChoices = inputComparisons.map((value) => ({ value, label: comparisonWord[value] }));

/** What was typed as what the input is: a number, true or false, or a text. */
function typed(text: string, input: KnownInput | undefined): number | string | boolean {
  if (input?.isNumber) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}
const find = (inputs: readonly KnownInput[], name: string) => inputs.find((input) => input.name === name);

/** Conditions that were told already, to go on from. */
export const rowsOf = (conditions: readonly InputCondition[]): ConditionRow[] =>
  conditions.map(({ field, comparison, value }, key) => ({
    key,
    field,
    comparison,
    value: value === undefined ? '' : String(value),
  }));

export const conditionsOf = (rows: readonly ConditionRow[], given: readonly KnownInput[]): InputCondition[] =>
  rows.map(({ field, comparison, value }) =>
    comparison === 'missing'
      ? { field, comparison }
      : { field, comparison, value: typed(value, find(given, field)) },
  );

export const correctionsOf = (
  rows: readonly CorrectionRow[],
  wanted: readonly KnownInput[],
): InputCorrection[] =>
  rows.map(({ field, from, factor, offset, value }) =>
    from === ''
      ? { field, value: typed(value, find(wanted, field)) }
      : {
          field,
          ...(from !== field && { from }),
          ...(factor.trim() !== '' && { factor: Number(factor) }),
          ...(offset.trim() !== '' && { offset: Number(offset) }),
        },
  );
