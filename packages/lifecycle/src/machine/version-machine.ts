import { assign, type SnapshotFrom, setup, transition as step } from 'xstate';
import type { VersionState } from '../state.ts';
import { isInProduction } from '../version-facts.ts';
import type { EarnedStage, Stage, Standing } from '../vocabulary.ts';
import { isAllowed, next } from './next.ts';
import type { VersionEvent } from './version-event.ts';

const hasConsumers = ({ deployments, environments }: VersionState): boolean =>
  deployments.some((deployment) => isInProduction(environments, deployment));

const outcomes = new WeakMap<VersionEvent, { readonly from: VersionState; readonly to: VersionState }>();

/** The guards of every region ask what an event leads to: it is worked out once. */
function outcome(from: VersionState, event: VersionEvent): VersionState {
  const known = outcomes.get(event);
  if (known !== undefined && known.from === from) return known.to;
  const to = next(from, event);
  outcomes.set(event, { from, to });
  return to;
}

/**
 * A version: what it earned, whether it serves, its standing. The drawing says which event may move what; guards ask
 * the predicates behind `whyNot`. The region `record` keeps the facts in step, and holds no state of its own.
 */
export const versionMachine = setup({
  types: {
    context: {} as { version: VersionState },
    events: {} as VersionEvent,
    input: {} as { version: VersionState },
  },
  guards: {
    isAllowed: ({ context, event }) => isAllowed(context.version, event),
    earns: ({ context, event }, stage: EarnedStage) => outcome(context.version, event).earned === stage,
    serves: ({ context, event }) => hasConsumers(outcome(context.version, event)),
    idles: ({ context, event }) => !hasConsumers(outcome(context.version, event)),
    stands: ({ context, event }, standing: Standing) => outcome(context.version, event).standing === standing,
    ends: ({ context, event }) => outcome(context.version, event).stage === 'deprecated',
  },
  actions: {
    keep: assign(({ context, event }) => ({ version: outcome(context.version, event) })),
  },
}).createMachine({
  id: 'version',
  context: ({ input }) => input,
  type: 'parallel',
  states: {
    road: {
      initial: 'open',
      states: {
        open: {
          type: 'parallel',
          on: { deprecate: { guard: 'ends', target: 'deprecated' } },
          states: {
            earned: {
              initial: 'registered',
              states: {
                registered: {
                  on: {
                    sign: { guard: { type: 'earns', params: 'reviewed' }, target: 'reviewed' },
                    're-endorse': { guard: { type: 'earns', params: 'reviewed' }, target: 'reviewed' },
                    'withdraw-sign-off': { guard: { type: 'earns', params: 'reviewed' }, target: 'reviewed' },
                    'role.lost': { guard: { type: 'earns', params: 'reviewed' }, target: 'reviewed' },
                    'author.found': { guard: { type: 'earns', params: 'reviewed' }, target: 'reviewed' },
                    'evidence.recorded': { guard: { type: 'earns', params: 'reviewed' }, target: 'reviewed' },
                    'mandate.used': { guard: { type: 'earns', params: 'approved' }, target: 'approved' },
                  },
                },
                reviewed: {
                  on: {
                    sign: { guard: { type: 'earns', params: 'approved' }, target: 'approved' },
                    'withdraw-sign-off': { guard: { type: 'earns', params: 'approved' }, target: 'approved' },
                    'role.lost': { guard: { type: 'earns', params: 'approved' }, target: 'approved' },
                    'evidence.recorded': [
                      { guard: { type: 'earns', params: 'registered' }, target: 'registered' },
                      { guard: { type: 'earns', params: 'approved' }, target: 'approved' },
                    ],
                    // The last of a kind that a satisfied gate requires was withdrawn.
                    'references.changed': {
                      guard: { type: 'earns', params: 'registered' },
                      target: 'registered',
                    },
                    'author.found': [
                      { guard: { type: 'earns', params: 'registered' }, target: 'registered' },
                      { guard: { type: 'earns', params: 'approved' }, target: 'approved' },
                    ],
                    'amend-substance': {
                      guard: { type: 'earns', params: 'registered' },
                      target: 'registered',
                    },
                    'amend-presentation': {
                      guard: { type: 'earns', params: 'registered' },
                      target: 'registered',
                    },
                  },
                },
                approved: {},
              },
            },
            serving: {
              initial: 'idle',
              states: {
                idle: {
                  on: {
                    deploy: { guard: 'serves', target: 'serving' },
                    'deploy-expedited': { guard: 'serves', target: 'serving' },
                    rollback: { guard: 'serves', target: 'serving' },
                    'mandate.used': { guard: 'serves', target: 'serving' },
                    'deployments.changed': { guard: 'serves', target: 'serving' },
                  },
                },
                serving: {
                  on: {
                    stop: { guard: 'idles', target: 'idle' },
                    'expedited.lapsed': { guard: 'idles', target: 'idle' },
                    'deployments.changed': { guard: 'idles', target: 'idle' },
                  },
                },
              },
            },
          },
        },
        // The end: no event leads out of it. Not `final`, which would raise an event of its own.
        deprecated: {},
      },
    },
    standing: {
      initial: 'usable',
      states: {
        usable: {
          on: {
            mark: [
              { guard: { type: 'stands', params: 'advisory' }, target: 'advisory' },
              { guard: { type: 'stands', params: 'blocked' }, target: 'blocked' },
            ],
          },
        },
        advisory: {
          on: {
            mark: { guard: { type: 'stands', params: 'blocked' }, target: 'blocked' },
            lift: { guard: { type: 'stands', params: 'usable' }, target: 'usable' },
          },
        },
        blocked: { on: { lift: { guard: { type: 'stands', params: 'usable' }, target: 'usable' } } },
      },
    },
    record: { on: { '*': { guard: 'isAllowed', actions: 'keep' } } },
  },
});

export type VersionSnapshot = SnapshotFrom<typeof versionMachine>;

/** What is stored of a version's place: names, never a snapshot. */
export interface Position {
  readonly stage: Stage;
  readonly earned: EarnedStage;
  readonly standing: Standing;
}

/** The snapshot of a version as its rows tell it. */
export const resolveState = (version: VersionState): VersionSnapshot =>
  versionMachine.resolveState({
    context: { version },
    value: {
      road:
        version.stage === 'deprecated'
          ? 'deprecated'
          : { open: { earned: version.earned, serving: hasConsumers(version) ? 'serving' : 'idle' } },
      standing: version.standing,
      record: {},
    },
  });

/** Reads a snapshot's names; what a deprecated version had earned is remembered by its facts alone. */
export function positionOf(snapshot: VersionSnapshot): Position {
  const { road, standing } = snapshot.value;
  if (road === 'deprecated') {
    return { stage: 'deprecated', earned: snapshot.context.version.earned, standing };
  }
  const { earned, serving } = road.open;
  return { stage: serving === 'serving' ? 'deployed' : earned, earned, standing };
}

/** Where a version stands after an event; where it stood, if the event is refused. */
export const transition = (version: VersionState, event: VersionEvent): Position =>
  positionOf(step(versionMachine, resolveState(version), event)[0]);
