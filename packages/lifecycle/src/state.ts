import type { Policy } from './policy.ts';
import type {
  Decision,
  DeploymentRole,
  EarnedStage,
  EvidenceKind,
  Gate,
  Ground,
  ReferenceKind,
  Role,
  Stage,
  Standing,
  Tier,
} from './vocabulary.ts';

/** A sign-off of one request. At most one per person and request is `current` or `owed`. */
export interface SignOffState {
  readonly id: string;
  readonly requestId: string;
  readonly personId: string;
  /** The place's role under which the person signed. */
  readonly role: Role;
  /** The person who is away and whose role it was; absent or null where it was the signer's own. */
  readonly deputyFor?: string | null;
  readonly decision: Decision;
  readonly substance: string;
  readonly presentation: string;
  /**
   * current: counts. owed: prose changed, counts again once re-endorsed. void: the substance, the evidence or an
   * author match ended it for ever. withdrawn: by its person. cleared: a request for changes that a new revision
   * answered. replaced: the same person decided anew on the same request.
   */
  readonly state: 'current' | 'owed' | 'void' | 'withdrawn' | 'cleared' | 'replaced';
  /** False once a request for changes' author lost the role (it then holds the gate no longer). */
  readonly roleHeld: boolean;
  /** Of an endorsement at approval under a condition: the approval ends by then at the latest. */
  readonly until?: string | null;
}

export interface RequestState {
  readonly id: string;
  readonly gate: Gate;
  /** Set for go-live alone. */
  readonly environmentId: string | null;
  readonly policy: Policy;
  /**
   * open: collecting. satisfied: its gate holds. withdrawn, closed (rejected or ended by an amendment),
   * void (satisfied once, ended by a failed check or an author match), superseded (renewed).
   */
  readonly state: 'open' | 'satisfied' | 'withdrawn' | 'closed' | 'void' | 'superseded';
  /** The substance it was opened for. */
  readonly substance: string;
  /** Until when approval is asked for, at the longest the policy's validity; without one that validity runs from the last sign-off. */
  readonly until?: string | null;
}

export interface EvidenceState {
  readonly kind: EvidenceKind;
  readonly environmentId: string | null;
  readonly result: 'pass' | 'fail' | 'measured' | 'not-checked';
  readonly basis: 'checked' | 'claimed';
  /** What was measured, from 0 to 1, where the result is a share; absent or null where it is none. */
  readonly share?: number | null;
}

export interface EnvironmentState {
  readonly id: string;
  readonly production: boolean;
  /** The earned stage that a shadow or a non-production deployment needs here. */
  readonly requiredStage: EarnedStage;
}

/** A deployment of this version that has not ended. */
export interface DeploymentState {
  readonly id: string;
  readonly environmentId: string;
  readonly role: DeploymentRole;
  readonly ground: Ground;
  readonly state: 'serving' | 'suspended';
  /** Expedited only: RFC 3339 time at which its 72 hours end. */
  readonly lapsesAt: string | null;
}

/** The champion of the model in an environment, of whatever version. */
export interface ChampionState {
  readonly environmentId: string;
  readonly versionId: string;
  readonly serving: boolean;
}

/** A switch to this version that its consumers were told of, while it is to come. */
export interface SwitchState {
  readonly environmentId: string;
  /** The champion whose consumers were told. */
  readonly fromId: string;
  /** RFC 3339. */
  readonly announcedAt: string;
  /** RFC 3339: the moment that they were told of; it happens then, or later. */
  readonly notBefore: string;
}

/** Everything that the decision about one version depends on: a plain value, loaded in one transaction. */
export interface VersionState {
  readonly id: string;
  readonly stage: Stage;
  readonly earned: EarnedStage;
  readonly standing: Standing;
  readonly substance: string;
  readonly presentation: string;
  readonly tier: Tier;
  /** The policy in force today; a request pins its own. */
  readonly policy: Policy;
  /** Person ids: manifest, registrant, person behind a service account, amenders of substance, later matches. */
  readonly authors: readonly string[];
  /** RFC 3339; null before the first approval. Past it, the version is overdue. */
  readonly approvalEndsAt: string | null;
  readonly asFound: boolean;
  readonly expeditedUsed: boolean;
  /** All requests that are not forgotten: open, satisfied, void, and closed ones (a rejection closes for a substance). */
  readonly requests: readonly RequestState[];
  /** Sign-offs of those requests, in the order in which they were made. */
  readonly signOffs: readonly SignOffState[];
  /** The latest of each kind and environment. */
  readonly evidence: readonly EvidenceState[];
  /** Kinds of the references that are not withdrawn. */
  readonly references: readonly ReferenceKind[];
  readonly deployments: readonly DeploymentState[];
  readonly environments: readonly EnvironmentState[];
  readonly champions: readonly ChampionState[];
  /** Open ones to this version, at most one an environment. */
  readonly switches: readonly SwitchState[];
  /** Environments where this version was champion under gates, a mandate or as-found. */
  readonly wasChampionIn: readonly string[];
  /** People who have signed the lift of the current standing so far. */
  readonly liftSignatures: readonly LiftSignature[];
}

