import type { LedgerKeyRotated, RotateLedgerKey } from '@countersign/contracts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { refuseBehind } from '../ledger/refuse-behind.ts';
import { rotateLedgerKey } from '../ledger/rotate-ledger-key.ts';
import { requireFresh } from '../person/require-fresh.ts';

/**
 * An administrator replaces the key that signs the ledger, having just shown who they are. Confirmed mailboxes are told at
 * once, with the checkpoint that both keys signed.
 * @throws Refusal FORBIDDEN, WRONG_CREDENTIALS, SIGN_IN_AGAIN, TOKEN_CANNOT_SIGN, LEDGER_BEHIND, CONFLICT while somebody else replaces it
 */
export async function replaceLedgerKey(
  ctx: Context,
  { comment, proof }: RotateLedgerKey,
): Promise<LedgerKeyRotated> {
  const isAdministrator = await requireRoleNow(ctx, null, ['administrator']).then(
    () => true,
    () => false,
  );
  // Whoever may not is refused by the change itself, which records it; nobody else is asked for a password.
  if (isAdministrator) await requireFresh(ctx, proof);
  await refuseBehind(ctx);
  return rotateLedgerKey(ctx, { comment });
}
