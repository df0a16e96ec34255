import { describe, expect, it } from 'vitest';
import { problemOf, RestRefusal } from './problem.ts';

const said = { code: 'STALE', message: 'Somebody amended it.', requestId: 'r-1', detail: { revision: 3 } };

describe('a refusal', () => {
  it.each([
    ['of tRPC', Object.assign(new Error('x'), { data: { countersign: said } })],
    ['of REST', { error: said }],
    ['carried by an error', new RestRefusal(said)],
  ])('%s prints its code, sentence and request', (_name, error) => {
    expect(problemOf(error)).toEqual(said);
  });

  it('that never came is said to be none', () => {
    expect(problemOf(new TypeError('Failed to fetch')).code).toBe('UNREACHABLE');
  });
});
