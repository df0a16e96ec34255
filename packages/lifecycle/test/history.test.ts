import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { can, gateProgress, given, next, transition, type VersionState } from '../src/index.ts';
import { holdByHand, isInProductionByHand } from './by-hand.ts';
import { histories, type Step } from './history.ts';
import { session } from './version-fixture.ts';

type Rule = (step: Step, index: number, life: readonly Step[]) => void;

const told = ({ event, after }: Step): string => {
  const { at: _at, ...what } =
    'command' in event ? { at: event.at, ...event.command, by: event.actor.personId } : event;
  return `${JSON.stringify(what)}  => ${after.stage}, ${after.earned}, ${after.standing}`;
};

const seed = 20261121;
const lives = fc.sample(histories, { seed, numRuns: 200 });

/** Holds a rule against every step of the sampled lives; one that breaks it is told shortened, event by event. */
function always(rule: Rule): void {
  const walk = (life: readonly Step[]) => {
    life.forEach((step, index) => {
      rule(step, index, life);
    });
  };
  try {
    lives.forEach(walk);
  } catch (broken) {
    const { counterexample } = fc.check(fc.property(histories, walk), { seed, numRuns: 200 });
    const reason = broken instanceof Error ? broken.message : String(broken);
    throw new Error([reason, ...(counterexample?.[0] ?? []).map(told)].join('\n'));
  }
}

const inProduction = (state: VersionState) =>
  state.deployments.filter((deployment) => isInProductionByHand(state, deployment));

