import { type AmendVersion, DatasetReference, MetricClaim, Refusal } from '@countersign/contracts';
import { checkReferences } from '../dataset/check-references.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import type { Dossier } from './dossier-digest.ts';

/** Checks one list that came in as data. @throws Refusal BAD_INPUT naming the first wrong item and what is wrong with it */
function listOf<Item>(
  items: readonly unknown[],
  { field, what, schema }: { field: string; what: string; schema: ItemSchema<Item> },
): Item[] {
  return items.map((item, position) => {
    const result = schema.safeParse(item);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const path = [field, position, ...(issue?.path ?? [])].map(String).join('.');
    throw new Refusal(
      'BAD_INPUT',
      `${what} ${position + 1} is not one: ${path} ${issue?.message ?? ''}`.trim(),
      {
        field: path,
      },
    );
  });
}

interface ItemSchema<Item> {
  safeParse(
    item: unknown,
  ):
    | { success: true; data: Item }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

function referencesOf(datasets: readonly unknown[]): DatasetReference[] {
  const references = listOf(datasets, {
    field: 'datasets',
    what: 'Dataset reference',
    schema: DatasetReference,
  });
  // Before anything walks into it: how deep it nests is bounded there.
  refuseBrokenJson(references, 'datasets');
  checkReferences(references);
  return references;
}

/** The lists of an amendment, checked. @throws Refusal BAD_INPUT */
export const amendedLists = ({
  metrics,
  datasets,
}: Pick<AmendVersion, 'metrics' | 'datasets'>): Partial<Pick<Dossier, 'metrics' | 'datasets'>> => ({
  ...(metrics ? { metrics: listOf(metrics, { field: 'metrics', what: 'Metric', schema: MetricClaim }) } : {}),
  ...(datasets
    ? {
        datasets: referencesOf(datasets),
      }
    : {}),
});
