import { type ApprovalCondition, Refusal, type Sign } from '@countersign/contracts';
import type { RequestState } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { openSigningKey, type SigningKey, signRecord } from '../keys/signing-key.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import type { VersionEvent } from '../lifecycle/move-version.ts';
import type { Granted } from './sign-grant.ts';
import { canonicalRecord } from './sign-off-record.ts';
import type { SigningMaterial } from './signing-material.ts';

export interface SigningAct {
  readonly loaded: LoadedVersion;
  readonly request: Pick<RequestState, 'id' | 'gate' | 'environmentId'> & {
    readonly policy: { readonly id: string; readonly number: number };
  };
  readonly material: SigningMaterial;
  readonly signer: { readonly id: string; readonly name: string; readonly email: string };
  readonly role: string;
  /** The person who is away and whose role it is; null where it is the signer's own. */
  readonly deputyFor: string | null;
  readonly decision: Sign['decision'];
  readonly meaning: string;
  readonly comment: string;
  readonly checklist: Sign['checklist'];
  readonly endorsesId?: string;
  readonly incident?: string;
  readonly condition?: ApprovalCondition | undefined;
}

export interface SignedAct {
  readonly id: string;
  /** Writes the row: after the person's earlier sign-off on the request was replaced. */
  readonly insert: () => Promise<void>;
  readonly event: VersionEvent;
}

interface Made {
  readonly id: string;
  readonly at: string;
}

/** The canonical record of an act, with the key that will sign it. `made`: its id and moment, where they are fixed already. */
export async function recordOf(
  tx: Tx,
  ctx: Context,
  act: SigningAct,
  assurance: string,
  made: Made = { id: uuidv7(), at: tx.at.toISOString() },
): Promise<{ id: string; text: string; digest: string; key: SigningKey }> {
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

/** A passkey signed one record: that one, to the byte, is what may be signed now. @throws Refusal STALE */
async function recordAsGranted(tx: Tx, ctx: Context, act: SigningAct, { assurance, record }: Granted) {
  if (record === null) return recordOf(tx, ctx, act, assurance);
  const { id, at } = JSON.parse(record) as Made;
  const made = await recordOf(tx, ctx, act, assurance, { id, at });
  if (made.text !== record)
    throw new Refusal(
      'STALE',
      'What you confirmed is not what would be signed any more. Read it and sign again.',
    );
  return made;
}

/** Signs the canonical record with the person's own key. Nothing is written yet. */
export async function signAct(tx: Tx, ctx: Context, act: SigningAct, granted: Granted): Promise<SignedAct> {
  const { row } = act.loaded;
  const { assurance, assertion } = granted;
  const { id, text, digest, key } = await recordAsGranted(tx, ctx, act, granted);
  const signature = signRecord(key, text);
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
        ...(assertion ? { assertion: { ...assertion } } : {}),
        ...(act.endorsesId ? { endorses: act.endorsesId } : {}),
        ...(act.incident ? { incident: act.incident } : {}),
      },
      records: { record: text },
    },
  };
}
