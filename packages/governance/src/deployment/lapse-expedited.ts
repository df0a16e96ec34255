import { afterLapse, can } from '@countersign/lifecycle';
import { change, type Tx } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { startDeployment } from './move-champion.ts';

interface Due {
  readonly version_id: string;
  /** The operator who deployed on the expedited road answers for what follows from it. */
  readonly person_id: string;
  readonly environment_id: string;
}

/**
 * Ends expedited deployments whose 72 hours are over, or makes them ordinary where their gates are there by now. The
 * previous champion takes over; where none may, the environment's callers are told by the fallback or an explicit stop.
 */
export async function lapseExpedited(house: House): Promise<number> {
  const ctx: Context = { ...house, actor: systemActor('lapse') };
  const due = await ctx.pool.query<Due>(
    "SELECT version_id, environment_id, person_id FROM deployment WHERE ground = 'expedited' AND ended_at IS NULL AND lapses_at <= $1",
    [ctx.clock()],
  );
  for (const place of due.rows) await lapse(ctx, place);
  return due.rows.length;
}

const lapse = (ctx: Context, { version_id, environment_id, person_id }: Due) =>
  change(ctx, async (tx) => {
    const loaded = await loadVersion(tx, { id: version_id }, 'model');
    const after = afterLapse(loaded.state, tx.at.toISOString());
    const consequent = await writeConsequences(tx, loaded, after, 'lapsed');
    const ended = after.deployments.some(({ state }) => state === 'ended');
    const events = await moveVersion(tx, loaded, after, [
      { event: 'version.lapsed', data: { environment: environment_id, ended } },
      ...consequent,
    ]);
    const heir = ended
      ? await bringBackPrevious(tx, ctx, loaded, { environmentId: environment_id, personId: person_id })
      : [];
    return { result: undefined, events: [...events, ...heir] };
  });

/** The latest champion before, if it may still be rolled back to. */
async function bringBackPrevious(
  tx: Tx,
  ctx: Context,
  { row }: LoadedVersion,
  { environmentId, personId }: { environmentId: string; personId: string },
): Promise<LedgerEventInput[]> {
  const before = await tx.query<{ version_id: string; ground: 'gates' | 'mandate' | 'as-found' }>(
    `SELECT version_id, ground FROM deployment
     WHERE model_id = $1 AND environment_id = $2 AND version_id <> $3 AND was_champion AND ground <> 'expedited' ORDER BY started_at DESC LIMIT 1`,
    [row.model_id, environmentId, row.id],
  );
  const previous = before.rows[0];
  if (!previous) return [];
  const loaded = await loadVersion(tx, { id: previous.version_id });
  const operator = { personId: ctx.actor.id, roles: ['operator'], via: 'session' } as const;
  if (!can(loaded.state, { type: 'rollback', environmentId }, operator, tx.at.toISOString())) return [];
  const started = await startDeployment(
    tx,
    personId,
    loaded,
    { environmentId, role: 'champion', ground: previous.ground, lapsesAt: null, incident: null },
    (deployment) => ({
      event: 'version.rolled-back-to',
      data: { deployment, environment: environmentId, ground: previous.ground, lapsed: row.id },
    }),
    'lapsed',
  );
  return started.events;
}
