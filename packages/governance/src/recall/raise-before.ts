import { standings } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { readStatesIn } from '../lifecycle/read-states.ts';
import { type Raising, raiseRecall } from './raise-recall.ts';

/** Versions that are loaded at once. */
const atOnce = 100;

/** SQL of the versions of model `$1` before number `$2` that a mark of a standing among `$3` would worsen. */
export const beforeSql =
  'version b WHERE b.model_id = $1 AND b.number < $2 AND b.standing = ANY ($3::text[])';

/** Standings that a mark makes worse. */
export const milderThan = (standing: Raising['standing']): string[] =>
  standings.slice(0, standings.indexOf(standing));

export interface RaisedBefore {
  readonly versionIds: readonly string[];
  readonly labels: string[];
  readonly events: readonly LedgerEventInput[];
  readonly replaced: readonly string[];
}
export const noneBefore: RaisedBefore = { versionIds: [], labels: [], events: [], replaced: [] };

/**
 * Every earlier version that is not marked as badly already is recalled with the root: in the same transaction, under the
 * model's lock, each with its own row and entry.
 */
export async function raiseBefore(
  tx: Tx,
  { modelId, number }: { readonly modelId: string; readonly number: number },
  root: Omit<Raising, 'raisedWith'>,
): Promise<RaisedBefore> {
  const { rows } = await tx.query<{ id: string; label: string }>(
    `SELECT b.id, b.label FROM ${beforeSql} ORDER BY b.number DESC`,
    [modelId, number, milderThan(root.standing)],
  );
  const events: LedgerEventInput[] = [];
  const replaced: string[] = [];
  for (let from = 0; from < rows.length; from += atOnce) {
    const ids = rows.slice(from, from + atOnce).map(({ id }) => id);
    const states = await readStatesIn(tx, ids);
    for (const id of ids) {
      const raised = await raiseRecall(tx, states.get(id)!, { ...root, id: uuidv7(), raisedWith: root.id });
      events.push(...raised.events);
      replaced.push(...raised.replaced);
    }
  }
  return { versionIds: rows.map(({ id }) => id), labels: rows.map(({ label }) => label), events, replaced };
}
