import {
  type EraseSubject,
  type PasskeyGrant,
  type PrepareErasure,
  Refusal,
  type SubjectErased,
} from '@countersign/contracts';
import { absentFor } from '@countersign/lifecycle';
import { lifecycleActor, requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { subjectHash } from '../prediction/reference-hash.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { prepareGrant } from '../signature/passkey-grant.ts';
import { type Seal, sealWithGrant } from '../signature/seal.ts';
import { signAct } from '../signature/sign-act.ts';
import { eraseReplies } from '../subject/held-subject.ts';
import { holdErasures, holdsOn } from './legal-hold.ts';
import { readErasable, subjects } from './look-at-erasure.ts';
import { removeEarlier } from './remove-earlier.ts';

/**
 * Destroys a subject's key, and with it inputs, outputs and decisions of every prediction about it; removes those of before it had
 * a key, and the replies that are kept for Idempotency-Keys. Rows, digests and proofs stay: digests are salted by the key, so that nothing
 * can be found out by guessing; of those of before they are not. A compliance officer signs; the
 * entry is the certificate. A legal hold forbids it.
 * @throws Refusal FORBIDDEN, TOKEN_CANNOT_SIGN, GRANT_INVALID, NOT_FOUND where there is nothing to erase, STALE where it is
 * no longer what was shown, or CONFLICT with the holds
 */
export const eraseSubject = (ctx: Context, input: EraseSubject): Promise<SubjectErased> =>
  eraseWith(ctx, input, sealWithGrant(input.grant));

/** What would be signed now, and the question to the signer's passkey whether they mean it. @throws Refusal as erasing would */
export const prepareErasure = (ctx: Context, input: PrepareErasure): Promise<PasskeyGrant> =>
  prepareGrant(ctx, (seal) => eraseWith(ctx, input, seal));

async function eraseWith(ctx: Context, input: PrepareErasure, seal: Seal): Promise<SubjectErased> {
  const signer = signerOf(ctx.actor);
  refuseBrokenJson(input, '');
  const hash = subjectHash(ctx.keyring, input.subject);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['compliance']);
      await holdErasures(tx);
      const { keyId, digest, predictions, earlier, withoutKey, models } = await readErasable(tx, hash, true);
      const holds = await holdsOn(tx, hash);
      if (holds.length > 0)
        throw new Refusal('CONFLICT', `A legal hold forbids it: ${holds[0]!.reason}`, {
          because: 'legal-hold',
          holds: holds.map(({ id, kind, reason }) => ({ id, kind, reason })),
        });
      if (keyId === null || digest === null)
        throw new Refusal('NOT_FOUND', 'Nothing is sealed under a key of this subject.');
      if (digest !== input.digest)
        throw new Refusal('STALE', 'More was recorded about the subject since you looked. Look again.');
      const actor = await lifecycleActor(tx, ctx.actor, null);
      const signed = await signAct(tx, ctx, seal, {
        act: 'erasure',
        subjectId: keyId,
        signer,
        role: 'compliance',
        deputyFor: absentFor(actor, 'compliance'),
        decision: 'endorse',
        comment: input.reason,
        substance: digest,
        presentation: digest,
        content: { erased: { hash: hash.toString('hex'), predictions, earlier, withoutKey, models, digest } },
      });
      const gone = await tx.query(
        'UPDATE subject_key SET sealed = NULL, sealed_with = NULL, erased_at = $2 WHERE id = $1 AND erased_at IS NULL',
        [keyId, tx.at],
      );
      if (gone.rowCount !== 1) throw new Error(`the key ${keyId} was destroyed under its lock`);
      const replies = await eraseReplies(tx, keyId);
      if ((await removeEarlier(tx, hash, keyId)) !== earlier)
        throw new Refusal('STALE', 'More was recorded about the subject since you looked. Look again.');
      return {
        result: predictions + earlier,
        events: [
          {
            event: 'subject.erased',
            subject: { kind: 'subject', id: keyId },
            data: {
              hash: hash.toString('hex'),
              predictions: predictions + earlier,
              earlier,
              withoutKey,
              replies,
              digest,
              ...signed.data,
            },
            records: { record: signed.record },
          },
        ],
      };
    },
    { attempt: { command: 'erase-subject', subject: subjects } },
  );
  return { predictions: result, receipt };
}
