import type { SchemaChange, SchemaField, VersionComparison } from '@countersign/contracts';

type Verdict = Pick<VersionComparison['schema'], 'verdict' | 'changes'>;

/** What kind of attribute it is, in the mark's own words where it has some. */
const attributeOf = ({ mark }: SchemaField): string => mark?.words ?? mark?.attribute ?? 'its schema says so';

/** Which sensitive attributes the second version begins to use, and which it leaves out: it breaks nobody. */
export function withSensitive(
  { verdict, changes }: Verdict,
  before: readonly SchemaField[],
  after: readonly SchemaField[],
): Verdict {
  if (verdict === 'unknown') return { verdict, changes };
  const only = (
    here: readonly SchemaField[],
    there: readonly SchemaField[],
    told: (field: SchemaField) => SchemaChange,
  ) =>
    here
      .filter(
        ({ name, sensitive }) => sensitive && !there.some((field) => field.name === name && field.sensitive),
      )
      .map(told);
  const found = [
    ...only(after, before, (field) => ({
      code: 'SENSITIVE_USED',
      field: field.name,
      before: null,
      after: attributeOf(field),
      breaks: null,
    })),
    ...only(before, after, (field) => ({
      code: 'SENSITIVE_DROPPED',
      field: field.name,
      before: attributeOf(field),
      after: null,
      breaks: null,
    })),
  ];
  return {
    verdict: verdict === 'same' && found.length > 0 ? 'compatible' : verdict,
    // What a reviewer has to weigh comes first.
    changes: [...found, ...changes],
  };
}
