import { Refusal } from '@countersign/contracts';
import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';

/**
 * Nothing is signed over a database that lost what was published of it: what would be signed may have been decided
 * otherwise. Everything else goes on. @throws Refusal LEDGER_BEHIND
 */
export async function refuseBehind(
  { published }: Pick<House, 'published'>,
  tx?: Pick<Tx, 'query'>,
): Promise<void> {
  const loss = await published?.check(tx);
  if (!loss) return;
  throw new Refusal(
    'LEDGER_BEHIND',
    'The database does not continue what was published of the ledger, so nothing can be signed. An administrator looks into it under Evidence, Ledger.',
    { kind: loss.kind, published: loss.published.size, size: loss.size },
  );
}
