import { Refusal } from '@countersign/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPage, keyset, limitOf } from './paging.ts';

const keys = keyset('things', 'instant', 'uuid');
const values = ['2026-11-21T01:02:03.004Z', '0198f1c2-6a0e-7c3b-9d41-2f7be0a4c815'];

const refuses = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof Refusal && error.code === 'BAD_INPUT';
  }
  return false;
};
const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it('gives back the key that it was made of, and nulls for the first page', () => {
    expect(keys.decode(keys.encode(values))).toEqual(values);
    expect(keys.decode(keys.encode(['infinity', values[1]!]))).toEqual(['infinity', values[1]]);
    expect(keys.decode(undefined)).toEqual([null, null]);
  });

  it('of another list, of another shape, or with a value that the database would choke on is BAD_INPUT', () => {
    const hostile = [
      '',
      'not base64 at all',
      cursor(null),
      cursor({}),
      cursor(['things']),
      cursor(['others', ...values]),
      cursor(['things', ...values, 'more']),
      cursor(['things', values[0], "'; DROP TABLE version"]),
      cursor(['things', '2026-13-45T99:99:99.999Z', values[1]]),
      cursor(['things', '0000-01-01T00:00:00.000Z', values[1]]),
      cursor(['things', '+275760-09-13T00:00:00.000Z', values[1]]),
      cursor(['things', 7, values[1]]),
    ];
    for (const after of hostile) expect(refuses(() => keys.decode(after))).toBe(true);
    expect(refuses(() => keyset('n', 'integer').decode(cursor(['n', '9'.repeat(30)])))).toBe(true);
    expect(refuses(() => keyset('n', 'text').decode(cursor(['n', 'a\u0000b'])))).toBe(true);
  });

  it('never lets anything but a key or a Refusal out, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => Buffer.from(json).toString('base64url')),
        ),
        (after) => {
          expect(refuses(() => keys.decode(after))).toBe(true);
        },
      ),
    );
  });
});

describe('a page', () => {
  it('holds 1 to 200 rows', () => {
    expect(limitOf({})).toBe(50);
    expect(limitOf({ limit: 200 })).toBe(200);
    for (const limit of [0, -1, 201, 1.5, Number.NaN]) expect(refuses(() => limitOf({ limit }))).toBe(true);
  });

  it('has a cursor only where more follows', () => {
    const ids = keyset('ids', 'integer');
    expect(cutPage([3, 2], 2, ids, (id) => [String(id)])).toEqual({ rows: [3, 2], next: null });
    const cut = cutPage([3, 2, 1], 2, ids, (id) => [String(id)]);
    expect(cut.rows).toEqual([3, 2]);
    expect(ids.decode(cut.next!)).toEqual(['2']);
    expect(cutPage([], 2, ids, (id) => [String(id)])).toEqual({ rows: [], next: null });
  });
});
