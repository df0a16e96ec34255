import { withBase } from '../../app/base-path.ts';

/** Address of the ledger that this portal serves. */
export const ledgerAddress = (): string => new URL(withBase('/ledger'), location.href).href;

/** Keys that this portal says its ledger has and had, the one in force first. @throws Error where it does not answer */
export async function keysOfThisPortal(): Promise<string[]> {
  const reply = await fetch(`${ledgerAddress()}/keys`);
  if (!reply.ok) throw new Error(`The portal answered ${reply.status} when it was asked for its keys.`);
  const { items } = (await reply.json()) as { items: { verifier: string }[] };
  return items.map(({ verifier }) => verifier);
}
