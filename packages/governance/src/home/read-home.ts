import type { Home, VersionRow } from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { listDeployments } from '../deployment/list-deployments.ts';
import { listInbox } from '../inbox/list-inbox.ts';
import { listRecalls } from '../recall/list-recalls.ts';
import { readVersionRows } from '../version/read-version-rows.ts';

const waitingShown = 10;
const inFlightShown = 20;
const recallsShown = 10;
const deploymentsShown = 10;

/** How many steps of the newest are looked through for versions in flight, and how many of mine beside them. */
const stepsLookedAt = 500;
const mineLookedAt = 100;

/** What waits for me, what is in flight, open recalls and recent deployments. */
export async function readHome(ctx: Context): Promise<Home> {
  const [waiting, inFlight, recalls, deployments] = await Promise.all([
    listInbox(ctx, { limit: waitingShown }),
    readInFlight(ctx),
    listRecalls(ctx, { open: true, limit: recallsShown }),
    listDeployments(ctx, { limit: deploymentsShown }),
  ]);
  return {
    waiting: waiting.items,
    waitingMore: waiting.next !== null,
    inFlight,
    recalls: recalls.items,
    deployments: deployments.items,
  };
}

/**
 * Versions on their way (registered, reviewed, approved), and those that I signed or had a part in whatever their
 * stage, the newest step first.
 */
async function readInFlight(ctx: Context): Promise<VersionRow[]> {
  const { models } = await readScope(ctx);
  const found = await ctx.pool.query<{ id: string }>(
    `WITH moved AS (
       SELECT version_id AS id, false AS mine
       FROM (SELECT version_id FROM ledger_entry WHERE step IS NOT NULL ORDER BY id DESC LIMIT ${stepsLookedAt}) newest
       UNION ALL
       SELECT version_id, true FROM (SELECT version_id FROM sign_off WHERE person_id = $1 ORDER BY signed_at DESC LIMIT ${mineLookedAt}) signed
       UNION ALL
       SELECT version_id, true FROM (SELECT version_id FROM version_author WHERE person_id = $1 ORDER BY id DESC LIMIT ${mineLookedAt}) made
     )
     SELECT v.id FROM (SELECT id, bool_or(mine) AS mine FROM moved GROUP BY id) c JOIN version v ON v.id = c.id
     LEFT JOIN LATERAL (SELECT l.id FROM ledger_entry l WHERE l.version_id = v.id AND l.step IS NOT NULL ORDER BY l.step DESC LIMIT 1) last ON true
     WHERE (c.mine OR v.stage IN ('registered', 'reviewed', 'approved')) AND ($2::uuid[] IS NULL OR v.model_id = ANY ($2))
       AND NOT EXISTS (SELECT FROM model m WHERE m.id = v.model_id AND m.retired_at IS NOT NULL)
     ORDER BY last.id DESC NULLS LAST, v.id DESC LIMIT ${inFlightShown}`,
    [ctx.actor.kind === 'person' ? ctx.actor.id : null, models],
  );
  return readVersionRows(
    ctx,
    found.rows.map(({ id }) => id),
  );
}
