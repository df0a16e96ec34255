import {
  type PasskeyGrant,
  type PrepareRetention,
  type Receipt,
  Refusal,
  type TurnOnRetention,
} from '@countersign/contracts';
import { absentFor } from '@countersign/lifecycle';
import { lifecycleActor, requireRole, rolesNow } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { prepareGrant } from '../signature/passkey-grant.ts';
import { type Seal, sealWithGrant } from '../signature/seal.ts';
import { signAct } from '../signature/sign-act.ts';
import { keepers } from './define-retention.ts';
import { lockRetentionClass, type RetentionClassRow, retentionDigest } from './retention-class-row.ts';

/**
 * Turns a class on, by a signature over what it says: from then on sweeps remove what falls due under it.
 * @throws Refusal FORBIDDEN, TOKEN_CANNOT_SIGN, GRANT_INVALID, NOT_FOUND, STALE where it does not say what was shown, or CONFLICT where
 * it is not off, or another class in force is about the same
 */
export const turnOnRetention = (ctx: Context, input: TurnOnRetention): Promise<Receipt> =>
  turnOnWith(ctx, input, sealWithGrant(input.grant));

/** What would be signed now, and the question to the signer's passkey whether they mean it. @throws Refusal as turning on would */
export const prepareRetention = (ctx: Context, input: PrepareRetention): Promise<PasskeyGrant> =>
  prepareGrant(ctx, (seal) => turnOnWith(ctx, input, seal));

async function turnOnWith(ctx: Context, input: PrepareRetention, seal: Seal): Promise<Receipt> {
  const signer = signerOf(ctx.actor);
  refuseBrokenJson(input, '');
  const subject = { kind: 'retention', id: input.classId } as const;
  const role = (await rolesNow(ctx, null)).includes('compliance') ? 'compliance' : 'administrator';
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, keepers);
      // One at a time: two classes about the same would each find the other off.
      await tx.query('SELECT pg_advisory_xact_lock($1)', [0x7265_746f]);
      const found = await lockRetentionClass(tx, input.classId);
      if (!found) throw new Refusal('NOT_FOUND', 'There is no such retention class.');
      if (found.state !== 'off')
        throw new Refusal(
          'CONFLICT',
          found.state === 'on' ? 'It is on already.' : 'It has ended: define another one.',
        );
      const digest = retentionDigest(found);
      if (digest !== input.digest)
        throw new Refusal('STALE', 'It does not say what you were shown. Look again.');
      await refuseSecond(tx, found);
      const { name, what, models, clock, days } = found;
      const said = { name, what, models: models && [...models], clock, days };
      const signed = await signAct(tx, ctx, seal, {
        act: 'retention',
        subjectId: found.id,
        signer,
        role,
        deputyFor: absentFor(await lifecycleActor(tx, ctx.actor, null), role),
        decision: 'endorse',
        comment: input.reason,
        substance: digest,
        presentation: digest,
        content: { retention: { ...said, digest } },
      });
      await tx.query(
        "UPDATE retention_class SET state = 'on', turned_on_by = $2, turned_on_at = $3 WHERE id = $1",
        [found.id, ctx.actor.id, tx.at],
      );
      return {
        result: undefined,
        events: [
          {
            event: 'retention.class-turned-on',
            subject,
            data: { ...said, digest, ...signed.data },
            records: { record: signed.record },
          },
        ],
      };
    },
    { attempt: { command: 'turn-on-retention', subject } },
  );
  return receipt;
}

/** Of what is kept of one model one class decides. */
async function refuseSecond(tx: Tx, { id, what, models }: RetentionClassRow): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT name FROM retention_class WHERE state = 'on' AND id <> $1 AND what = $2
       AND (models IS NULL AND $3::uuid[] IS NULL OR models && $3::uuid[]) LIMIT 1`,
    [id, what, models],
  );
  if (rows[0])
    throw new Refusal('CONFLICT', `${rows[0].name} is on and about the same. End it first.`, {
      name: rows[0].name,
    });
}
