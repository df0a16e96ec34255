import { describe, expect, it } from 'vitest';
import { initialTransition, transition as step } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap } from 'xstate/graph';
import {
  type Command,
  given,
  positionOf,
  resolveState,
  type VersionEvent,
  type VersionSnapshot,
  type VersionState,
  versionMachine,
} from '../src/index.ts';
import { past, session, version } from './version-fixture.ts';

const at = '2026-11-21T12:00:00.000Z';
const later = '2026-11-30T12:00:00.000Z';
const ada = session('ada', 'developer', 'operator');
const bea = session('bea', 'reviewer', 'approver', 'operator');

const parity = { kind: 'golden-set-parity', environmentId: null, basis: 'checked' } as const;

const by = (command: Command, actor = ada, when = at): VersionEvent => given(command, actor, when);

/** What two people can do to a low-risk version, each thing in one way. */
function eventsIn({ context: { version: state } }: VersionSnapshot): VersionEvent[] {
  const open = state.requests.find((request) => request.state === 'open');
  const events: VersionEvent[] = [
    by({ type: 'deploy', environmentId: 'production', role: 'champion' }),
    by({
      type: 'deploy-expedited',
      environmentId: 'production',
      signerId: 'bea',
      signerRoles: ['reviewer'],
      incident: 'INC-1',
    }),
    by({ type: 'stop', environmentId: 'production' }),
    by({ type: 'rollback', environmentId: 'production' }),
    by({ type: 'mark', standing: 'advisory' }),
    by({ type: 'mark', standing: 'blocked' }),
    by({ type: 'lift' }),
    by({ type: 'lift' }, bea),
    by({ type: 'deprecate', reason: 'retired' }),
    { type: 'expedited.lapsed', at: later },
    { type: 'deployments.changed', deployments: [], at },
    { type: 'author.found', personId: 'bea', at },
    { type: 'evidence.recorded', evidence: { ...parity, result: 'pass' }, at },
    { type: 'evidence.recorded', evidence: { ...parity, result: 'fail' }, at },
  ];
  if (open === undefined && state.requests.length < 3) {
    events.push(
      by({ type: 'request', gate: 'review' }),
      by({ type: 'request', gate: 'approval' }),
      by({ type: 'request', gate: 'goLive', environmentId: 'production' }),
    );
  }
  if (open !== undefined) events.push(by({ type: 'sign', requestId: open.id, decision: 'endorse' }, bea));
  if (state.requests.length === 1) events.push(by({ type: 'amend-presentation' }));
  const owed = state.signOffs.find((made) => made.state === 'owed');
  if (owed !== undefined) events.push(by({ type: 're-endorse', signOffId: owed.id }, bea));
  return events;
}

/** Everything that decides what comes next, and nothing that only grows (digests, superseded rows). */
const keyOf = ({ context: { version: state }, value }: VersionSnapshot): string =>
  JSON.stringify([
    value,
    state.requests.map(({ gate, state: now }) => `${gate} ${now}`),
    state.signOffs
      .filter(({ state: now }) => now === 'current' || now === 'owed')
      .map(({ requestId, state: now }) => `${requestId} ${now}`),
    state.deployments.map(({ ground, state: now }) => `${ground} ${now}`),
    state.evidence.map(({ kind, result }) => `${kind} ${result}`).sort(),
    [state.expeditedUsed, state.wasChampionIn, state.authors.length, state.liftSignatures.length],
  ]);

const exploring = {
  fromState: resolveState(version({ environments: version().environments.slice(0, 1) }, 'low')),
  events: eventsIn,
  serializeState: keyOf,
};

const steps = adjacencyMapToArray<VersionSnapshot, VersionEvent>(
  getAdjacencyMap<VersionSnapshot, VersionEvent, { version: VersionState }>(versionMachine, exploring),
);

const stageOf = (snapshot: VersionSnapshot) => positionOf(snapshot).stage;

