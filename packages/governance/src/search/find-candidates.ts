import type { SearchFacet, SearchKind } from '@countersign/contracts';
import type pg from 'pg';
import type { Narrowing } from './search-conditions.ts';

/** A document that has the words: what is ranked, and counted by facets. */
export interface Candidate {
  readonly id: string;
  readonly score: number;
  readonly kind: SearchKind;
  readonly model_id: string;
  readonly person_id: string | null;
  readonly stage: string | null;
  readonly tier: string;
  readonly tags: readonly string[];
  readonly at: Date;
}

export interface Candidates {
  /** The best first. */
  readonly found: readonly Candidate[];
  /** There are others that have the words. */
  readonly more: boolean;
}

/** Documents that have the words in their titles; of the newest documents; and of all others. */
const most = { titles: 200, newest: 200, others: 300 } as const;
/** So many of what would be without a facet's narrowing tell its values: the index is not asked for more. */
const enoughToCount = 100;
/** Documents that count as the newest: reading them all costs as much as the index does for words that are in few of them. */
export const newestDocuments = 5_000;

/** A model that has the words is more likely what is looked for than one of a thousand cells. */
const weight = `CASE d.kind WHEN 'model' THEN 2.0 WHEN 'dataset' THEN 1.5 WHEN 'experiment' THEN 1.3 WHEN 'version' THEN 1.2 WHEN 'notes' THEN 1.2 ELSE 1.0 END`;
const columns = `d.id, (1000000 * ts_rank('{0.1,0.2,0.4,1.0}', d.words, $1::tsquery, 1) * ${weight})::int AS score,
  d.kind, d.model_id, d.person_id, d.stage, d.tier, d.tags, d.at`;

/**
 * What has the words and is not narrowed away, in a bounded number, however many there are: a word of half of all documents is found
 * among the newest, one that is rarer by the index. `without`: not narrowed by that facet. To be called in a transaction of its own.
 */
export async function findCandidates(
  client: pg.ClientBase,
  narrowing: Narrowing,
  newestAfter: string,
  without?: SearchFacet,
): Promise<Candidates> {
  const values: unknown[] = [narrowing.query, ...narrowing.openValues];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [...narrowing.open];
  for (const [facet, facets] of Object.entries(narrowing.asked))
    if (facet !== without) conditions.push(`d.facets && ${bind(facets)}::text[]`);
  if (narrowing.since !== null && without !== 'since') conditions.push(`d.at >= ${bind(narrowing.since)}`);
  const narrowed = conditions.map((condition) => ` AND ${condition}`).join('');
  const part = (words: string, limit: number) =>
    `SELECT ${columns} FROM search_document d WHERE ${words}${narrowed} LIMIT ${limit + 1}`;
  const titles = await client.query<Candidate>(part('d.title_words @@ $1::tsquery', most.titles), values);
  const newest = await client.query<Candidate>(
    part(`d.words @@ $1::tsquery AND d.id > $${values.length + 1}`, most.newest),
    [...values, newestAfter],
  );
  const isCommon = newest.rows.length > (without ? enoughToCount : most.newest);
  const others = isCommon
    ? []
    : (
        await client.query<Candidate>(
          part(`d.words @@ $1::tsquery AND d.id <= $${values.length + 1}`, most.others),
          [...values, newestAfter],
        )
      ).rows;
  const found = new Map([...titles.rows, ...newest.rows, ...others].map((row) => [row.id, row]));
  return {
    found: [...found.values()].sort((a, b) => b.score - a.score || Number(BigInt(b.id) - BigInt(a.id))),
    more: isCommon || others.length > most.others,
  };
}
