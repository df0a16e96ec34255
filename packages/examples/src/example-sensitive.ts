import { markSensitive } from '@countersign/governance';
import type { Step } from './step.ts';

const marks = [
  { field: 'Age', attribute: 'age' },
  { field: 'Marital', attribute: 'family-status' },
] as const;

/** Inputs that the schema of credit-risk declares as sensitive, and what they are. */
export const sensitiveSteps: readonly Step[] = marks.map(({ field, attribute }) => ({
  name: `mark ${field} of credit-risk as sensitive`,
  run: async (cast) => {
    await markSensitive(await cast.as('developer'), { model: 'credit-risk', field, attribute });
  },
}));
