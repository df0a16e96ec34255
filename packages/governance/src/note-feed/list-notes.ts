import { type NotesFeedFilter, type NotesFeedItem, noteSections, type PageOf } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';

const byNumber = keyset('notes', 'integer');
const usualPage = 10;
/** Characters of one version's notes in the feed. */
const longestNotes = 20_000;

interface Stored {
  readonly id: string;
  readonly label: string;
  readonly number: number;
  readonly before: string | null;
  readonly registrant: string | null;
  readonly created_at: Date;
  readonly revision: number;
  readonly revised_at: Date;
  readonly description: string;
  readonly notes: string;
  readonly length: number;
  readonly errata: number;
  readonly last_erratum: Date | null;
}

const pageSql = `
SELECT v.id, v.label, v.number, v.created_at, v.revision, r.at AS revised_at, r.description,
  left(r.release_notes, ${longestNotes}) AS notes, char_length(r.release_notes) AS length,
  (SELECT p.name FROM person p WHERE p.id = v.registrant_id) AS registrant,
  (SELECT b.label FROM version b WHERE b.model_id = v.model_id AND b.number < v.number ORDER BY b.number DESC LIMIT 1) AS before,
  e.count AS errata, e.last AS last_erratum
FROM version v JOIN revision r ON r.version_id = v.id AND r.revision = v.revision,
  LATERAL (SELECT count(*)::int AS count, max(at) AS last FROM erratum WHERE version_id = v.id) e
WHERE v.model_id = $1 AND ($2::bigint IS NULL OR v.number < $2::bigint) ORDER BY v.number DESC LIMIT $3`;

/** The release notes of a model's versions, the newest version first. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function listNotes(ctx: Context, input: NotesFeedFilter): Promise<PageOf<NotesFeedItem>> {
  const limit = limitOf(input, usualPage);
  const [after] = byNumber.decode(input.after);
  const scope = await readScope(ctx);
  const modelId = await findModelId(ctx, input.model);
  requireModelIn(scope, modelId);
  const found = await ctx.pool.query<Stored>(pageSql, [modelId, after, limit + 1]);
  const { rows, next } = cutPage(found.rows, limit, byNumber, ({ number }) => [String(number)]);
  return { items: rows.map(toItem), next };
}

const toItem = (row: Stored): NotesFeedItem => ({
  versionId: row.id,
  version: row.label,
  before: row.before,
  registeredAt: row.created_at.toISOString(),
  by: row.registrant ?? 'Unknown person',
  revision: row.revision,
  updatedAt: (row.last_erratum && row.last_erratum > row.revised_at
    ? row.last_erratum
    : row.revised_at
  ).toISOString(),
  description: row.description,
  sections: noteSections(row.notes),
  cut: row.length > longestNotes,
  errata: row.errata,
});
