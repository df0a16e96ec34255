import { type BeginSitting, Refusal, sentenceOf } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { readStates } from '../lifecycle/read-states.ts';
import { findRequest } from '../request/find-request.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { signingPlace } from '../sign-off/why-not-sign.ts';
import { writeOperational } from '../write-operational.ts';

/**
 * Begins to go through several requests of the low tier. A sitting before it in the same session ends.
 * @throws Refusal TOKEN_CANNOT_SIGN, NOT_FOUND, SITTING_REFUSED, and whatever keeps this person from signing one of them
 */
export async function beginSitting(ctx: Context, input: BeginSitting): Promise<{ sittingId: string }> {
  const signer = signerOf(ctx.actor);
  const scope = await readScope(ctx);
  const requestIds = [...new Set(input.requestIds)];
  const requests = await Promise.all(requestIds.map((id) => findRequest(ctx.pool, id)));
  const states = await readStates(
    ctx,
    requests.map(({ version_id }) => version_id),
  );
  for (const request of requests) {
    const loaded = states.get(request.version_id)!;
    const name = `${loaded.row.model_key} ${loaded.row.label}`;
    const pinned = loaded.state.requests.find(({ id }) => id === request.id);
    if (request.incident !== null || loaded.row.tier !== 'low' || pinned?.policy.tier !== 'low')
      throw new Refusal(
        'SITTING_REFUSED',
        `${name}: only requests of the low tier are signed in one sitting.`,
        { because: 'tier', requestId: request.id },
      );
    const place = signingPlace(loaded, request, scope.actorOn(request.model_id), ctx.clock().toISOString());
    if ('reason' in place)
      throw new Refusal(place.reason.code, `${name}: ${sentenceOf(place.reason)}`, {
        ...place.reason.detail,
      });
  }
  const sittingId = uuidv7();
  await writeOperational(ctx, async (tx) => {
    await tx.query('UPDATE sitting SET ended_at = $2 WHERE session_id = $1 AND ended_at IS NULL', [
      signer.sessionId,
      tx.at,
    ]);
    await tx.query(
      'INSERT INTO sitting (id, session_id, person_id, began_at, last_at) VALUES ($1, $2, $3, $4, $4)',
      [sittingId, signer.sessionId, signer.id, tx.at],
    );
    await tx.query(
      `INSERT INTO sitting_item (sitting_id, request_id, position, evidence_digests)
       SELECT $1, request_id, position, '{}' FROM unnest($2::uuid[]) WITH ORDINALITY AS i (request_id, position)`,
      [sittingId, requestIds],
    );
  });
  return { sittingId };
}
