import { fieldText, type ModelFilter, type ModelRow } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { type CsvCell, csvLines, csvText } from '../csv-text.ts';
import { readFields } from '../model-field/read-fields.ts';
import { largestPage } from '../paging.ts';
import { listModels } from './list-models.ts';

const columns: readonly (readonly [string, (row: ModelRow) => CsvCell])[] = [
  ['model', ({ key }) => key],
  ['name', ({ name }) => name],
  ['purpose', ({ purpose }) => purpose],
  ['tier', ({ tier }) => tier],
  ['policy', ({ policy }) => `${policy.id} ${policy.number}`],
  ['owner', ({ owner }) => owner?.name ?? null],
  ['versions', ({ versions }) => versions],
  ['newest', ({ newest }) => newest?.label ?? null],
  ['stage of the newest', ({ newest }) => newest?.stage ?? null],
  [
    'champions',
    ({ champions }) => champions.map(({ environment, label }) => `${label} in ${environment}`).join('; '),
  ],
  ['open recalls', ({ openRecalls }) => openRecalls],
  ['since', ({ createdAt }) => createdAt],
];

/**
 * The models that a filter finds, as CSV by pages: the first one with a head, in which every field in use is a column.
 * @throws Refusal FORBIDDEN, BAD_INPUT, FIELD_UNKNOWN, FIELD_VALUE_WRONG before anything was given
 */
export async function exportModels(
  ctx: Context,
  filter: Pick<ModelFilter, 'search' | 'fields'>,
): Promise<AsyncIterable<string>> {
  await requireInsight(ctx);
  const fields = (await readFields(ctx.pool)).filter(({ archivedAt }) => archivedAt === null);
  const read = (after: string | null) =>
    listModels(ctx, { ...filter, limit: largestPage, ...(after ? { after } : {}) });
  const first = await read(null);
  const head = [...columns.map(([name]) => name), ...fields.map(({ label }) => label)];
  const lines = (rows: readonly ModelRow[]) =>
    rows.map((row) => [
      ...columns.map(([, cell]) => cell(row)),
      ...fields.map((field): CsvCell => {
        const value = row.fields[field.key];
        if (value === undefined) return null;
        return typeof value === 'number' ? value : fieldText(field, value);
      }),
    ]);
  return (async function* () {
    yield csvText(head, lines(first.items));
    for (let { next } = first; next !== null; ) {
      const page = await read(next);
      yield csvLines(lines(page.items));
      next = page.next;
    }
  })();
}
