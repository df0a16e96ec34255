import type { LedgerKeyRow } from '@countersign/contracts';
import { keyText } from '@countersign/ledger';
import type { House } from '../context.ts';
import { ledgerVerifierKey } from './ledger-key.ts';

/** Every key that ever signed, the one in force first. Open to everybody. */
export async function listLedgerKeys(house: Pick<House, 'db'>): Promise<LedgerKeyRow[]> {
  const keys = await house.db.ledgerKey.findMany({
    select: {
      name: true,
      publicKey: true,
      madeAt: true,
      retiredAt: true,
      checkpoints: { select: { size: true }, orderBy: { size: 'asc' }, take: 1 },
    },
    orderBy: { id: 'desc' },
  });
  return keys.map(({ name, publicKey, madeAt, retiredAt, checkpoints: [first] }) => ({
    verifier: keyText(ledgerVerifierKey(name, publicKey)),
    madeAt: madeAt.toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
    since: first ? Number(first.size) : null,
  }));
}
