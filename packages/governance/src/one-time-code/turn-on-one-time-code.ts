import { randomBytes } from 'node:crypto';
import {
  type ConfirmOneTimeCode,
  type FreshProof,
  type OneTimeCodeSecret,
  type OneTimeCodeState,
  type RecoveryCodes,
  Refusal,
} from '@countersign/contracts';
import { encodeBase32NoPadding } from '@oslojs/encoding';
import { createTOTPKeyURI } from '@oslojs/otp';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import {
  digits,
  hasOneTimeCode,
  recoveryCodeId,
  stepSeconds,
  useStep,
} from '../person/check-one-time-code.ts';
import { requireFresh } from '../person/require-fresh.ts';

const recoveryCodeCount = 10;

/** Makes a secret for the person's authenticator app; it counts once a code of it was given. @throws Refusal CONFLICT, and what `requireFresh` throws */
export async function startOneTimeCode(ctx: Context, proof: FreshProof): Promise<OneTimeCodeSecret> {
  const person = await requireFresh(ctx, proof);
  if (await hasOneTimeCode(ctx, person.id))
    throw new Refusal('CONFLICT', 'Codes are asked for already. Turn them off before you begin again.');
  const secret = randomBytes(20);
  const { sealed, keyName } = ctx.keyring.seal(secret, `one-time-code/${person.id}`);
  await ctx.pool.query(
    `INSERT INTO one_time_code (person_id, sealed, sealed_with, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person_id) DO UPDATE SET sealed = $2, sealed_with = $3, created_at = $4, last_step = 0
       WHERE one_time_code.confirmed_at IS NULL`,
    [person.id, sealed, keyName, ctx.clock()],
  );
  return {
    secret: encodeBase32NoPadding(secret),
    uri: createTOTPKeyURI('Countersign', person.email, secret, stepSeconds, digits),
  };
}

/** The first code turns it on. Recovery codes are shown this once. @throws Refusal WRONG_CREDENTIALS or CONFLICT */
export async function confirmOneTimeCode(ctx: Context, { code }: ConfirmOneTimeCode): Promise<RecoveryCodes> {
  if (ctx.actor.kind !== 'person' || ctx.actor.via !== 'session')
    throw new Refusal('TOKEN_CANNOT_SIGN', 'Codes are turned on by a person who is signed in.');
  const personId = ctx.actor.id;
  await useStep(ctx, personId, code.replaceAll(/\D/g, '').padStart(digits, 'x').slice(0, digits));
  // 50 bits each, in an alphabet without look-alikes.
  const recoveryCodes = Array.from({ length: recoveryCodeCount }, () =>
    encodeBase32NoPadding(randomBytes(10)).slice(0, 10).toLowerCase(),
  );
  await change(
    ctx,
    async (tx) => {
      const confirmed = await tx.query(
        'UPDATE one_time_code SET confirmed_at = $2 WHERE person_id = $1 AND confirmed_at IS NULL',
        [personId, tx.at],
      );
      if (!confirmed.rowCount) throw new Refusal('CONFLICT', 'Codes are asked for already.');
      await tx.query('DELETE FROM recovery_code WHERE person_id = $1', [personId]);
      await tx.query('INSERT INTO recovery_code (id, person_id) SELECT unnest($1::text[]), $2', [
        recoveryCodes.map((recovery) => recoveryCodeId(personId, recovery)),
        personId,
      ]);
      return {
        result: undefined,
        events: [
          {
            event: 'person.one-time-code-turned-on',
            subject: { kind: 'person', id: personId },
            data: { recoveryCodes: recoveryCodeCount },
          },
        ],
      };
    },
    { attempt: { command: 'turn-on-one-time-code', subject: { kind: 'person', id: personId } } },
  );
  return { recoveryCodes: recoveryCodes.map((recovery) => `${recovery.slice(0, 5)}-${recovery.slice(5)}`) };
}

export async function readOneTimeCode(ctx: Context): Promise<OneTimeCodeState> {
  if (ctx.actor.kind !== 'person') throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  const [state, recoveryCodesLeft] = await Promise.all([
    ctx.db.oneTimeCode.findUnique({
      where: { personId: ctx.actor.id },
      select: { confirmedAt: true },
    }),
    ctx.db.recoveryCode.count({ where: { personId: ctx.actor.id, usedAt: null } }),
  ]);
  return { onSince: state?.confirmedAt?.toISOString() ?? null, recoveryCodesLeft };
}
