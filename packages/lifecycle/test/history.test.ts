import fc from 'fast-check';
// `assert` holds each step of each life: there are some hundred thousand, and `expect` costs more than most of the rules.
import { assert, describe, expect, it } from 'vitest';
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
    assert.deepEqual(
      expected.filter((what) => !seen.has(what)),
      [],
    );
  });

  it('the machine and the facts agree on where it stands', () => {
    always(({ before, event, after }) => {
      const { stage, earned, standing } = after;
      assert.deepEqual(transition(before, event), { stage, earned, standing });
    });
  });

  it('nobody’s own sign-off counts for it', () => {
    always(({ before, event, after }) => {
      for (const { id } of after.requests) {
        const { counted } = gateProgress(after, id);
        const signers = after.signOffs.filter((made) => counted.includes(made.id));
        assert.deepEqual(
          signers.filter(({ personId }) => after.authors.includes(personId)),
          [],
        );
      }
      if (event.type === 'sign' && before.authors.includes(event.actor.personId))
        assert.strictEqual(after, before);
    });
  });

  it('satisfied gates hold when their seats are filled by hand, apart where the policy says so', () => {
    always(({ after }) => {
      assert.strictEqual(holdByHand(after), true);
    });
  });

  it('it earns a stage only by the gate before it, or by a mandate', () => {
    always(({ before, event, after }) => {
      if (after.earned === before.earned || event.type === 'mandate.used') return;
      const gate = { registered: null, reviewed: 'review', approved: 'approval' }[after.earned];
      if (gate === null) return;
      assert.strictEqual(
        after.requests.some((made) => made.gate === gate && made.state === 'satisfied'),
        true,
      );
      assert.strictEqual(before.earned, gate === 'review' ? 'registered' : 'reviewed');
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
          assert.deepEqual([before.expeditedUsed, after.expeditedUsed], [false, true]);
        else if (ground === 'mandate') assert.strictEqual(event.type, 'mandate.used');
        else if (event.type === 'rollback') expect(before.wasChampionIn).toContain(environmentId);
        else if (ground === 'as-found') expect.unreachable('as-found is never deployed anew');
        else {
          const satisfied = before.requests.filter(({ state }) => state === 'satisfied');
          assert.strictEqual(before.earned, 'approved');
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
        if (ground === 'gates') assert.strictEqual(after.earned, 'approved');
        if (ground === 'as-found') assert.strictEqual(after.asFound, true);
      }
    });
  });

  it('a blocked version never serves', () => {
    always(({ after }) => {
      if (after.standing !== 'blocked') return;
      assert.deepEqual(
        after.deployments.filter(({ state }) => state === 'serving'),
        [],
      );
    });
  });

  it('everything can be stopped, by any operator, at any time', () => {
    always(({ after, at }) => {
      for (const { environmentId } of after.deployments) {
        const stopped = next(after, given({ type: 'stop', environmentId }, session('ada', 'operator'), at));
        assert.strictEqual(
          stopped.deployments.some((left) => left.environmentId === environmentId),
          false,
        );
      }
    });
  });

  it('every stage can be deprecated, and then nothing serves, is asked or comes back', () => {
    always(({ before, after, at }) => {
      const end = next(after, given({ type: 'deprecate', reason: 'retired' }, session('olga', 'owner'), at));
      assert.strictEqual(end.stage, 'deprecated');
      assert.deepEqual(end.deployments, []);
      assert.strictEqual(
        end.requests.some(({ state }) => state === 'open'),
        false,
      );
      if (before.stage === 'deprecated') assert.strictEqual(after.stage, 'deprecated');
    });
  });

  it('a sign-off that is void, withdrawn, cleared or replaced never counts again', () => {
    always(({ before, after }) => {
      const over = before.signOffs.filter(({ state }) => state !== 'current' && state !== 'owed');
      for (const { id, state } of over) {
        assert.strictEqual(after.signOffs.find((made) => made.id === id)?.state, state);
      }
      const counted = after.requests.flatMap(({ id }) => gateProgress(after, id).counted);
      assert.deepEqual(
        over.filter(({ id }) => counted.includes(id)),
        [],
      );
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
        assert.deepEqual(rejected, []);
      }
    });
  });

  it('people, gates and environments are counted once', () => {
    always(({ after }) => {
      const live = after.signOffs
        .filter(({ state }) => state === 'current' || state === 'owed')
        .map(({ requestId, personId }) => `${requestId} ${personId}`);
      assert.strictEqual(new Set(live).size, live.length);
      for (const wanted of ['open', 'satisfied']) {
        const held = after.requests
          .filter(({ state }) => state === wanted)
          .map(({ gate, environmentId }) => `${gate} ${environmentId}`);
        assert.strictEqual(new Set(held).size, held.length);
      }
      const places = after.deployments.map(({ environmentId }) => environmentId);
      assert.strictEqual(new Set(places).size, places.length);
    });
  });

  it('the substance rests once it is approved, and while it serves', () => {
    always(({ before, after }) => {
      if (before.earned === 'approved' || before.stage === 'deployed' || before.stage === 'deprecated') {
        assert.strictEqual(after.substance, before.substance);
      }
    });
  });

  it('the expedited road is taken once, and not past a rejection', () => {
    always((step, index, life) => {
      if (step.event.type !== 'deploy-expedited' || step.after === step.before) return;
      const earlier = life
        .slice(0, index)
        .filter(({ before, event, after }) => event.type === 'deploy-expedited' && before !== after);
      assert.deepEqual(earlier, []);
      const over = step.before.requests.filter(({ substance }) => substance === step.before.substance);
      const rejected = step.before.signOffs.filter(
        ({ decision, state, requestId }) =>
          decision === 'reject' && state === 'current' && over.some(({ id }) => id === requestId),
      );
      assert.deepEqual(rejected, []);
    });
  });

  it('a token signs nothing', () => {
    always(({ before, event, after }) => {
      if (!('actor' in event) || event.actor.via !== 'service-token') return;
      assert.strictEqual(after.signOffs.length, before.signOffs.length);
      assert.strictEqual(after.liftSignatures, before.liftSignatures);
      assert.strictEqual(after.deployments, before.deployments);
    });
  });

  it('what is refused changes nothing', () => {
    always(({ before, event, after, at }) => {
      if ('actor' in event && !can(before, event.command, event.actor, at)) assert.strictEqual(after, before);
    });
  });
});
