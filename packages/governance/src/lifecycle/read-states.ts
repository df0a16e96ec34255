import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';
import {
  type LoadedVersion,
  partsOf,
  recordColumns,
  stateOf,
  type VersionParts,
  type VersionRecord,
} from './load-version.ts';

/** What `loadVersion` loads, for a page of versions in one query; nothing is locked. */
export const readStates = (
  { pool }: Pick<Context, 'pool'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LoadedVersion>> => readStatesIn(preparing(pool), ids);

/** The same within a change, whose lock on the model keeps others off. */
export async function readStatesIn(
  tx: Pick<Tx, 'query'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LoadedVersion>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<VersionRecord & { parts: VersionParts }>(
    `SELECT ${recordColumns}, ${partsOf('v.id', 'v.model_id', 'm.policy_key')} AS parts
     FROM version v JOIN model m ON m.id = v.model_id WHERE v.id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ parts, ...row }) => [row.id, { row, state: stateOf(row, parts) }]));
}
