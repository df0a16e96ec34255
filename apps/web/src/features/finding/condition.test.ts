import { describe, expect, it } from 'vitest';
import { conditionOf, noCondition } from './condition.ts';

describe('a condition', () => {
  it('is none where nothing was chosen, or every use was left out', () => {
    expect(conditionOf(noCondition, ['a'])).toBeUndefined();
    expect(conditionOf({ ...noCondition, without: ['a'] }, ['a'])).toBeUndefined();
    expect(conditionOf({ ...noCondition, findings: { f: '' } }, ['a'])).toBeUndefined();
  });

  it('holds what was chosen', () => {
    expect(
      conditionOf({ until: '2027-01-31', without: ['b'], findings: { f: '2026-12-31' } }, ['a', 'b']),
    ).toEqual({
      until: new Date('2027-01-31T23:59:59').toISOString(),
      uses: ['a'],
      findings: [{ findingId: 'f', closeBy: new Date('2026-12-31T23:59:59').toISOString() }],
    });
  });
});
