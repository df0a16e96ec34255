import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { consumeGrant, type GrantFor, passkeyAssurance } from './sign-grant.ts';
import { recordOf, type SignedAct, type SigningAct, signAct } from './write-sign-off.ts';

/** What is bound to a grant, and what is then signed. */
export interface Sealed {
  readonly for: Omit<GrantFor, 'assurance' | 'record'>;
  readonly act: SigningAct;
}

/** The last step of signing: with a grant it signs; before a passkey is asked it only says what would be signed. */
export type Seal = (tx: Tx, sealed: Sealed) => Promise<SignedAct>;

/** Uses the grant up and signs. */
export const sealWithGrant =
  (ctx: Context, grant: string): Seal =>
  async (tx, sealed) =>
    signAct(tx, ctx, sealed.act, await consumeGrant(tx, grant, sealed.for));

/** Ends a transaction that was only to find out what would be signed. */
export class RecordPrepared extends Error {
  constructor(
    readonly sealed: Sealed,
    /** Canonical JSON. */
    readonly record: string,
  ) {
    super('the record is prepared');
  }
}

/** Everything up to the signature, by the very steps that will sign: then the transaction is undone. */
export const prepareRecord =
  (ctx: Context): Seal =>
  async (tx, sealed) => {
    const { text } = await recordOf(tx, ctx, sealed.act, passkeyAssurance);
    throw new RecordPrepared(sealed, text);
  };
