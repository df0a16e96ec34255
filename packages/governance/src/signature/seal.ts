import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { type SigningKey, signRecord } from '../keys/signing-key.ts';
import type { Assertion } from '../passkey/verify-assertion.ts';
import { consumeGrant, type GrantFor, passkeyAssurance } from './sign-grant.ts';

/** Id and moment of a record. */
export interface Made {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface DraftRecord {
  readonly id: string;
  /** Canonical JSON (RFC 8785), and its SHA-256 in hex. */
  readonly text: string;
  readonly digest: string;
  /** The signer's own key, which will sign it. */
  readonly key: SigningKey;
}

/** Something about to be signed: what a grant has to be for, and the record that would be signed. */
export interface Sealable {
  readonly for: Omit<GrantFor, 'assurance' | 'record' | 'sittingId'>;
  /** `made`: id and moment, where they are fixed already. */
  readonly record: (assurance: string, made?: Made) => Promise<DraftRecord>;
  /** Of what may be signed in a sitting: whether it may, now. Without it nothing is. */
  readonly turn?: (sittingId: string, assurance: string) => Promise<void>;
}

export interface SealedRecord extends DraftRecord {
  readonly signature: Buffer;
  readonly assurance: string;
  readonly assertion: Assertion | null;
  readonly sittingId: string | null;
}

/** The last step of signing: with a grant it signs; before a passkey is asked it only says what would be signed. */
export type Seal = (tx: Tx, sealable: Sealable) => Promise<SealedRecord>;

/** Uses the grant up and signs with the person's own key. Nothing is written yet. @throws Refusal GRANT_INVALID, SITTING_REFUSED, STALE */
export const sealWithGrant =
  (grant: string): Seal =>
  async (tx, sealable) => {
    const {
      assurance,
      record,
      assertion,
      sitting_id: sittingId,
    } = await consumeGrant(tx, grant, sealable.for);
    if (sittingId !== null) {
      if (!sealable.turn)
        throw new Refusal('SITTING_REFUSED', 'This is not signed in a sitting. Sign it by itself.', {
          because: 'not-in-it',
        });
      await sealable.turn(sittingId, assurance);
    }
    const draft = await recordAsGranted(sealable, assurance, record);
    return { ...draft, signature: signRecord(draft.key, draft.text), assurance, assertion, sittingId };
  };

/** A passkey signed one record: that one, to the byte, is what may be signed now. @throws Refusal STALE */
async function recordAsGranted(
  sealable: Sealable,
  assurance: string,
  record: string | null,
): Promise<DraftRecord> {
  if (record === null) return sealable.record(assurance);
  const { id, at } = JSON.parse(record) as Made;
  const draft = await sealable.record(assurance, { id, at });
  if (draft.text !== record)
    throw new Refusal(
      'STALE',
      'What you confirmed is not what would be signed any more. Read it and sign again.',
    );
  return draft;
}

/** Ends a transaction that was only to find out what would be signed. */
export class RecordPrepared extends Error {
  constructor(
    readonly grantFor: Sealable['for'],
    /** Canonical JSON. */
    readonly record: string,
  ) {
    super('the record is prepared');
  }
}

/** Everything up to the signature, by the very steps that will sign: then the transaction is undone. */
export const prepareRecord: Seal = async (_tx, sealable) => {
  const { text } = await sealable.record(passkeyAssurance);
  throw new RecordPrepared(sealable.for, text);
};