/** Event types of the steps that break a rule: one assertion for all of them keeps the walk fast. */
const breaking = (breaks: (step: (typeof steps)[number]) => boolean): string[] =>
  steps.filter(breaks).map(({ event, nextState }) => `${event.type} => ${JSON.stringify(nextState.value)}`);

/** Where each state leads, by its key. */
const ledTo = new Map<string, VersionSnapshot[]>();
for (const { state, nextState } of steps) {
  const key = keyOf(state);
  const led = ledTo.get(key);
  if (led) led.push(nextState);
  else ledTo.set(key, [nextState]);
}

/** Fewest steps from the start to a version of which something is true. */
function fewestSteps(isThere: (state: VersionState) => boolean): number | null {
  const seen = new Set<string>();
  let front: VersionSnapshot[] = [exploring.fromState];
  for (let count = 0; front.length > 0; count += 1) {
    if (front.some(({ context }) => isThere(context.version))) return count;
    front = front.flatMap((snapshot) => {
      const key = keyOf(snapshot);
      if (seen.has(key)) return [];
      seen.add(key);
      return ledTo.get(key) ?? [];
    });
  }
  return null;
}

describe('the machine', () => {
  it('stands where the facts say, after every step that two people can bring about', () => {
    expect(steps.length).toBeGreaterThan(4000);
    const differs = breaking(({ nextState }) => {
      const { stage, earned, standing } = nextState.context.version;
      const position = positionOf(nextState);
      return position.stage !== stage || position.earned !== earned || position.standing !== standing;
    });
    expect(differs).toEqual([]);
  });

  it('reads its place back from the facts', () => {
    const differs = breaking(
      ({ nextState }) =>
        JSON.stringify(resolveState(nextState.context.version).value) !== JSON.stringify(nextState.value),
    );
    expect(differs).toEqual([]);
  });

  it('reaches every stage in every standing', () => {
    const places = new Set(
      steps.map(({ nextState }) => `${stageOf(nextState)} ${positionOf(nextState).standing}`),
    );
    expect(places.size).toBe(15);
  });

  it('leaves every open state by deprecation, and deprecated by nothing', () => {
    const differs = breaking(({ state, event, nextState }) => {
      const isOver = stageOf(state) === 'deprecated' || event.type === 'deprecate';
      return (stageOf(nextState) === 'deprecated') !== isOver;
    });
    expect(differs).toEqual([]);
  });

  it('serves in no blocked state, and stops from every serving one', () => {
    const serving = breaking(
      ({ nextState: { context } }) =>
        context.version.standing === 'blocked' &&
        context.version.deployments.some((made) => made.state === 'serving'),
    );
    expect(serving).toEqual([]);
    const going = breaking(
      ({ event, nextState }) => event.type === 'stop' && stageOf(nextState) === 'deployed',
    );
    expect(going).toEqual([]);
  });

  it('needs seven acts from registering to production, and one on the expedited road', () => {
    const servesOn = (wanted: string) => (state: VersionState) =>
      state.deployments.some(({ ground }) => ground === wanted);
    expect(fewestSteps(servesOn('gates'))).toBe(7);
    expect(fewestSteps(servesOn('expedited'))).toBe(1);
    expect(fewestSteps(servesOn('mandate'))).toBeNull();
  });

  it('begins registered and usable', () => {
    const [snapshot] = initialTransition(versionMachine, { version: version() });
    expect(positionOf(snapshot)).toEqual({ stage: 'registered', earned: 'registered', standing: 'usable' });
  });

  it('records that an approval ended, and moves nothing', () => {
    const overdue = version({ earned: 'approved', approvalEndsAt: past });
    const [after] = step(versionMachine, resolveState(overdue), { type: 'approval.ended', at });
    expect(positionOf(after)).toEqual({ stage: 'approved', earned: 'approved', standing: 'usable' });
    expect(after.context.version).toEqual(overdue);
  });
});
