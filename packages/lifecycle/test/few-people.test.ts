import { describe, expect, it } from 'vitest';
import { builtInPolicies } from '../src/built-in-policies.ts';
import {
  type Actor,
  type Command,
  can,
  given,
  next,
  type Policy,
  type Role,
  roles,
  type Tier,
  tiers,
  type VersionState,
  whoCouldSign,
} from '../src/index.ts';
import { now, session, version } from './version-fixture.ts';

const gatesToAsk: readonly Command[] = [
  { type: 'request', gate: 'review' },
  { type: 'request', gate: 'approval' },
  { type: 'request', gate: 'goLive', environmentId: 'production' },
];

/** Tries everybody as signer of everything, then everybody as operator: whether any way leads to production. */
function canReachProduction(state: VersionState, people: readonly Actor[]): boolean {
  const open = state.requests.find((request) => request.state === 'open');
  if (open !== undefined) {
    const sign: Command = { type: 'sign', requestId: open.id, decision: 'endorse' };
    return people.some(
      (signer) =>
        can(state, sign, signer, now) && canReachProduction(next(state, given(sign, signer, now)), people),
    );
  }
  const deploy: Command = { type: 'deploy', environmentId: 'production', role: 'champion' };
  if (people.some((operator) => can(state, deploy, operator, now))) return true;
  return gatesToAsk.some(
    (ask) =>
      can(state, ask, people[0]!, now) &&
      canReachProduction(next(state, given(ask, people[0]!, now)), people),
  );
}

/** All of them hold every role: whom the rules refuse then, they refuse for separation alone. The first is the author. */
const crew = (count: number): Actor[] =>
  ['ada', 'bea', 'cyd', 'dan', 'eve'].slice(0, count).map((name) => session(name, ...roles));

const needed: readonly (readonly [Tier, number])[] = [
  ['low', 2],
  ['moderate', 3],
  ['high', 4],
];

describe('how many people a tier needs', () => {
  it.each(needed)('%s: %i, and not fewer', (tier, count) => {
    for (let size = 1; size <= 5; size += 1) {
      expect(canReachProduction(version({}, tier), crew(size)), `${size} people`).toBe(size >= count);
    }
  });

  it('is foreseen when registering', () => {
    for (const [tier, count] of needed) {
      for (let size = 1; size <= 5; size += 1) {
        expect(whoCouldSign(builtInPolicies[tier], ['ada'], crew(size)).deployable).toBe(size >= count);
      }
    }
  });

  it('is foreseen for any hands that three or four people hold', () => {
    const hands: readonly (readonly Role[])[] = [
      ['reviewer'],
      ['approver'],
      ['operator'],
      ['reviewer', 'approver'],
      ['reviewer', 'operator'],
      ['approver', 'operator'],
    ];
    let possible = 0;
    for (const tier of tiers) {
      for (const first of hands) {
        for (const second of hands) {
          for (const third of hands) {
            const people = [
              session('ada', 'developer', 'operator'),
              session('bea', ...first),
              session('cyd', ...second),
              session('dan', ...third),
            ];
            const foreseen = whoCouldSign(builtInPolicies[tier], ['ada'], people).deployable;
            expect(foreseen).toBe(canReachProduction(version({}, tier), people));
            if (foreseen) possible += 1;
          }
        }
      }
    }
    expect(possible).toBeGreaterThan(50);
  });
});

describe('who could sign', () => {
  const people = [session('ada', 'reviewer'), session('rita', 'reviewer'), session('paul', 'approver')];

  it('names the candidates of each place, never an author', () => {
    const { gates, satisfiable, deployable, example } = whoCouldSign(
      builtInPolicies.moderate,
      ['ada'],
      people,
    );
    expect(gates.review).toEqual({
      places: [{ role: 'reviewer', quorum: 1, candidates: ['rita'] }],
      satisfiable: true,
    });
    expect(satisfiable).toBe(true);
    expect(deployable).toBe(false);
    expect(example).toEqual({ review: ['rita'], approval: ['paul'], goLive: ['paul'], operator: null });
  });

  it('looks for signers that leave an operator apart, where the tier asks for one', () => {
    const rita = session('rita', 'reviewer');
    const paul = session('paul', 'approver', 'operator');
    const deployable = (tier: Tier, ...more: readonly Actor[]) =>
      whoCouldSign(builtInPolicies[tier], ['ada'], [rita, paul, ...more]);
    expect(deployable('low')).toMatchObject({ deployable: true, example: { operator: 'paul' } });
    expect(deployable('moderate')).toMatchObject({ satisfiable: true, deployable: false });
    expect(deployable('moderate', session('pia', 'approver'))).toMatchObject({
      deployable: true,
      example: { goLive: ['pia'], operator: 'paul' },
    });
    const four = [session('rolf', 'reviewer'), session('pia', 'approver')];
    expect(deployable('high', ...four).deployable).toBe(true);
    const authorOperates = [rita, ...four, session('pam', 'approver'), session('ada', 'operator')];
    expect(whoCouldSign(builtInPolicies.high, ['ada'], authorOperates).deployable).toBe(false);
    expect(whoCouldSign(builtInPolicies.moderate, ['ada'], authorOperates).deployable).toBe(true);
  });

  it('says when nobody can', () => {
    const alone = whoCouldSign(builtInPolicies.moderate, ['ada', 'rita'], people);
    expect(alone.gates.review.satisfiable).toBe(false);
    expect(alone.gates.approval.satisfiable).toBe(true);
    expect(alone).toMatchObject({ satisfiable: false, deployable: false, example: null });
  });

  it('seats a person of two roles where only they fit', () => {
    const policy: Policy = {
      ...builtInPolicies.low,
      gates: {
        ...builtInPolicies.low.gates,
        review: {
          ...builtInPolicies.low.gates.review,
          signOffs: [
            { role: 'reviewer', quorum: 1 },
            { role: 'compliance', quorum: 1 },
          ],
        },
      },
    };
    const both = [session('cleo', 'reviewer', 'compliance'), session('rita', 'reviewer')];
    expect(whoCouldSign(policy, [], both).gates.review.satisfiable).toBe(true);
    expect(whoCouldSign(policy, [], both.slice(0, 1)).gates.review.satisfiable).toBe(false);
  });

  it('never seats a role that cannot sign, nor calls an empty gate satisfiable', () => {
    const { review } = builtInPolicies.low.gates;
    const policyOf = (signOffs: typeof review.signOffs): Policy => ({
      ...builtInPolicies.low,
      gates: { ...builtInPolicies.low.gates, review: { ...review, signOffs } },
    });
    const everybody = crew(5);
    expect(
      whoCouldSign(policyOf([{ role: 'owner', quorum: 1 }]), [], everybody).gates.review.satisfiable,
    ).toBe(false);
    expect(whoCouldSign(policyOf([]), [], everybody).gates.review.satisfiable).toBe(false);
  });

  it('answers at once for a crowd', () => {
    const crowd = Array.from({ length: 2000 }, (_, index) => session(`p${index}`, 'reviewer'));
    const { gates } = whoCouldSign(builtInPolicies.high, ['p0'], [...crowd, session('paul', 'approver')]);
    expect(gates.review.places[0]?.candidates.length).toBe(1999);
    expect(whoCouldSign(builtInPolicies.high, [], [...crowd, session('paul', 'approver')])).toMatchObject({
      satisfiable: false,
    });
  });
});
