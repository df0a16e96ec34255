import { afterAuthorFound } from '@countersign/lifecycle';
import { change, type Tx } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { loadVersion } from './load-version.ts';
import { moveVersion, type VersionEvent, writeConsequences } from './move-version.ts';

/** Somebody turned out to be an author of a version: nothing that they signed on it stands (lifecycle.md 12). */
export async function settleAuthorFound(
  house: House,
  { versionId, personId }: { readonly versionId: string; readonly personId: string },
): Promise<void> {
  const ctx: Context = { ...house, actor: systemActor('author-found') };
  await change(ctx, async (tx) => {
    const loaded = await loadVersion(tx, { id: versionId });
    // The machine weighs what the person carried before they were known.
    const before = {
      ...loaded.state,
      authors: loaded.state.authors.filter((author) => author !== personId),
    };
    const after = afterAuthorFound(before, personId, tx.at.toISOString());
    const consequent = await writeConsequences(tx, { ...loaded, state: before }, after, 'author-found');
    const expedited = await voidExpedited(tx, versionId, personId);
    const found = { event: 'version.author-found', data: { person: personId } } as const;
    return {
      result: undefined,
      events: await moveVersion(tx, loaded, after, [found, ...consequent, ...expedited]),
    };
  });
}

/**
 * The one signature of the expedited road fills no place, so the machine does not know it: nothing is deployed on it any
 * more. What serves on it goes on, as after every gate that became void; anybody may stop it.
 */
async function voidExpedited(tx: Tx, versionId: string, personId: string): Promise<VersionEvent[]> {
  const voided = await tx.query<{ id: string; request_id: string }>(
    `UPDATE sign_off s SET state = 'void', state_reason = 'author-found', state_at = $3
     FROM request r WHERE r.id = s.request_id AND r.incident IS NOT NULL AND s.version_id = $1 AND s.person_id = $2
       AND s.state = 'current' RETURNING s.id, s.request_id`,
    [versionId, personId, tx.at],
  );
  const ended = await tx.query<{ id: string }>(
    "UPDATE request SET state = 'void', closed_at = $2 WHERE id = ANY($1) AND state = 'satisfied' RETURNING id",
    [voided.rows.map(({ request_id }) => request_id), tx.at],
  );
  return voided.rows.map(({ id, request_id }) => ({
    event: 'version.sign-off-voided',
    data: {
      signOff: id,
      state: 'void',
      cause: 'author-found',
      requests: ended.rows
        .filter((request) => request.id === request_id)
        .map(({ id: request }) => ({ request, state: 'void' })),
    },
  }));
}
