import { type OpenLineageTaken, openLineageEvents, Refusal } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { preparing } from '../prepared.ts';
import { DraftList, refuseManyFacts } from './draft.ts';
import { runsOf } from './openlineage.ts';
import { writeRunsOf } from './write-runs-of.ts';

/** Ends a change that has nothing to do. */
class NothingNew extends Error {}

/**
 * Takes in events of OpenLineage about a model's runs as they happen, one or several, in any order; the same event again changes nothing.
 * @throws Refusal NOT_FOUND, FORBIDDEN, IMPORT_REFUSED, and as `logRuns` does
 */
export async function takeLineage(
  ctx: Context,
  { model: key, events }: { readonly model: string; readonly events: unknown },
): Promise<OpenLineageTaken> {
  requireScope(ctx.actor, 'register');
  const found = await ctx.pool.query<{ id: string; key: string }>(
    'SELECT id, key FROM model WHERE key = $1',
    [key],
  );
  const model = found.rows[0];
  if (!model) throw new Refusal('NOT_FOUND', `There is no model ${key}.`, { model: key });
  await requireRole({ at: ctx.clock(), ...preparing(ctx.pool) }, ctx.actor, model.id, ['developer']);
  const placed = Array.isArray(events)
    ? events.map((event: unknown, index) => ({ place: `/${index}`, event }))
    : [{ place: '', event: events }];
  if (placed.length > openLineageEvents)
    throw new Refusal('TOO_LARGE', `One call takes at most ${openLineageEvents} events.`, {
      most: openLineageEvents,
    });
  const list = new DraftList();
  const runs = runsOf('The event', placed, list);
  refuseManyFacts(runs);
  const aside = list.aside.reduce((sum, { count }) => sum + count, 0);
  const taken = { events: placed.length, aside, experiments: runs.map(({ experiment }) => experiment) };
  const write = async (tx: Tx) => {
    const { runs: added, changed, events: made } = await writeRunsOf(tx, ctx, model, runs);
    const [first, ...more] = made;
    if (!first) throw new NothingNew();
    const entries: [LedgerEventInput, ...LedgerEventInput[]] = [first, ...more];
    return { result: { ...taken, added, changed }, events: entries };
  };
  try {
    const attempt = {
      command: 'log-runs',
      subject: { kind: 'model', id: model.id },
      modelId: model.id,
    } as const;
    return (await change(ctx, write, { attempt })).result;
  } catch (error) {
    if (!(error instanceof NothingNew)) throw error;
    return { ...taken, added: 0, changed: 0 };
  }
}
