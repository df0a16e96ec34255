import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { type Entry, entryText, leafHash } from './entry.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

describe('canonical form', () => {
  it('writes the numbers that RFC 8785 publishes', () => {
    // Appendix B of the RFC: IEEE 754 bits and the text they must become.
    const published: [string, string][] = [
      ['0000000000000000', '0'],
      ['8000000000000000', '0'],
      ['0000000000000001', '5e-324'],
      ['7fefffffffffffff', '1.7976931348623157e+308'],
      ['4340000000000001', '9007199254740994'],
      ['44b52d02c7e14af5', '9.999999999999997e+22'],
      ['3eb0c6f7a0b5ed8d', '0.000001'],
      ['41b3de4355555553', '333333333.3333332'],
      ['becbf647612f3696', '-0.0000033333333333333333'],
    ];
    for (const [hex, text] of published) {
      const number = Buffer.from(hex, 'hex').readDoubleBE();
      if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
        expect(() => canonicalJson(number)).toThrow(/2\^53/);
      } else {
        expect(canonicalJson(number)).toBe(text);
      }
    }
  });

  it('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(canonicalJson(record as JsonValue)).toBe(canonicalJson(reversed as JsonValue));
      }),
    );
  });

  it('refuses what JSON cannot carry', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});

describe('an entry', () => {
  const entry: Entry = {
    v: 1,
    event: 'version.registered',
    at: '2026-11-21T00:00:00.000Z',
    actor: { kind: 'person', id: 'a' },
    subject: { kind: 'version', id: 'b' },
    step: 1,
    data: {},
    digests: {},
  };

  it('hashes as an RFC 6962 leaf', () => {
    const text = entryText(entry);
    const expected = createHash('sha256')
      .update(Buffer.concat([Buffer.from([0]), Buffer.from(text)]))
      .digest();
    expect(Buffer.from(leafHash(text, sha256))).toEqual(expected);
    // RFC 6962: the leaf hash of the empty string.
    expect(Buffer.from(leafHash('', sha256)).toString('hex')).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });

  it('refuses to grow beyond what an entry bundle can hold', () => {
    expect(() => entryText({ ...entry, data: { text: 'x'.repeat(70_000) } })).toThrow(RangeError);
  });
});
