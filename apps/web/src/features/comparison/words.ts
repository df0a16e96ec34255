import type { GoldenDisagreement, SchemaChangeCode } from '@countersign/contracts';

/** Typed over the closed list: a new change does not compile without its words. */
export const changeWord: Record<SchemaChangeCode, string> = {
  INPUT_ADDED_REQUIRED: 'Required input added',
  INPUT_ADDED_OPTIONAL: 'Optional input added',
  INPUT_REMOVED: 'Input removed; who still sends it is refused',
  INPUT_TYPE_NARROWED: 'Type of the input narrowed',
  INPUT_TYPE_WIDENED: 'Type of the input widened',
  INPUT_TYPE_CHANGED: 'Type of the input changed',
  INPUT_NOW_REQUIRED: 'Input may no longer be left empty',
  INPUT_NOW_OPTIONAL: 'Input may be left empty',
  INPUT_RANGE_NARROWED: 'Range of the input narrowed',
  INPUT_RANGE_WIDENED: 'Range of the input widened',
  INPUT_CATEGORY_DROPPED: 'Category dropped',
  INPUT_CATEGORY_ADDED: 'Category added',
  INPUT_UNIT_CHANGED: 'Unit of the input changed',
  SENSITIVE_USED: 'Begins to use a sensitive attribute',
  SENSITIVE_DROPPED: 'No longer uses a sensitive attribute',
  OUTPUT_ADDED: 'Output added',
  OUTPUT_REMOVED: 'Output removed',
  OUTPUT_TYPE_CHANGED: 'Type of the output changed',
  OUTPUT_CLASSES_CHANGED: 'Classes of the output changed',
  OUTPUT_CATEGORY_ADDED: 'The output may give another category',
  OUTPUT_UNIT_CHANGED: 'Unit of the output changed',
  DECISION_CHANGED: 'The decision rule gives other decisions',
};

export const goldenReason: Record<NonNullable<GoldenDisagreement['reason']>, string> = {
  NO_GOLDEN_SET: 'One of the versions has no golden set.',
  UNREADABLE: 'The golden set of one of the versions cannot be read.',
  NOTHING_IN_COMMON: 'The golden sets have no row in common.',
};
