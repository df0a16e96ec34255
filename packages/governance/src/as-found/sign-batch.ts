import { type BatchSigned, Refusal, type SignBatch, sentenceOf } from '@countersign/contracts';
import { type Actor, whyNotImportAsFound } from '@countersign/lifecycle';
import { rolesHeld } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { signAct } from '../keys/sign-act.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { consumeGrant } from '../sign-off/sign-grant.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { lockBatch, readLines } from './batch-row.ts';
import { importBatch } from './import-batch.ts';
import { inventoryDigest } from './inventory-digest.ts';
import { type BatchSigner, signingTurn } from './signing-turn.ts';

/**
 * One of the two signatures that an inventory takes: an administrator's and another person's as compliance, in any order.
 * The second imports every model in the same transaction: the signatures are over all of them, so all enter or none does.
 * @throws Refusal FORBIDDEN, NOT_DISTINCT, ALREADY_SIGNED, CONFLICT, STALE, GRANT_INVALID
 */
export async function signBatch(ctx: Context, input: SignBatch): Promise<BatchSigned> {
  const signer = signerOf(ctx.actor);
  const subject = { kind: 'as-found' as const, id: input.batchId };
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const batch = await lockBatch(tx, input.batchId);
      if (batch.digest !== input.digest)
        throw new Refusal('STALE', 'This is another inventory than the one that you read.');
      const actor: Actor = {
        personId: signer.id,
        roles: await rolesHeld(tx, signer.id, null),
        via: 'session',
      };
      const earlier = await signersOf(tx, batch.id);
      const turn = signingTurn(actor, earlier);
      if ('reason' in turn) throw new Refusal(turn.reason.code, sentenceOf(turn.reason), turn.reason.detail);
      const granted = await consumeGrant(tx, input.grant, {
        personId: signer.id,
        sessionId: signer.sessionId,
        requestId: batch.id,
        decision: 'endorse',
        substance: batch.digest,
        presentation: batch.digest,
      });
      const lines = await readLines(tx, batch.id);
      if (inventoryDigest(lines) !== batch.digest)
        throw new Error(`the stored inventory ${batch.id} is not what was prepared`);
      const signed = await signAct(tx, ctx, {
        act: 'as-found',
        subjectId: batch.id,
        signer,
        role: turn.role,
        decision: 'endorse',
        comment: input.comment,
        assurance: granted.assurance,
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
const asSigned = ({ personId, role }: BatchSigner): Actor => ({ personId, roles: [role], via: 'session' });

async function signersOf(tx: Tx, batchId: string): Promise<BatchSigner[]> {
  const { rows } = await tx.query<BatchSigner>(
    `SELECT person_id AS "personId", role FROM signature WHERE subject_id = $1 AND act = 'as-found' ORDER BY signed_at, id`,
    [batchId],
  );
  return rows;
}
