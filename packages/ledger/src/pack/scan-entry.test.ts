import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Entry, entryText } from '../entry.ts';
import { readEntry } from './read-entry.ts';
import { glanceAt } from './scan-entry.ts';

const utf8 = new TextEncoder();
const isRead = (bytes: Uint8Array): boolean => {
  try {
    readEntry(bytes);
    return true;
  } catch {
    return false;
  }
};

const plain = fc.string({ unit: fc.constantFrom(...'abcXYZ019 -_!"\\'), maxLength: 12 });
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    plain,
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(plain, tie('any'), { maxKeys: 4 }),
  ),
})).any;
const entries = fc.record({
  data: fc.dictionary(plain, value, { maxKeys: 5 }),
  digests: fc.dictionary(plain, plain, { maxKeys: 2 }),
  event: fc.constantFrom('version.signed-off', 'person.added', 'été'),
  step: fc.option(fc.nat()),
});
const bytesOf = (parts: object) =>
  utf8.encode(
    entryText({
      v: 1,
      at: '2026-11-21T00:00:00.000Z',
      actor: { kind: 'person', id: 'a' },
      subject: { kind: 'version', id: 'b' },
      ...parts,
    } as Entry),
  );

it('a glance says of an entry what reading it says', () => {
  fc.assert(
    fc.property(entries, (parts) => {
      const glance = glanceAt(bytesOf(parts));
      if (glance)
        expect(glance).toEqual({ event: parts.event, isSigned: Object.hasOwn(parts.data, 'signature') });
    }),
    { numRuns: 1_000 },
  );
  const signed = { data: { key: 'k', signature: 's' }, digests: {}, event: 'version.signed-off', step: 1 };
  expect(glanceAt(bytesOf(signed))).toEqual({ event: 'version.signed-off', isSigned: true });
});

it('a glance takes nothing that reading refuses, whatever bytes are changed, added or left out', () => {
  fc.assert(
    fc.property(
      entries,
      fc.nat(),
      fc.constantFrom(...'{}[]:,"\\01-.e truefalsnv', '\u0000', '\u00ff'),
      fc.constantFrom('change', 'insert', 'remove'),
      (parts, place, letter, how) => {
        const bytes = bytesOf(parts);
        const at = place % bytes.length;
        const damaged = Uint8Array.from([
          ...bytes.subarray(0, at),
          ...(how === 'remove' ? [] : [letter.charCodeAt(0)]),
          ...bytes.subarray(how === 'insert' ? at : at + 1),
        ]);
        if (glanceAt(damaged)) expect(isRead(damaged), new TextDecoder().decode(damaged)).toBe(true);
      },
    ),
    { numRuns: 5_000 },
  );
});

it('leaves what is not plain to the reader', () => {
  for (const data of [{ n: 0.5 }, { n: 2 ** 52 }, { s: 'é' }, { s: 'a\nb' }, { 10: 1, 2: 1 }])
    expect(isRead(bytesOf({ data, digests: {}, event: 'e', step: 1 })), JSON.stringify(data)).toBe(true);
});
