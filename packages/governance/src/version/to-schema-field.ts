import type { SensitiveMark, VersionPage } from '@countersign/contracts';
import type { SchemaInput } from '@countersign/scoring';

/** An input of the scoring package's schema as pages show it; what is not declared is null. */
export const toSchemaField = (
  input: SchemaInput,
  marks: ReadonlyMap<string, SensitiveMark>,
): VersionPage['inputs'][number] => ({
  name: input.name,
  dtype: input.dtype,
  nullable: input.nullable,
  unit: input.unit ?? null,
  description: input.description ?? null,
  minimum: input.minimum ?? null,
  maximum: input.maximum ?? null,
  trainingMin: input.trainingMin ?? null,
  trainingMax: input.trainingMax ?? null,
  allowed: input.allowed?.map(String) ?? null,
  sensitive: input.sensitive === true || marks.has(input.name),
  mark: marks.get(input.name) ?? null,
});
