import type { SignOffRow } from '@countersign/contracts';
import { numberOrNull } from '../ledger/entry-number.ts';
import { isSignedAsShown } from './is-signed-as-shown.ts';
import type { SignOffStored } from './sign-off-row.ts';

/** A sign-off as pages list it, its signature verified now; `reader` is what depends on who looks. */
export const showSignOff = async (
  row: SignOffStored,
  reader: Pick<SignOffRow, 'mine' | 'mayWithdraw' | 'mayReEndorse'>,
): Promise<SignOffRow> => ({
  id: row.id,
  gate: row.gate,
  environment: row.environment,
  person: { id: row.person_id, name: row.person_name ?? 'Unknown person' },
  role: row.role,
  deputyFor: row.deputy_for ? { id: row.deputy_for, name: row.deputy_for_name ?? 'Unknown person' } : null,
  decision: row.decision,
  condition: row.condition && {
    ...row.condition,
    findings: row.condition.findings.map(({ findingId, closeBy }) => {
      const found = row.condition_findings.find(({ id }) => id === findingId);
      return { findingId, closeBy, name: found?.name ?? 'a finding', closed: found?.closed ?? false };
    }),
  },
  meaning: row.meaning,
  comment: row.comment,
  revision: row.revision,
  at: row.signed_at.toISOString(),
  state: row.state,
  stateReason: row.state_reason,
  incident: row.incident,
  assurance: row.assurance,
  substance: row.substance,
  presentation: row.presentation,
  signature: row.signature.toString('base64'),
  publicKey: row.public_key?.toString('base64') ?? '',
  goalDigest: row.goal_digest,
  referencesDigest: row.references_digest,
  referencesWithdrawn: row.references_withdrawn,
  attachmentsWithdrawn: row.attachments_withdrawn,
  recordDigest: row.record_digest,
  signatureValid: await isSignedAsShown(row),
  checklist: row.checklist.map(({ question, answer, note }) => ({
    question,
    answer,
    ...(note ? { note } : {}),
  })),
  number: numberOrNull(row.entry_number),
  ...reader,
});
