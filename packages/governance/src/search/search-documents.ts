import { type SearchFacet, type SearchFilter, type SearchPage, searchFacets } from '@countersign/contracts';
import type pg from 'pg';
import { readScope } from '../authority/read-scope.ts';
import { boundedRead } from '../bounded-read.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { countFacets } from './count-facets.ts';
import { type Candidates, findCandidates, newestDocuments } from './find-candidates.ts';
import { readHits } from './read-hits.ts';
import { type Narrowing, narrowSearch } from './search-conditions.ts';

const byScore = keyset('search', 'integer', 'integer');
const usual = 20;
const narrow = 'Choose a model or a kind, or say another word.';

const nothing: Candidates = { found: [], more: false };

/**
 * What has the words, the best first, page by page, with how many there are by kind, model, stage, tier, tag, author and time. What the reader's
 * roles do not open is neither found nor counted. Of very common words the newest and those with the words in their titles are ranked.
 * @throws Refusal BAD_INPUT, FORBIDDEN, RATE_LIMITED, DEADLINE where it takes more than 5 s
 */
export async function searchDocuments(ctx: Context, filter: SearchFilter): Promise<SearchPage> {
  const limit = limitOf(filter, usual);
  const [score, id] = byScore.decode(filter.after);
  const scope = await readScope(ctx);
  const asked = await narrowSearch(ctx, scope, filter);
  return boundedRead(ctx, { narrow }, async (client) => {
    // It would look cheap for common words, and is not where they lie far apart.
    await client.query('SET LOCAL enable_seqscan = off');
    const { newest_after: newestAfter, filling } = await readState(client);
    const narrowed = searchFacets.filter((facet) => filter[facet] !== undefined);
    const { narrowing, found } = await findWords(client, asked, newestAfter);
    const others = new Map<SearchFacet, Candidates>();
    if (narrowing)
      for (const facet of narrowed)
        others.set(facet, await findCandidates(client, narrowing, newestAfter, facet));
    const after =
      score == null ? 0 : found.found.findIndex((one) => isAfter(one, Number(score), BigInt(id!)));
    const { rows, next } = cutPage(
      after < 0 ? [] : found.found.slice(after, after + limit + 1),
      limit,
      byScore,
      (row) => [String(row.score), row.id],
    );
    const facets = await countFacets(client, ctx.clock(), (facet) => others.get(facet) ?? found, filter);
    return {
      items: narrowing
        ? await readHits(
            client,
            narrowing.query,
            rows.map((row) => row.id),
          )
        : [],
      next,
      total: { count: found.found.length, more: found.more },
      facets: scope.isConsumer ? { ...facets, tags: { values: [], more: false } } : facets,
      filling,
    };
  });
}

/** So many that have the words as they stand are enough, without others that only begin like the last one. */
const enough = 50;

/** What begins like a word is in the index under each way to go on, so that looking for it takes many times as long. */
async function findWords(
  client: pg.ClientBase,
  asked: Narrowing | null,
  newestAfter: string,
): Promise<{ readonly narrowing: Narrowing | null; readonly found: Candidates }> {
  if (!asked) return { narrowing: null, found: nothing };
  if (asked.exact !== null) {
    const narrowing = { ...asked, query: asked.exact };
    const found = await findCandidates(client, narrowing, newestAfter);
    if (found.found.length >= enough) return { narrowing, found };
  }
  return { narrowing: asked, found: await findCandidates(client, asked, newestAfter) };
}

const isAfter = (one: { score: number; id: string }, score: number, id: bigint) =>
  one.score < score || (one.score === score && BigInt(one.id) < id);

/** SQL of how far gathering anew is, over `search_cursor c` where there is one. */
export const fillingSql = `CASE WHEN c.id IS NULL OR c.filling IS NOT NULL
  THEN json_build_object('done', (SELECT count(*) FROM model m WHERE m.id <= c.filling), 'of', (SELECT count(*) FROM model)) END`;

interface State {
  readonly newest_after: string;
  readonly filling: SearchPage['filling'];
}

async function readState(client: pg.ClientBase): Promise<State> {
  const { rows } = await client.query<State>(
    `SELECT coalesce((SELECT id FROM search_document ORDER BY id DESC OFFSET ${newestDocuments} LIMIT 1), 0) AS newest_after,
       ${fillingSql} AS filling
     FROM (SELECT) one LEFT JOIN search_cursor c ON true`,
  );
  return rows[0]!;
}
