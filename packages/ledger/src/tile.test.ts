import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryBundle, parseEntryBundle } from './entry-bundle.ts';
import { bundlePath, parseTilePath, partialTile, tilePath } from './tile.ts';

describe('the address of a tile', () => {
  it('is the one of the specification', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(bundlePath({ index: 273, width: 112 })).toBe('tile/entries/273.p/112');
  });

  it('is read back, and has no second spelling', () => {
    fc.assert(
      fc.property(fc.nat(63), fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(parseTilePath(tilePath({ level, index, width }).slice(5))).toEqual({ level, index, width });
      }),
    );
    for (const other of [
      '00/000',
      '64/000',
      '0/0',
      '0/x000/001',
      '0/000.p/0',
      '0/000.p/256',
      '0/000.p/01',
      '0/001/x234',
      '0/../000',
      '0/000/',
      'Entries/000',
      '0/x999/x999/x999/x999/x999/999',
    ])
      expect(parseTilePath(other), other).toBeNull();
  });

  it('ends a tree where a level is not full', () => {
    expect(partialTile(0, 70_000)).toEqual({ level: 0, index: 273, width: 112 });
    expect(partialTile(1, 70_000)).toEqual({ level: 1, index: 1, width: 17 });
    expect(partialTile(0, 256)).toBeNull();
    expect(partialTile(3, 70_000)).toBeNull();
  });
});

describe('a bundle of entries', () => {
  it('gives back what went in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), (entries) => {
        expect(parseEntryBundle(entryBundle(entries)).map((entry) => [...entry])).toEqual(
          entries.map((entry) => [...entry]),
        );
      }),
    );
  });

  it('refuses what does not fit, and what ends too soon', () => {
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
    const bundle = entryBundle([Uint8Array.of(1, 2, 3)]);
    for (let length = 1; length < bundle.length; length += 1)
      expect(() => parseEntryBundle(bundle.subarray(0, length))).toThrow(SyntaxError);
  });
});
