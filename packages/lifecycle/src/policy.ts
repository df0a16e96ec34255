import type { ChangeClass, EvidenceKind, Gate, ReferenceKind, Role, Tier } from './vocabulary.ts';

/** Places of one role at a gate. */
export interface SignOffPlace {
  readonly role: Role;
  readonly quorum: number;
}

/** `pass`: the check must be there and pass. `present`: it must have been computed, whatever it says. */
export interface RequiredEvidence {
  readonly kind: EvidenceKind;
  readonly must: 'pass' | 'present';
  /** Whether a result that somebody claimed counts like one that we computed. Default: it does not. */
  readonly claimedCounts?: boolean;
  /** Of a result that is a share, from 0 to 1: how large it has to be at least to pass. */
  readonly atLeast?: number;
}

export interface GatePolicy {
  readonly signOffs: readonly SignOffPlace[];
  /** Gates whose counted signers may not be counted here, both ways. */
  readonly distinctFrom: readonly Gate[];
  readonly evidence: readonly RequiredEvidence[];
  readonly checklist: readonly string[];
  /** Kinds of references of which the version needs one each. Absent: none. */
  readonly references?: readonly ReferenceKind[];
}

/** Immutable once published; a request pins `(id, number)`. */
export interface Policy {
  readonly id: string;
  readonly number: number;
  readonly tier: Tier;
  readonly gates: Readonly<Record<Gate, GatePolicy>>;
  /**
   * Gates of a version that counts as a retraining, each in the place of the one above; a gate that is not here is the same
   * for every class, as are all of them where this is absent.
   */
  readonly retrain?: Readonly<Partial<Record<Gate, GatePolicy>>>;
  /** How long an approval lasts, in days of 24 hours. */
  readonly validityDays: number;
  /** What consumers of the serving champion get before another version takes its place in production. Absent: nothing. */
  readonly switching?: SwitchingPolicy;
}

/** The policy as it is for a version of this change class: what its gates ask for stands in `gates`. */
export function policyFor(policy: Policy, changeClass: ChangeClass | null): Policy {
  if (changeClass !== 'retrain' || policy.retrain === undefined) return policy;
  return { ...policy, gates: { ...policy.gates, ...policy.retrain } };
}

/** Days of 24 hours. */
export interface SwitchingPolicy {
  /** Between telling consumers of an ordinary switch and its earliest moment; 0: a switch need not be announced. */
  readonly noticeDays: number;
  /** After the switch, how long a consumer may keep the version before; 0: not at all. */
  readonly pinDays: number;
}
