import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { openSigningKey } from '../keys/signing-key.ts';
import { refuseBehind } from '../ledger/refuse-behind.ts';
import type { VersionEvent } from '../lifecycle/move-version.ts';
import type { DraftRecord, Made, Seal, Sealable } from '../signature/seal.ts';
import { canonicalRecord } from './sign-off-record.ts';
import type { SigningAct } from './signing-act.ts';
import { takeTurn } from './sitting-turn.ts';

export interface SignedAct {
  readonly id: string;
  /** Writes the row: after the person's earlier sign-off on the request was replaced. */
  readonly insert: () => Promise<void>;
  readonly event: VersionEvent;
}

/** The canonical record of an act, with the key that will sign it. */
async function recordOf(
  tx: Tx,
  ctx: Context,
  act: SigningAct,
  assurance: string,
  made: Made = { id: uuidv7(), at: tx.at.toISOString() },
): Promise<DraftRecord> {
  const { row } = act.loaded;
  const key = await openSigningKey(tx, ctx.keyring, act.signer.id);
  const record = canonicalRecord({
    v: 1,
    kind: 'sign-off',
    id: made.id,
    model: { id: row.model_id, key: row.model_key },
    version: { id: row.id, label: row.label },
    gate: act.request.gate,
    environment: act.request.environmentId,
    request: act.request.id,
    policy: { id: act.request.policy.id, number: act.request.policy.number },
    revision: row.revision,
    substance: row.substance,
    presentation: row.presentation,
    evidence: act.material.evidenceDigests,
    goal: act.material.goalDigest,
    ...(act.material.referencesDigest ? { references: act.material.referencesDigest } : {}),
    signer: { ...act.signer, role: act.role, ...(act.deputyFor ? { deputyFor: act.deputyFor } : {}) },
    decision: act.decision,
    meaning: act.meaning,
    comment: act.comment,
    checklist: checklistOf(act),
    endorses: act.endorsesId ?? null,
    incident: act.incident ?? null,
    ...(act.condition ? { condition: act.condition } : {}),
    assurance,
    key: key.id,
    at: made.at,
  });
  return { id: made.id, ...record, key };
}

const checklistOf = ({ checklist }: Pick<SigningAct, 'checklist'>) =>
  checklist.map(({ question, answer, note }) => ({ question, answer, note: note ?? null }));

/** Seals the canonical record with the person's own key. Nothing is written yet. @throws Refusal as the seal does */
export async function sealSignOff(
  tx: Tx,
  ctx: Context,
  seal: Seal,
  sealed: { readonly for: Sealable['for']; readonly act: SigningAct },
): Promise<SignedAct> {
  const { act } = sealed;
  const { row } = act.loaded;
  await refuseBehind(ctx, tx);
  const { id, text, digest, key, signature, assurance, assertion, sittingId } = await seal(tx, {
    for: sealed.for,
    record: (assured, made) => recordOf(tx, ctx, act, assured, made),
    turn: (sitting, assured) => takeTurn(tx, sitting, assured, sealed),
  });
  const insert = async () => {
    await tx.query(
      `INSERT INTO sign_off (id, request_id, version_id, person_id, role, decision, meaning, comment, checklist, revision, substance, presentation,
         evidence_digests, goal_digest, record, record_digest, signature, key_id, assurance, signed_at, endorses_id, assertion, deputy_for, references_digest)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
      [
        id,
        act.request.id,
        row.id,
        act.signer.id,
        act.role,
        act.decision,
        act.meaning,
        act.comment,
        JSON.stringify(checklistOf(act)),
        row.revision,
        row.substance,
        row.presentation,
        act.material.evidenceDigests,
        act.material.goalDigest,
        text,
        digest,
        signature,
        key.id,
        assurance,
        tx.at,
        act.endorsesId ?? null,
        assertion && JSON.stringify(assertion),
        act.deputyFor,
        act.material.referencesDigest,
      ],
    );
  };
  return {
    id,
    insert,
    event: {
      event: act.endorsesId ? 'version.re-endorsed' : 'version.signed-off',
      data: {
        signOff: id,
        request: act.request.id,
        gate: act.request.gate,
        environment: act.request.environmentId,
        decision: act.decision,
        role: act.role,
        ...(act.deputyFor ? { deputyFor: act.deputyFor } : {}),
        revision: row.revision,
        substance: row.substance,
        presentation: row.presentation,
        policy: { id: act.request.policy.id, number: act.request.policy.number },
        signature: signature.toString('base64'),
        key: key.id,
        assurance,
        ...(sittingId ? { sitting: sittingId } : {}),
        ...(assertion ? { assertion: { ...assertion } } : {}),
        ...(act.endorsesId ? { endorses: act.endorsesId } : {}),
        ...(act.incident ? { incident: act.incident } : {}),
      },
      records: { record: text },
    },
  };
}
