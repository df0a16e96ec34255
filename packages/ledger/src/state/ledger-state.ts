import type { Known } from './facts.ts';

/** Numbers of entries; null while an entry waits for its number. */
type EntryNumber = number | null;

export interface PolicyReference {
  readonly id: string;
  readonly number: number;
}

export interface RequestState {
  readonly id: string;
  /** review, approval or goLive. */
  readonly gate: Known<string>;
  /** Id; null where the gate belongs to no environment. */
  readonly environment: Known<string | null>;
  readonly revision: Known<number>;
  readonly substance: Known<string>;
  /** The policy that counts for this gate. */
  readonly policy: Known<PolicyReference>;
  /** Set on the expedited road alone. */
  readonly incident: string | null;
  /** open, satisfied, withdrawn, closed, void or superseded. */
  state: Known<string>;
  /** Unknown where the system asked in somebody's name. */
  readonly by: Known<string>;
  readonly at: string;
  readonly entry: EntryNumber;
  /** The entry that gave it its present state. */
  settled: EntryNumber;
}

export interface SignOffState {
  readonly id: string;
  readonly request: Known<string>;
  readonly gate: Known<string>;
  readonly environment: Known<string | null>;
  /** endorse, request-changes or reject. */
  readonly decision: Known<string>;
  readonly person: string;
  readonly role: Known<string>;
  /** Whose role it was, where the signer stood in for somebody. */
  readonly deputyFor: string | null;
  readonly revision: Known<number>;
  readonly substance: Known<string>;
  readonly presentation: Known<string>;
  readonly policy: Known<PolicyReference>;
  readonly assurance: Known<string>;
  readonly incident: string | null;
  /** current, owed, void, withdrawn, cleared or replaced: only `current` counts. */
  state: Known<string>;
  readonly at: string;
  readonly entry: EntryNumber;
}

export interface VersionState {
  readonly id: string;
  readonly model: Known<string>;
  readonly number: Known<number>;
  readonly label: Known<string>;
  stage: Known<string>;
  /** What its gates gave, beside `deployed`. */
  earned: Known<string>;
  /** usable, advisory or blocked. */
  standing: string;
  revision: Known<number>;
  substance: Known<string>;
  presentation: Known<string>;
  step: number;
  /** RFC 3339. */
  approvalEndsAt: Known<string | null>;
  readonly asFound: boolean;
  expeditedUsed: boolean;
  readonly requests: Map<string, RequestState>;
  /** In the order in which they were given. */
  readonly signOffs: Map<string, SignOffState>;
  /** When it last came to each stage that it reached. */
  readonly stages: Map<string, string>;
  readonly at: string;
  readonly entry: EntryNumber;
  /** The entry that gave it its present stage. */
  staged: EntryNumber;
}

export interface DeploymentState {
  readonly id: string;
  readonly version: string;
  readonly environment: Known<string>;
  /** champion, challenger or shadow. */
  role: Known<string>;
  /** gates, expedited, mandate or as-found. */
  ground: Known<string>;
  /** serving, suspended or ended. */
  state: string;
  readonly lapsesAt: string | null;
  readonly by: string;
  /** Since when it has its role. */
  at: string;
  entry: EntryNumber;
}

/** A role that was given and neither taken away nor recorded as over. Whether it holds at a moment is asked by `isHeldAt`. */
export interface RoleState {
  readonly person: string;
  readonly role: string;
  /** Null: on every model. */
  readonly model: string | null;
  /** Where it is held as a deputy: by which delegation, for whom. */
  readonly delegation: string | null;
  readonly deputyFor: string | null;
  /** RFC 3339; null: at once, for good. */
  readonly from: string | null;
  until: Known<string | null>;
  /** Of an auditor: which records are open, by their time. */
  readonly period: { readonly from: string | null; readonly to: string | null } | null;
  /** Unknown: an earlier entry took a role away without saying which. */
  held: Known<true>;
  readonly by: string;
  readonly at: string;
  readonly entry: EntryNumber;
}

export interface PolicyState extends PolicyReference {
  readonly tier: Known<string>;
  /** SHA-256 of its canonical JSON, hex. */
  readonly body: Known<string>;
  readonly at: string;
  readonly entry: EntryNumber;
}

export interface ModelState {
  readonly id: string;
  readonly key: Known<string>;
  tier: Known<string>;
  /** Key of the policy whose latest version counts for new requests. */
  policy: Known<string>;
  readonly owner: Known<string | null>;
  retired: boolean;
  readonly at: string;
  readonly entry: EntryNumber;
}

export interface EnvironmentState {
  readonly id: string;
  readonly key: Known<string>;
  readonly production: boolean;
  readonly requiredStage: Known<string>;
  readonly entry: EntryNumber;
}

export interface PersonState {
  readonly id: string;
  readonly kind: 'person' | 'service';
  active: boolean;
  readonly entry: EntryNumber;
}

/** Everything that entries tell, by id. It grows as entries are applied; make one with `emptyState`. */
export interface LedgerState {
  readonly people: Map<string, PersonState>;
  /** By `roleKey`. */
  readonly roles: Map<string, RoleState>;
  readonly environments: Map<string, EnvironmentState>;
  /** By `policyKey`. */
  readonly policies: Map<string, PolicyState>;
  readonly models: Map<string, ModelState>;
  readonly versions: Map<string, VersionState>;
  readonly deployments: Map<string, DeploymentState>;
}

/** A role is one thing for each person, role, model and delegation: the same given again replaces it. */
export const roleKey = (of: Pick<RoleState, 'person' | 'role' | 'model' | 'delegation'>): string =>
  [of.person, of.role, of.model ?? '', of.delegation ?? ''].join(' ');

export const policyKey = ({ id, number }: PolicyReference): string => `${id} ${number}`;

export const emptyState = (): LedgerState => ({
  people: new Map(),
  roles: new Map(),
  environments: new Map(),
  policies: new Map(),
  models: new Map(),
  versions: new Map(),
  deployments: new Map(),
});

/** Whether a role holds at a moment (RFC 3339 UTC with milliseconds): begun, and not over. */
export function isHeldAt({ held, from, until }: RoleState, moment: string): Known<boolean> {
  if (from !== null && from > moment) return false;
  if (held === 'unknown' || until === 'unknown') return 'unknown';
  return until === null || until > moment;
}
