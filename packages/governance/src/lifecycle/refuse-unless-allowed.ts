import { Refusal, sentenceOf } from '@countersign/contracts';
import { type Command, whyNot } from '@countersign/lifecycle';
import { lifecycleActor } from '../authority/roles-held.ts';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { type LoadedVersion, noSuchVersion } from './load-version.ts';

/**
 * Asks the machine whether this actor may do this now; returns the actor with the roles that were read.
 * @throws Refusal with the machine's first reason, all of them in the detail
 */
export async function refuseUnlessAllowed(
  tx: Tx,
  ctx: Context,
  { row, state }: LoadedVersion,
  command: Command,
) {
  const actor = await lifecycleActor(tx, ctx.actor, row.model_id);
  const reasons = whyNot(state, command, actor, tx.at.toISOString());
  const first = reasons[0];
  if (first) {
    throw new Refusal(first.code, sentenceOf(first), {
      ...first.detail,
      reasons: reasons.map(({ code }) => code),
    });
  }
  return actor;
}

/** What was attempted on which version, for the record of a refusal; found without locking anything. */
export async function attemptOn(
  ctx: Context,
  command: string,
  key: { model: string; version: string } | { id: string },
) {
  const found = await ctx.pool.query<{ id: string; model_id: string }>(
    `SELECT v.id, v.model_id FROM version v JOIN model m ON m.id = v.model_id WHERE ${'id' in key ? 'v.id = $1' : 'm.key = $1 AND v.label = $2'}`,
    'id' in key ? [key.id] : [key.model, key.version],
  );
  const row = found.rows[0];
  if (!row) throw noSuchVersion(key);
  return { id: row.id, attempt: attemptAt(command, { versionId: row.id, modelId: row.model_id }) };
}

/** The same where the ids are known already. */
export const attemptAt = (
  command: string,
  { versionId, modelId }: { readonly versionId: string; readonly modelId: string },
) => ({ command, subject: { kind: 'version' as const, id: versionId }, modelId, versionId });
