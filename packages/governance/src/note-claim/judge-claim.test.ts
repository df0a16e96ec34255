import type { MetricClaim } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { type ClaimFacts, judgeClaim } from './judge-claim.ts';
import { statedClaims } from './state-claim.ts';

const notes = (...claims: string[]) =>
  ['---', 'claims:', ...claims.map((claim) => `  - ${claim}`), '---'].join('\n');
const facts = (label: string, more: Partial<ClaimFacts> = {}): ClaimFacts => ({
  label,
  metrics: [],
  parameters: {},
  schema: null,
  decision: null,
  run: null,
  ...more,
});
const figure = (value: number, more: Partial<MetricClaim> = {}): MetricClaim => ({
  name: 'mae',
  split: 'holdout',
  value,
  ...more,
});
const judge = (claim: string, own: ClaimFacts, ...others: ClaimFacts[]) => {
  const [stated] = statedClaims(notes(claim));
  const { verdict, why, basis } = judgeClaim(stated!, own, new Map(others.map((one) => [one.label, one])));
  return [verdict, why, basis];
};

describe('a claim that cannot be checked says why', () => {
  it.each([
    [
      '{metric: mae, dataset: other, op: "<", value: 2}',
      '2.0.0 was registered without a figure for mae on other.',
    ],
    ['{metric: mae, dataset: holdout, op: "<", than: "9.9.9"}', 'The model has no version 9.9.9.'],
    ['{metric: mae, dataset: holdout, op: "<", than: "2.0.0"}', 'A version cannot be held against itself.'],
    ['{metric: mae, dataset: holdout, op: "<"}', /either a number/],
    ['{metric: mae, dataset: holdout, op: "<", value: 1, than: "1.0.0"}', /either a number/],
    ['{metric: mae, dataset: holdout, op: better, value: 1}', /compares by one of/],
    ['{metric: mae, dataset: holdout, op: "<", value: 1, split: x}', /knows no “split”/],
    ['best in class', /names its parts/],
    ['{colour: blue}', /what it is about/],
    ['{unchanged: weather, since: "1.0.0"}', /parameters or the schema/],
    ['{unchanged: schema, since: "1.0.0"}', 'One of the two versions has no schema.'],
    ['{unchanged: parameters, since: "1.0.0"}', 'Neither version was registered with parameters.'],
  ])('%s', (claim, why) => {
    const own = facts('2.0.0', { metrics: [figure(1)] });
    const [verdict, said, basis] = judge(claim, own, own, facts('1.0.0', { metrics: [figure(2)] }));
    expect([verdict, basis]).toEqual(['cannot-check', null]);
    if (typeof why === 'string') expect(said).toBe(why);
    else expect(said).toMatch(why);
  });

  it('a head of the notes that cannot be read is not passed over', () => {
    expect(statedClaims('---\nclaims:\n  deeper:\n---\n')).toMatchObject([{ kind: 'unreadable' }]);
    expect(statedClaims('---\nclaims: all good\n---\n')).toMatchObject([{ kind: 'unreadable' }]);
    expect(statedClaims('# Only prose')).toEqual([]);
  });
});

describe('figures are compared on the same data only', () => {
  const [first, second] = ['a'.repeat(64), 'b'.repeat(64)];
  const claim = '{metric: mae, dataset: holdout, op: "<", than: "1.0.0"}';
  const held = (own: Partial<MetricClaim>, other: Partial<MetricClaim>, text = claim) =>
    judge(
      text,
      facts('2.0.0', { metrics: [figure(1.5, own)] }),
      facts('1.0.0', { metrics: [figure(2.25, other)] }),
    );

  it('by their digests, where they are known', () => {
    expect(held({ datasetDigest: first }, { datasetDigest: first })).toEqual([
      'holds',
      '1.5 against 2.25 of 1.0.0, as registered; both on the same data.',
      'claimed',
    ]);
    expect(held({ datasetDigest: first }, { datasetDigest: second })[0]).toBe('cannot-check');
  });

  it('and it is said where that is not known, or not so', () => {
    expect(held({}, {})[1]).toContain('whether on the same data is not recorded');
    expect(held({ rows: 10 }, { rows: 12 })[1]).toContain('on 10 and on 12 rows, so not the same data');
    const parts = held({ rows: 10, datasetDigest: first }, { rows: 12, datasetDigest: first });
    expect(parts[1]).toContain('of one data set, on 10 and on 12 rows of it');
  });

  it('a claim may name its data', () => {
    const named = `{metric: mae, dataset: holdout, op: "<", value: 2, digest: ${first}}`;
    expect(held({ datasetDigest: first }, {}, named)[0]).toBe('holds');
    expect(held({ datasetDigest: second }, {}, named)[0]).toBe('cannot-check');
    expect(held({}, {}, named)[0]).toBe('cannot-check');
  });

  it('two different figures under one name decide nothing', () => {
    const own = facts('2.0.0', { metrics: [figure(1), figure(3)] });
    expect(judge('{metric: mae, dataset: holdout, op: "<", value: 2}', own)[0]).toBe('cannot-check');
  });

  it('figures that look alike when shortened are shown in full', () => {
    const own = facts('2.0.0', { metrics: [figure(1.00001)] });
    expect(judge('{metric: mae, dataset: holdout, op: "<=", value: 1}', own)).toEqual([
      'does-not-hold',
      'It is 1.00001, as registered.',
      'claimed',
    ]);
  });
});

it('“no parameter changed” is held against every parameter, whatever its order within', () => {
  const before = facts('1.0.0', { parameters: { seed: 1, tree: { depth: 4, leaves: 8 } } });
  const same = facts('2.0.0', { parameters: { tree: { leaves: 8, depth: 4 }, seed: 1 } });
  const other = facts('2.0.0', { parameters: { tree: { leaves: 8, depth: 5 }, seed: 1, extra: true } });
  const claim = '{unchanged: parameters, since: "1.0.0"}';
  expect(judge(claim, same, before)).toEqual([
    'holds',
    'All 2 are equal to those of 1.0.0, as registered.',
    'claimed',
  ]);
  expect(judge(claim, other, before)).toEqual([
    'does-not-hold',
    '2 of 3 differ from 1.0.0: tree, extra.',
    'claimed',
  ]);
});