export interface LiftSignature {
  readonly personId: string;
  readonly role: Role;
  readonly deputyFor?: string | null;
}

/**
 * Who acts: an active person with the roles held now on this model. `session`: signed in. `token`: the person's own API
 * token, which does what they may and signs nothing. `service-token`: a service account's, which acts as a developer.
 */
export interface Actor {
  readonly personId: string;
  readonly roles: readonly Role[];
  /** Of the roles those that are held as a deputy alone, and for whom. */
  readonly deputyFor?: Readonly<Partial<Record<Role, string>>>;
  readonly via: 'session' | 'token' | 'service-token' | 'system';
}

/** What somebody wants to do with a version. */
export type Command =
  | { readonly type: 'request'; readonly gate: Gate; readonly environmentId?: string }
  | { readonly type: 'withdraw-request'; readonly requestId: string }
  | { readonly type: 'sign'; readonly requestId: string; readonly decision: Decision; readonly role?: Role }
  | { readonly type: 'withdraw-sign-off'; readonly signOffId: string }
  | { readonly type: 're-endorse'; readonly signOffId: string }
  | { readonly type: 'amend-substance' }
  | { readonly type: 'amend-presentation' }
  | { readonly type: 'add-erratum' }
  | { readonly type: 'deploy'; readonly environmentId: string; readonly role: DeploymentRole }
  | {
      readonly type: 'deploy-expedited';
      readonly environmentId: string;
      readonly signerId?: string;
      readonly signerRoles?: readonly Role[];
      readonly incident?: string;
    }
  | { readonly type: 'promote'; readonly environmentId: string }
  | { readonly type: 'resume'; readonly deploymentId: string }
  | { readonly type: 'stop'; readonly environmentId: string }
  | { readonly type: 'rollback'; readonly environmentId: string }
  | { readonly type: 'mark'; readonly standing: 'advisory' | 'blocked' }
  | { readonly type: 'lift' }
  | { readonly type: 'deprecate'; readonly reason: 'superseded' | 'retired' | 'rejected' | 'withdrawn' };

/** Why a command is refused. The server throws the first; the page prints them all. */
export const reasonCodes = [
  'FORBIDDEN',
  'TOKEN_CANNOT_SIGN',
  'STAGE_WRONG',
  'BLOCKED',
  'REQUEST_OPEN',
  'REQUEST_NONE',
  'GATE_REJECTED',
  'RENEWAL_NOT_DUE',
  'EVIDENCE_MISSING',
  'EVIDENCE_FAILED',
  'REFERENCES_MISSING',
  'OVERDUE',
  'AUTHOR',
  'ROLE_NOT_A_PLACE',
  'NOT_YOURS',
  'GATE_SATISFIED',
  'SIGN_OFF_VOID',
  'NOTHING_TO_RE_ENDORSE',
  'AMEND_INSTEAD',
  'SERVING',
  'GATE_VOID',
  'GO_LIVE_MISSING',
  'OPERATOR_NOT_SEPARATE',
  'NOT_DISTINCT',
  'NO_CHAMPION',
  'SWITCH_NOT_ANNOUNCED',
  'NOTICE_RUNNING',
  'STAGE_BELOW_ENVIRONMENT',
  'REJECTION_STANDS',
  'EXPEDITED_USED',
  'INCIDENT_MISSING',
  'SIGNER_MISSING',
  'NOT_SUSPENDED',
  'LAPSED',
  'NOT_DEPLOYED',
  'ALREADY_DEPLOYED',
  'NEVER_CHAMPION',
  'STANDING_ALREADY',
  'NOTHING_TO_LIFT',
  'ALREADY_SIGNED',
  'ENVIRONMENT_UNKNOWN',
  'WRONG_ENVIRONMENT',
  'MANDATE_MISSED',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export interface Reason {
  readonly code: ReasonCode;
  /** Facts for the sentence: ids, roles, kinds, counts. Never prose. */
  readonly detail?: Readonly<Record<string, string | number | readonly string[]>>;
}