describe('in any life of a version', () => {
  it('every road is walked', () => {
    const seen = new Map<string, number>();
    const see = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    always(({ before, event, after }) => {
      if (after !== before) see(event.type);
      see(after.stage);
      see(after.standing);
      for (const { ground } of inProduction(after)) see(ground);
      for (const { state } of after.requests) see(`request ${state}`);
      for (const { state } of after.signOffs) see(`sign-off ${state}`);
    });
    const expected = [
      ...['registered', 'reviewed', 'approved', 'deployed', 'deprecated', 'usable', 'advisory', 'blocked'],
      ...['gates', 'expedited', 'mandate', 'as-found'],
      ...['open', 'satisfied', 'withdrawn', 'closed', 'void', 'superseded'].map(
        (state) => `request ${state}`,
      ),
      ...['current', 'owed', 'void', 'withdrawn', 'cleared', 'replaced'].map((state) => `sign-off ${state}`),
      ...['request', 'withdraw-request', 'sign', 'withdraw-sign-off', 're-endorse', 'amend-substance'],
      ...[
        'amend-presentation',
        'deploy',
        'deploy-expedited',
        'promote',
        'resume',
        'stop',
        'rollback',
        'mark',
      ],
      ...['lift', 'deprecate', 'evidence.recorded', 'author.found', 'role.lost', 'deployments.changed'],
      ...['expedited.lapsed', 'mandate.used'],
    ];
    expect(expected.filter((what) => !seen.has(what))).toEqual([]);
  });

  it('the machine and the facts agree on where it stands', () => {
    always(({ before, event, after }) => {
      const { stage, earned, standing } = after;
      expect(transition(before, event)).toEqual({ stage, earned, standing });
    });
  });

  it('nobody’s own sign-off counts for it', () => {
    always(({ before, event, after }) => {
      for (const { id } of after.requests) {
        const { counted } = gateProgress(after, id);
        const signers = after.signOffs.filter((made) => counted.includes(made.id));
        expect(signers.filter(({ personId }) => after.authors.includes(personId))).toEqual([]);
      }
      if (event.type === 'sign' && before.authors.includes(event.actor.personId)) expect(after).toBe(before);
    });
  });

  it('satisfied gates hold when their seats are filled by hand, apart where the policy says so', () => {
    always(({ after }) => {
      expect(holdByHand(after)).toBe(true);
    });
  });

  it('it earns a stage only by the gate before it, or by a mandate', () => {
    always(({ before, event, after }) => {
      if (after.earned === before.earned || event.type === 'mandate.used') return;
      const gate = { registered: null, reviewed: 'review', approved: 'approval' }[after.earned];
      if (gate === null) return;
      expect(after.requests.some((made) => made.gate === gate && made.state === 'satisfied')).toBe(true);
      expect(before.earned).toBe(gate === 'review' ? 'registered' : 'reviewed');
    });
  });

  it('nothing reaches production without all three gates, unless marked with another ground', () => {
    always(({ before, event, after, at }, index, life) => {
      const had = new Set(inProduction(before).map(({ id, role }) => `${id}${role}`));
      const arrived = inProduction(after).filter(({ id, role }) => !had.has(`${id}${role}`));
      const wasMandated = life
        .slice(0, index + 1)
        .some((step) => step.event.type === 'mandate.used' && step.after !== step.before);
      for (const { environmentId, ground } of arrived) {
        expect(before.standing).not.toBe('blocked');
        if (ground === 'expedited')
          expect([before.expeditedUsed, after.expeditedUsed]).toEqual([false, true]);
        else if (ground === 'mandate') expect(event.type).toBe('mandate.used');
        else if (event.type === 'rollback') expect(before.wasChampionIn).toContain(environmentId);
        else if (ground === 'as-found') expect.unreachable('as-found is never deployed anew');
        else {
          const satisfied = before.requests.filter(({ state }) => state === 'satisfied');
          expect(before.earned).toBe('approved');
          expect(Date.parse(before.approvalEndsAt ?? at)).toBeGreaterThan(Date.parse(at));
          expect(
            satisfied.some((made) => made.gate === 'goLive' && made.environmentId === environmentId),
          ).toBe(true);
          if (!wasMandated) {
            expect(satisfied.map(({ gate }) => gate)).toEqual(expect.arrayContaining(['review', 'approval']));
          }
        }
      }
      for (const { ground } of inProduction(after)) {
        if (ground === 'gates') expect(after.earned).toBe('approved');
        if (ground === 'as-found') expect(after.asFound).toBe(true);
      }
    });
  });

  it('a blocked version never serves', () => {
    always(({ after }) => {
      if (after.standing !== 'blocked') return;
      expect(after.deployments.filter(({ state }) => state === 'serving')).toEqual([]);
    });
  });

  it('everything can be stopped, by any operator, at any time', () => {
    always(({ after, at }) => {
      for (const { environmentId } of after.deployments) {
        const stopped = next(after, given({ type: 'stop', environmentId }, session('ada', 'operator'), at));
        expect(stopped.deployments.some((left) => left.environmentId === environmentId)).toBe(false);
      }
    });
  });

  it('every stage can be deprecated, and then nothing serves, is asked or comes back', () => {
    always(({ before, after, at }) => {
      const end = next(after, given({ type: 'deprecate', reason: 'retired' }, session('olga', 'owner'), at));
      expect(end.stage).toBe('deprecated');
      expect(end.deployments).toEqual([]);
      expect(end.requests.some(({ state }) => state === 'open')).toBe(false);
      if (before.stage === 'deprecated') expect(after.stage).toBe('deprecated');
    });
  });

  it('a sign-off that is void, withdrawn, cleared or replaced never counts again', () => {
    always(({ before, after }) => {
      const over = before.signOffs.filter(({ state }) => state !== 'current' && state !== 'owed');
      for (const { id, state } of over) {
        expect(after.signOffs.find((made) => made.id === id)?.state).toBe(state);
      }
      const counted = after.requests.flatMap(({ id }) => gateProgress(after, id).counted);
      expect(over.filter(({ id }) => counted.includes(id))).toEqual([]);
    });
  });

  it('a gate that was rejected is not satisfied over the same substance', () => {
    always(({ before, after }) => {
      for (const { id, gate, environmentId, state } of after.requests) {
        if (state !== 'satisfied' || before.requests.find((made) => made.id === id)?.state === 'satisfied')
          continue;
        const rejected = before.requests
          .filter((made) => made.gate === gate && made.environmentId === environmentId)
          .filter((made) => made.substance === before.substance)
          .flatMap((made) => before.signOffs.filter(({ requestId }) => requestId === made.id))
          .filter((made) => made.decision === 'reject' && made.state === 'current')
          .filter(({ personId }) => !after.authors.includes(personId));
        expect(rejected).toEqual([]);
      }
    });
  });

  it('people, gates and environments are counted once', () => {
    always(({ after }) => {
      const live = after.signOffs
        .filter(({ state }) => state === 'current' || state === 'owed')
        .map(({ requestId, personId }) => `${requestId} ${personId}`);
      expect(new Set(live).size).toBe(live.length);
      for (const wanted of ['open', 'satisfied']) {
        const held = after.requests
          .filter(({ state }) => state === wanted)
          .map(({ gate, environmentId }) => `${gate} ${environmentId}`);
        expect(new Set(held).size).toBe(held.length);
      }
      const places = after.deployments.map(({ environmentId }) => environmentId);
      expect(new Set(places).size).toBe(places.length);
    });
  });

  it('the substance rests once it is approved, and while it serves', () => {
    always(({ before, after }) => {
      if (before.earned === 'approved' || before.stage === 'deployed' || before.stage === 'deprecated') {
        expect(after.substance).toBe(before.substance);
      }
    });
  });

  it('the expedited road is taken once, and not past a rejection', () => {
    always((step, index, life) => {
      if (step.event.type !== 'deploy-expedited' || step.after === step.before) return;
      const earlier = life
        .slice(0, index)
        .filter(({ before, event, after }) => event.type === 'deploy-expedited' && before !== after);
      expect(earlier).toEqual([]);
      const over = step.before.requests.filter(({ substance }) => substance === step.before.substance);
      const rejected = step.before.signOffs.filter(
        ({ decision, state, requestId }) =>
          decision === 'reject' && state === 'current' && over.some(({ id }) => id === requestId),
      );
      expect(rejected).toEqual([]);
    });
  });

  it('a token signs nothing', () => {
    always(({ before, event, after }) => {
      if (!('actor' in event) || event.actor.via !== 'service-token') return;
      expect(after.signOffs.length).toBe(before.signOffs.length);
      expect(after.liftSignatures).toBe(before.liftSignatures);
      expect(after.deployments).toBe(before.deployments);
    });
  });

  it('what is refused changes nothing', () => {
    always(({ before, event, after, at }) => {
      if ('actor' in event && !can(before, event.command, event.actor, at)) expect(after).toBe(before);
    });
  });
});
