import type { ApprovalCondition } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { sha256Hex } from '../change.ts';

/** Everything that a signature is over. Its canonical JSON (RFC 8785) is what the key signs. */
export interface SignOffRecord {
  readonly v: 1;
  readonly kind: 'sign-off';
  readonly id: string;
  readonly model: { readonly id: string; readonly key: string };
  readonly version: { readonly id: string; readonly label: string };
  readonly gate: string;
  readonly environment: string | null;
  readonly request: string;
  readonly policy: { readonly id: string; readonly number: number };
  readonly revision: number;
  readonly substance: string;
  readonly presentation: string;
  readonly evidence: readonly string[];
  readonly goal: string | null;
  /** Digest of the references and attachments that were shown; left out where there were none. */
  readonly references?: string;
  readonly signer: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly role: string;
    /** The person who is away and whose role it was; left out where it was the signer's own. */
    readonly deputyFor?: string;
  };
  readonly decision: string;
  readonly meaning: string;
  readonly comment: string;
  readonly checklist: readonly {
    readonly question: string;
    readonly answer: string;
    readonly note: string | null;
  }[];
  /** Where this re-endorses an earlier sign-off after a change of prose. */
  readonly endorses: string | null;
  readonly incident: string | null;
  /** Of an endorsement at approval; left out where it is unconditional. */
  readonly condition?: ApprovalCondition;
  readonly assurance: string;
  readonly key: string;
  readonly at: string;
}

export function canonicalRecord(record: SignOffRecord): { text: string; digest: string } {
  const text = canonicalJson(record as unknown as JsonValue);
  return { text, digest: sha256Hex(text) };
}
