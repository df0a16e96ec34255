import type { ActSignature } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import { sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { openSigningKey, signRecord } from './signing-key.ts';

/** An act that is signed like a sign-off and is none: it belongs to no gate of a version. */
export interface SignedAct {
  readonly act: 'tier' | 'as-found';
  readonly subjectId: string;
  readonly signer: { readonly id: string; readonly name: string; readonly email: string };
  readonly role: string;
  readonly decision: ActSignature['decision'];
  readonly comment: string;
  readonly assurance: string;
  /** What is signed beside who, when and how. */
  readonly content: { readonly [name: string]: JsonValue };
}

/** Signs the canonical record (RFC 8785) with the person's own key, and keeps both for ever. */
export async function signAct(
  tx: Tx,
  ctx: Context,
  act: SignedAct,
): Promise<{ record: string; data: { readonly [name: string]: JsonValue } }> {
  const key = await openSigningKey(tx, ctx.keyring, act.signer.id);
  const id = uuidv7();
  const record = canonicalJson({
    v: 1,
    kind: act.act,
    id,
    subject: act.subjectId,
    ...act.content,
    signer: { id: act.signer.id, name: act.signer.name, email: act.signer.email, role: act.role },
    decision: act.decision,
    comment: act.comment,
    assurance: act.assurance,
    key: key.id,
    at: tx.at.toISOString(),
  });
  const signature = signRecord(key, record);
  await tx.query(
    `INSERT INTO signature (id, act, subject_id, person_id, role, decision, comment, record, record_digest, signature, key_id, assurance, signed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      act.act,
      act.subjectId,
      act.signer.id,
      act.role,
      act.decision,
      act.comment,
      record,
      sha256Hex(record),
      signature,
      key.id,
      act.assurance,
      tx.at,
    ],
  );
  return {
    record,
    data: {
      role: act.role,
      decision: act.decision,
      signature: signature.toString('base64'),
      key: key.id,
      assurance: act.assurance,
    },
  };
}
