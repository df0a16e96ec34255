import {
  type BatchSigned,
  type PasskeyGrant,
  type PrepareSignBatch,
  Refusal,
  type SignBatch,
  sentenceOf,
} from '@countersign/contracts';
import { type Actor, absentFor, whyNotImportAsFound } from '@countersign/lifecycle';
import { lifecycleActor } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { prepareGrant } from '../signature/passkey-grant.ts';
import { type Seal, sealWithGrant } from '../signature/seal.ts';
import { signAct } from '../signature/sign-act.ts';
import { lockBatch, readLines } from './batch-row.ts';
import { importBatch } from './import-batch.ts';
import { inventoryDigest } from './inventory-digest.ts';
import { type BatchSigner, signingTurn } from './signing-turn.ts';

/**
 * One of the two signatures that an inventory takes: an administrator's and another person's as compliance, in any order.
 * The second imports every model in the same transaction: the signatures are over all of them, so all enter or none does.
 * @throws Refusal FORBIDDEN, NOT_DISTINCT, ALREADY_SIGNED, CONFLICT, STALE, GRANT_INVALID
 */
export const signBatch = (ctx: Context, input: SignBatch): Promise<BatchSigned> =>
  signBatchWith(ctx, input, sealWithGrant(input.grant));

/** What would be signed now, and the question to the signer's passkey whether they mean it. @throws Refusal as signing would */
export const prepareSignBatch = (ctx: Context, input: PrepareSignBatch): Promise<PasskeyGrant> =>
  prepareGrant(ctx, (seal) => signBatchWith(ctx, input, seal));

async function signBatchWith(ctx: Context, input: PrepareSignBatch, seal: Seal): Promise<BatchSigned> {
  const signer = signerOf(ctx.actor);
  const subject = { kind: 'as-found' as const, id: input.batchId };
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const batch = await lockBatch(tx, input.batchId);
      if (batch.digest !== input.digest)
        throw new Refusal('STALE', 'This is another inventory than the one that you read.');
      const actor = await lifecycleActor(tx, ctx.actor, null);
      const earlier = await signersOf(tx, batch.id);
      const turn = signingTurn(actor, earlier);
      if ('reason' in turn) throw new Refusal(turn.reason.code, sentenceOf(turn.reason), turn.reason.detail);
      const lines = await readLines(tx, batch.id);
      if (inventoryDigest(lines) !== batch.digest)
        throw new Error(`the stored inventory ${batch.id} is not what was prepared`);
      const signed = await signAct(tx, ctx, seal, {
        act: 'as-found',
        subjectId: batch.id,
        signer,
        role: turn.role,
        deputyFor: absentFor(actor, turn.role),
        decision: 'endorse',
        comment: input.comment,
        substance: batch.digest,
        presentation: batch.digest,
        content: { digest: batch.digest, rows: lines.length },
      });
      const event: LedgerEventInput = {
        event: 'as-found.signed',
        subject,
        data: { digest: batch.digest, rows: lines.length, ...signed.data },
        records: { record: signed.record },
      };
      const [first] = earlier;
      if (!first) return { result: { imported: false, models: 0 }, events: [event] };
      const [administrator, compliance] =
        turn.role === 'administrator' ? [actor, asSigned(first)] : [asSigned(first), actor];
      const imported = await importBatch(tx, { batchId: batch.id, lines, importerId: signer.id });
      const [reason] = whyNotImportAsFound(administrator, compliance, imported.versionsBefore);
      if (reason) throw new Refusal(reason.code, sentenceOf(reason), reason.detail);
      return { result: { imported: true, models: lines.length }, events: [event, ...imported.events] };
    },
    { attempt: { command: 'sign-as-found', subject } },
  );
  return { ...result, receipt };
}

/** Roles count as held when signing. */
const asSigned = ({ personId, role, deputyFor }: BatchSigner): Actor => ({
  personId,
  roles: [role],
  deputyFor: deputyFor ? { [role]: deputyFor } : {},
  via: 'session',
});

async function signersOf(tx: Tx, batchId: string): Promise<BatchSigner[]> {
  const { rows } = await tx.query<BatchSigner>(
    `SELECT person_id AS "personId", role, deputy_for AS "deputyFor" FROM signature WHERE subject_id = $1 AND act = 'as-found' ORDER BY signed_at, id`,
    [batchId],
  );
  return rows;
}
