import type { SuggestionList, VersionAddress } from '@countersign/contracts';
import { whyNot } from '@countersign/lifecycle';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { showReason } from '../lifecycle/show-reason.ts';
import { type Suggestible, suggestibleColumns } from '../sign-off/suggested-part.ts';
import { type SuggestionStored, suggestionSelect, toSuggestion } from './suggestion-row.ts';

/** A version has a handful; the list is bounded, not paged. */
const most = 200;

/** Suggestions of a version, the newest first, open ones before all others. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listSuggestions(ctx: Context, input: VersionAddress): Promise<SuggestionList> {
  const scope = await requireInsight(ctx);
  const { row, state } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const [current, found] = await Promise.all([
    ctx.pool.query<Suggestible>(
      `SELECT ${suggestibleColumns} FROM revision r WHERE r.version_id = $1 AND r.revision = $2`,
      [row.id, row.revision],
    ),
    ctx.pool.query<SuggestionStored>(
      `${suggestionSelect} WHERE g.version_id = $1 ORDER BY g.state <> 'open', g.id DESC LIMIT ${most}`,
      [row.id],
    ),
  ]);
  const actor = scope.actorOn(row.model_id);
  const at = ctx.clock().toISOString();
  return {
    revision: row.revision,
    items: found.rows.map((one) => toSuggestion(one, current.rows[0]!)),
    reasons: whyNot(state, { type: 'amend-presentation' }, actor, at).map(showReason),
  };
}
