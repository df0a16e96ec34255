import type { CompleteRecall, InputCondition, RecallBoard, SchemaField } from '@countersign/contracts';
import { dayText, instantOfDay } from '../../marks/index.ts';

export interface ConditionDraft {
  readonly field: string;
  readonly comparison: InputCondition['comparison'];
  readonly value: string;
}

/** What is told of a recall beside its reason, while it is being typed. */
export interface RecallDraft {
  readonly scope: 'this' | 'this-and-before';
  readonly affected: string;
  readonly conditions: readonly ConditionDraft[];
  /** Label of the fixed version; empty: none yet. */
  readonly replacement: string;
  readonly fallback: string;
  /** A day, `2026-11-28`; empty: none. */
  readonly deadline: string;
}

export const emptyDraft: RecallDraft = {
  scope: 'this',
  affected: '',
  conditions: [],
  replacement: '',
  fallback: '',
  deadline: '',
};

export const draftOf = (board: RecallBoard): RecallDraft => ({
  scope: board.scope,
  affected: board.affected ?? '',
  conditions: (board.affectedInputs ?? []).map(({ field, comparison, value }) => ({
    field,
    comparison,
    value: value === undefined ? '' : String(value),
  })),
  replacement: board.row.replacement ?? '',
  fallback: board.fallback ?? '',
  deadline: board.row.deadline ? dayText(board.row.deadline) : '',
});

/** The conditions with values of their fields' types; null while one of them is not whole. */
export function conditionsIn(
  drafts: readonly ConditionDraft[],
  inputs: readonly Pick<SchemaField, 'name' | 'dtype'>[],
): InputCondition[] | null {
  const whole: InputCondition[] = [];
  for (const { field, comparison, value } of drafts) {
    const input = inputs.find(({ name }) => name === field);
    if (!input) return null;
    if (comparison === 'missing') {
      whole.push({ field, comparison });
      continue;
    }
    const typed = typedValue(input.dtype, value.trim());
    if (typed === null) return null;
    whole.push({ field, comparison, value: typed });
  }
  return whole;
}

function typedValue(dtype: string, text: string): string | number | boolean | null {
  if (text === '') return null;
  if (dtype === 'string') return text;
  if (dtype === 'bool') return text === 'true' ? true : text === 'false' ? false : null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** What a command is given; null while conditions are not whole. What was not changed is left out. */
export function toldIn(
  draft: RecallDraft,
  inputs: readonly Pick<SchemaField, 'name' | 'dtype'>[],
  before: RecallDraft = emptyDraft,
): Omit<CompleteRecall, 'recallId'> | null {
  const conditions = conditionsIn(draft.conditions, inputs);
  if (conditions === null) return null;
  const changed = (key: keyof RecallDraft) =>
    draft[key] !== before[key] && draft[key] !== '' && draft[key].length > 0;
  return {
    ...(draft.scope !== before.scope && { scope: draft.scope }),
    ...(changed('affected') && { affected: draft.affected.trim() }),
    ...(changed('conditions') && { affectedInputs: conditions }),
    ...(changed('replacement') && { replacement: draft.replacement }),
    ...(changed('fallback') && { fallback: draft.fallback.trim() }),
    ...(changed('deadline') && { deadline: instantOfDay(draft.deadline, '23:59:59') }),
  };
}
