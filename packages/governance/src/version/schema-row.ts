import type { RuntimeFacts, SensitiveMark, VersionPage } from '@countersign/contracts';
import type { Schema, Tolerance } from '@countersign/scoring';
import { toSchemaField } from './to-schema-field.ts';

/** Columns of a version that the scoring package wrote in its own forms. */
export interface ScoredColumns {
  readonly schema: Schema | null;
  readonly rules: { readonly decision?: VersionPage['decision']; readonly tolerance?: Tolerance | null };
  readonly runtime: RuntimeFacts | null;
  readonly artifact: VersionPage['artifact'];
}

/** Fields with their limits, outputs, the decision rule, and how exactly an answer can be repeated. */
export function fromSchema(
  { schema, rules, runtime, artifact }: ScoredColumns,
  marks: ReadonlyMap<string, SensitiveMark>,
): Pick<VersionPage, 'inputs' | 'outputs' | 'decision' | 'runtime' | 'guarantee'> {
  return {
    inputs: (schema?.inputs ?? []).map((input) => toSchemaField(input, marks)),
    outputs: (schema?.outputs ?? []).map(({ name, dtype, unit, description }) => ({
      name,
      dtype,
      unit: unit ?? null,
      description: description ?? null,
    })),
    decision: rules.decision ?? null,
    runtime,
    guarantee:
      artifact === null ? 'unverifiable' : (rules.tolerance?.ulp ?? 0) > 0 ? 'tolerance' : 'bit-exact',
  };
}
