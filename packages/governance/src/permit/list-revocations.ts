import type { SignedStatement } from '@countersign/contracts';
import { revocationsPayloadType, revocationsText } from '@countersign/ledger';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';
import { signStatement } from '../statement/sign-statement.ts';

/**
 * Every permit in its time that a block or a deprecation made void, as of now and signed: whole, because a part of it proves nothing about a
 * permit that it does not name. It holds ids alone, and permits live for a day or two at most, so it stays short.
 * @throws Refusal FORBIDDEN for somebody without any role, LEDGER_BEHIND
 */
export async function listRevocations(ctx: Context): Promise<SignedStatement> {
  await readScope(ctx);
  const now = ctx.clock();
  const { rows } = await preparing(ctx.pool).query<{ permit_id: string; at: Date }>(
    `SELECT w.permit_id, w.at FROM permit_void w JOIN permit g ON g.id = w.permit_id
     WHERE g.grace_until > $1 ORDER BY w.permit_id`,
    [now],
  );
  const text = revocationsText({
    issuedAt: now.toISOString(),
    revoked: rows.map(({ permit_id: permit, at }) => ({ permit, at: at.toISOString() })),
  });
  return signStatement(ctx, { payloadType: revocationsPayloadType, text });
}
