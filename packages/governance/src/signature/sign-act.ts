import type { ActSignature } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import { sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { openSigningKey } from '../keys/signing-key.ts';
import { refuseBehind } from '../ledger/refuse-behind.ts';
import type { DraftRecord, Made, Seal } from './seal.ts';

/** An act that is signed like a sign-off and is none: it belongs to no gate of a version. */
export interface ActToSign {
  readonly act: 'tier' | 'as-found' | 'lift' | 'erasure' | 'retention' | 'risk';
  readonly subjectId: string;
  readonly signer: {
    readonly id: string;
    readonly sessionId: string;
    readonly name: string;
    readonly email: string;
  };
  readonly role: string;
  /** The person who is away and whose role it is. */
  readonly deputyFor: string | null;
  readonly decision: ActSignature['decision'];
  readonly comment: string;
  /** What the grant has to be for. */
  readonly substance: string;
  readonly presentation: string;
  /** What is signed beside who, when and how. */
  readonly content: { readonly [name: string]: JsonValue };
}

async function recordOf(
  tx: Tx,
  ctx: Context,
  act: ActToSign,
  assurance: string,
  made: Made = { id: uuidv7(), at: tx.at.toISOString() },
): Promise<DraftRecord> {
  const { id, name, email } = act.signer;
  const key = await openSigningKey(tx, ctx.keyring, id);
  const text = canonicalJson({
    v: 1,
    kind: act.act,
    id: made.id,
    subject: act.subjectId,
    ...act.content,
    signer: { id, name, email, role: act.role, ...(act.deputyFor ? { deputyFor: act.deputyFor } : {}) },
    decision: act.decision,
    comment: act.comment,
    assurance,
    key: key.id,
    at: made.at,
  });
  return { id: made.id, text, digest: sha256Hex(text), key };
}

/** Signs the canonical record (RFC 8785) with the person's own key, and keeps both for ever. @throws Refusal as the seal does */
export async function signAct(
  tx: Tx,
  ctx: Context,
  seal: Seal,
  act: ActToSign,
): Promise<{ record: string; data: { readonly [name: string]: JsonValue } }> {
  await refuseBehind(ctx, tx);
  const { id, text, digest, key, signature, assurance, assertion } = await seal(tx, {
    for: {
      personId: act.signer.id,
      sessionId: act.signer.sessionId,
      requestId: act.subjectId,
      decision: act.decision,
      substance: act.substance,
      presentation: act.presentation,
    },
    record: (assured, made) => recordOf(tx, ctx, act, assured, made),
  });
  await tx.query(
    `INSERT INTO signature (id, act, subject_id, person_id, role, decision, comment, record, record_digest, signature, key_id, assurance,
       signed_at, deputy_for, assertion)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      id,
      act.act,
      act.subjectId,
      act.signer.id,
      act.role,
      act.decision,
      act.comment,
      text,
      digest,
      signature,
      key.id,
      assurance,
      tx.at,
      act.deputyFor,
      assertion && JSON.stringify(assertion),
    ],
  );
  return {
    record: text,
    data: {
      role: act.role,
      ...(act.deputyFor ? { deputyFor: act.deputyFor } : {}),
      decision: act.decision,
      signature: signature.toString('base64'),
      key: key.id,
      assurance,
      ...(assertion ? { assertion: { ...assertion } } : {}),
    },
  };
}
