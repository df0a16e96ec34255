import fc from 'fast-check';
import {
  type Actor,
  type Command,
  type DeploymentRole,
  type EvidenceState,
  type Gate,
  gates,
  given,
  next,
  type Role,
  roles,
  type Tier,
  tiers,
  type VersionEvent,
  type VersionState,
} from '../src/index.ts';
import { deployment, future, session, version } from './version-fixture.ts';

/** Few people with many roles, so that what is refused is refused by the state and by separation. */
export const people: readonly Actor[] = [
  session('ada', ...roles),
  session('bea', ...roles),
  session('cyd', ...roles),
  session('dan', 'reviewer', 'approver', 'developer'),
  session('eve', 'operator', 'compliance', 'reviewer'),
  { personId: 'cyd', roles, via: 'service-token' },
];

/** Numbers that a state turns into an event; fast-check shrinks them. */
interface Draw {
  readonly kind: number;
  readonly who: number;
  readonly what: number;
  readonly other: number;
  /** Hours since the step before. */
  readonly hours: number;
}

const drawing = fc.record<Draw>({
  kind: fc.nat(39),
  who: fc.nat(people.length - 1),
  what: fc.nat(11),
  other: fc.nat(11),
  hours: fc.oneof({ weight: 9, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.constantFrom(80, 9000) }),
});

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(list.length, 1)];

/** The newest first: what is open and current is found more often. */
const newest = <T>(list: readonly T[], index: number): T | undefined => pick([...list].reverse(), index);

const environmentIds = ['production', 'branch', 'staging', 'production'] as const;

/** The gate ahead most of the time. */
function gateToAsk(state: VersionState, other: number): Gate {
  if (other > 7) return gates[other % gates.length]!;
  if (state.earned === 'registered') return 'review';
  return state.earned === 'reviewed' ? 'approval' : 'goLive';
}

function commandOf(state: VersionState, { kind, what, other }: Draw): Command | null {
  const environmentId = environmentIds[what % environmentIds.length]!;
  const role: DeploymentRole = other < 8 ? 'champion' : other < 10 ? 'challenger' : 'shadow';
  if (kind < 7) return { type: 'request', gate: gateToAsk(state, other), environmentId };
  if (kind < 16) {
    const requestId = newest(state.requests, what % 3)?.id;
    const decision = other < 9 ? 'endorse' : other < 11 ? 'request-changes' : 'reject';
    return requestId === undefined ? null : { type: 'sign', requestId, decision };
  }
  if (kind < 20) return { type: 'deploy', environmentId, role };
  const signOffId = newest(state.signOffs, what)?.id ?? '';
  const owed =
    newest(
      state.signOffs.filter((made) => made.state === 'owed'),
      what,
    )?.id ?? '';
  const challenging = state.deployments.find((made) => made.role === 'challenger')?.environmentId;
  const mentioned: Command[] = [
    { type: 'withdraw-request', requestId: newest(state.requests, what)?.id ?? '' },
    { type: 'withdraw-sign-off', signOffId },
    { type: 're-endorse', signOffId: other < 10 ? owed : signOffId },
    { type: 'amend-substance' },
    { type: 'amend-presentation' },
    {
      type: 'deploy-expedited',
      environmentId,
      signerId: people[other % people.length]!.personId,
      signerRoles: people[other % people.length]!.roles,
      incident: 'INC-7',
    },
    { type: 'promote', environmentId: challenging ?? environmentId },
    { type: 'resume', deploymentId: newest(state.deployments, what)?.id ?? '' },
    { type: 'stop', environmentId },
    { type: 'rollback', environmentId },
    { type: 'mark', standing: what % 2 === 0 ? 'advisory' : 'blocked' },
    { type: 'lift' },
    { type: 'lift' },
    other < 2 ? { type: 'deprecate', reason: 'retired' } : { type: 'rollback', environmentId },
  ];
  return mentioned[kind - 20] ?? null;
}

function factOf(state: VersionState, { kind, who, what, other }: Draw, at: string): VersionEvent {
  const personId = people[who]!.personId;
  const result = other < 7 ? 'pass' : other < 10 ? 'fail' : 'not-checked';
  const evidence: EvidenceState = {
    kind: what % 2 === 0 ? 'golden-set-parity' : 'robustness-run',
    environmentId: what < 8 ? null : 'production',
    result,
    basis: 'checked',
  };
  if (kind === 34 && other > 7) return { type: 'author.found', personId, at };
  if (kind === 35) {
    const role: Role = what % 2 === 0 ? 'reviewer' : 'approver';
    return { type: 'role.lost', personId, role, at };
  }
  if (kind === 36) return { type: 'expedited.lapsed', at };
  if (kind === 37 && other > 8) {
    return { type: 'mandate.used', environmentId: 'production', missed: what > 8 ? ['uses'] : [], at };
  }
  if (kind === 38 && other > 6) {
    return { type: 'deployments.changed', deployments: state.deployments.slice(1), at };
  }
  return { type: 'evidence.recorded', evidence, at };
}

export interface Step {
  readonly before: VersionState;
  readonly event: VersionEvent;
  readonly after: VersionState;
  readonly at: string;
}

const start = '2026-11-21T00:00:00.000Z';

/** Mostly the one whose sign-off it is: others are refused at once. */
function actorOf(state: VersionState, command: Command | null, { who, other }: Draw): Actor {
  const signOffId = command !== null && 'signOffId' in command ? command.signOffId : null;
  const owner = state.signOffs.find(({ id }) => id === signOffId)?.personId;
  const own = people.find(({ personId, via }) => personId === owner && via === 'session');
  return own !== undefined && other < 10 ? own : people[who]!;
}

export function play(beginning: VersionState, draws: readonly Draw[]): Step[] {
  let state = beginning;
  let clock = Date.parse(start);
  return draws.map((draw, index) => {
    clock += draw.hours * 3_600_000;
    const at = new Date(clock).toISOString();
    const command = commandOf(state, draw);
    const actor = actorOf(state, command, draw);
    const event =
      command === null
        ? factOf(state, draw, at)
        : given(command, actor, at, { id: `made-${index}`, digest: `digest-${index % 3}` });
    const before = state;
    state = next(before, event);
    return { before, event, after: state, at };
  });
}

const asFound = (tier: Tier): VersionState =>
  version(
    {
      asFound: true,
      approvalEndsAt: future,
      deployments: [deployment('production', { ground: 'as-found' })],
      champions: [{ environmentId: 'production', versionId: 'version', serving: true }],
      wasChampionIn: ['production'],
    },
    tier,
  );

/** Another version is champion in both production environments. */
const besideAnother = (tier: Tier): VersionState =>
  version(
    {
      champions: ['production', 'branch'].map((environmentId) => ({
        environmentId,
        versionId: 'another',
        serving: true,
      })),
    },
    tier,
  );

/** A version's life: registered here or found in production, then anything that anybody tries. */
export const histories = fc
  .record({
    tier: fc.constantFrom(...tiers),
    found: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
    draws: fc.array(drawing, { minLength: 20, maxLength: 90, size: 'max' }),
  })
  .map(({ tier, found, draws }) => play(found ? asFound(tier) : besideAnother(tier), draws));
