import type { ApprovalCondition, SignOffRow } from '@countersign/contracts';
import { entryNumberOf } from '../ledger/entry-number.ts';
import type { Assertion } from '../passkey/verify-assertion.ts';

/** A sign-off as it is stored, with the key that its person signed with. */
export interface SignOffStored {
  readonly id: string;
  readonly request_id: string;
  readonly version_id: string;
  readonly gate: SignOffRow['gate'];
  readonly environment_id: string | null;
  readonly environment: string | null;
  readonly incident: string | null;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly role: SignOffRow['role'];
  readonly deputy_for: string | null;
  readonly deputy_for_name: string | null;
  readonly decision: SignOffRow['decision'];
  readonly meaning: string;
  readonly comment: string;
  readonly checklist: readonly {
    question: string;
    answer: 'yes' | 'no' | 'not-applicable';
    note?: string | null;
  }[];
  readonly revision: number;
  readonly substance: string;
  readonly presentation: string;
  readonly evidence_digests: readonly string[];
  readonly goal_digest: string | null;
  readonly references_digest: string | null;
  readonly references_withdrawn: number;
  readonly attachments_withdrawn: number;
  readonly record: string;
  readonly record_digest: string;
  readonly signature: Buffer;
  readonly key_id: string;
  /** Null where the key is not one of this person's. */
  readonly public_key: Buffer | null;
  readonly assurance: string;
  readonly assertion: Assertion | null;
  /** Null where no passkey signed, or it is not one of this person's. */
  readonly passkey: Buffer | null;
  readonly signed_at: Date;
  /** As it was signed, and whether its findings are closed by now. */
  readonly condition: ApprovalCondition | null;
  readonly condition_findings: readonly { id: string; name: string; closed: boolean }[];
  readonly state: SignOffRow['state'];
  readonly state_reason: string | null;
  readonly entry_number: string | null;
}

export const signOffSelect = `
SELECT s.id, s.request_id, s.version_id, r.gate, r.environment_id, e.key AS environment, r.incident, s.person_id, p.name AS person_name,
  s.role, s.deputy_for, a.name AS deputy_for_name, s.decision, s.meaning, s.comment, s.checklist, s.revision, s.substance, s.presentation, s.evidence_digests,
  s.goal_digest, s.references_digest,
  CASE WHEN s.references_digest IS NULL THEN 0 ELSE (SELECT count(*)::int FROM version_reference f
    WHERE f.version_id = s.version_id AND f.at <= s.signed_at AND f.withdrawn_at > s.signed_at) END AS references_withdrawn,
  CASE WHEN s.references_digest IS NULL THEN 0 ELSE (SELECT count(*)::int FROM attachment t
    WHERE t.version_id = s.version_id AND t.at <= s.signed_at AND t.withdrawn_at > s.signed_at) END AS attachments_withdrawn,
  s.record, s.record_digest, s.signature, s.key_id, k.public_key, s.assurance, s.assertion, w.public_key AS passkey, s.signed_at,
  (SELECT o.body FROM sign_off_condition o WHERE o.sign_off_id = s.id) AS condition,
  (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', 'F-' || f.number, 'closed', f.state = 'closed')), '[]'::json)
    FROM condition_finding c JOIN finding f ON f.id = c.finding_id WHERE c.sign_off_id = s.id) AS condition_findings,
  s.state, s.state_reason,
  ${entryNumberOf({ versionId: 's.version_id', at: 's.signed_at', id: 's.id' })} AS entry_number
FROM sign_off s JOIN request r ON r.id = s.request_id LEFT JOIN environment e ON e.id = r.environment_id
LEFT JOIN person p ON p.id = s.person_id LEFT JOIN person a ON a.id = s.deputy_for LEFT JOIN signing_key k ON k.id = s.key_id AND k.person_id = s.person_id
LEFT JOIN passkey w ON w.id = (s.assertion->>'passkey')::uuid AND w.person_id = s.person_id`;
