import { Refusal, type SignedStatement } from '@countersign/contracts';
import { sealEnvelope } from '@countersign/ledger';
import type { House } from '../context.ts';
import { openLedgerKey, signWith } from '../ledger/ledger-key.ts';
import { refuseBehind } from '../ledger/refuse-behind.ts';
import { preparing } from '../prepared.ts';
import type { Tx } from '../tx.ts';

/**
 * What the installation says to machines outside, signed by the ledger's key in force as a DSSE envelope. Nothing is said
 * over a database that lost what was published of it: a recall may be among what is lost.
 * @throws Refusal LEDGER_BEHIND, CONFLICT where there is no key yet
 */
export async function signStatement(
  house: Pick<House, 'pool' | 'keyring' | 'published'>,
  { payloadType, text }: { readonly payloadType: string; readonly text: string },
  by: Pick<Tx, 'query'> = preparing(house.pool),
): Promise<SignedStatement> {
  await refuseBehind(house, by);
  const { rows } = await by.query<{ id: string }>('SELECT id FROM ledger_key WHERE retired_at IS NULL');
  if (!rows[0]) throw new Refusal('CONFLICT', 'The ledger has no key yet.');
  const signer = await openLedgerKey(by as Parameters<typeof openLedgerKey>[0], house.keyring, rows[0].id);
  const { signatures, ...envelope } = await sealEnvelope(payloadType, text, signer.key, signWith(signer));
  return { ...envelope, signatures: [...signatures] };
}
