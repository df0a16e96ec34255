import { Refusal, type SearchFacet, type SearchFilter, type SearchTime } from '@countersign/contracts';
import type { Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { openModels } from '../lineage/open-models.ts';
import { textQuery } from '../search-words.ts';

/** What narrows a search, each facet apart: what one facet would have is counted without what it is narrowed by itself. */
export interface Narrowing {
  /** With what begins like the last word, where that may still be written. */
  readonly query: string;
  /** The words as they stand; null where that is the query, or nothing is left of them. */
  readonly exact: string | null;
  /** Of what the reader may see, whatever is asked for. */
  readonly open: readonly string[];
  readonly openValues: readonly unknown[];
  readonly asked: Readonly<Partial<Record<SearchFacet, readonly string[]>>>;
  readonly since: Date | null;
}

const day = 86_400_000;
const daysOf: Readonly<Record<SearchTime, number>> = { week: 7, month: 31, year: 366 };

/** The earliest moment of a time until `at`. */
export const beginningOf = (time: SearchTime, at: Date): Date => new Date(at.getTime() - daysOf[time] * day);

/** What consumers find: what they may open. */
const forConsumers = ['kind=model', 'kind=version', 'kind=notes'];

/**
 * What is asked for, and what is open to whoever asks, as conditions over `search_document d`. Null where nothing is asked, or
 * nothing of that name is there. @throws Refusal BAD_INPUT where words are excluded alone, FORBIDDEN for tags of consumers
 */
export async function narrowSearch(
  ctx: Context,
  scope: Scope,
  filter: SearchFilter,
): Promise<Narrowing | null> {
  if (scope.isConsumer && filter.tags)
    throw new Refusal('FORBIDDEN', 'Your roles do not open what is recorded of models.');
  const asTyped = await toTsquery(ctx, filter.q);
  if (asTyped === null) return null;
  const facetsOf = (name: string, values: readonly string[] | undefined) =>
    values?.map((value) => `${name}=${value}`);
  const models = filter.models && (await idsOf(ctx, filter.models));
  const asked = {
    kinds: facetsOf('kind', filter.kinds),
    models: facetsOf('model', models),
    stages: facetsOf('stage', filter.stages),
    tiers: facetsOf('tier', filter.tiers),
    tags: facetsOf('tag', filter.tags),
    authors: facetsOf('author', filter.authors),
  };
  const open: string[] = [];
  const openValues: unknown[] = [];
  const bind = (value: unknown) => `$${openValues.push(value) + 1}`;
  if (scope.models !== null) open.push(`d.facets && ${bind(facetsOf('model', scope.models))}::text[]`);
  if (scope.isConsumer) open.push(`d.facets && ${bind(forConsumers)}::text[]`);
  // Data lead into lineage, which an auditor of a period sees as far as the period goes.
  const lineage = openModels(scope, ctx.clock());
  if (scope.windows !== null && lineage !== null)
    open.push(`(d.kind <> 'dataset' OR d.model_id = ANY (${bind(lineage)}::uuid[]))`);
  return {
    ...asTyped,
    open,
    openValues,
    asked: Object.fromEntries(Object.entries(asked).filter(([, values]) => values !== undefined)),
    since: filter.since ? beginningOf(filter.since, ctx.clock()) : null,
  };
}

/** Words as a `tsquery`; null where there are none but such as every text has. */
async function toTsquery(
  { pool }: Context,
  typed: string,
): Promise<Pick<Narrowing, 'query' | 'exact'> | null> {
  const { words, last } = textQuery(typed);
  const { rows } = await pool.query<{ query: string; exact: string | null; nodes: number; tree: string }>(
    `WITH asked AS (SELECT websearch_to_tsquery('pg_catalog.english', $1) AS words, websearch_to_tsquery('pg_catalog.english', $2) AS last),
     whole AS (SELECT CASE WHEN $3::text IS NULL OR (numnode(last) = 0 AND numnode(words) > 0) THEN words
       ELSE words && (last || $3::tsquery) END AS query, words && last AS exact FROM asked)
     SELECT query::text AS query, CASE WHEN numnode(exact) > 0 AND exact <> query THEN exact::text END AS exact,
       numnode(query) AS nodes, querytree(query) AS tree FROM whole`,
    [words, last?.word ?? '', last?.beginning ?? null],
  );
  const { query, exact, nodes, tree } = rows[0]!;
  if (nodes === 0) return null;
  if (tree === 'T' || tree === '')
    throw new Refusal('BAD_INPUT', 'Say a word that has to be there, beside those that must not.', {
      field: 'q',
    });
  return { query, exact };
}

async function idsOf({ pool }: Context, keys: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM model WHERE key = ANY ($1::text[])', [
    keys,
  ]);
  return rows.map(({ id }) => id);
}
