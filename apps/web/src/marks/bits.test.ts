import { describe, expect, it } from 'vitest';
import { bitsOfHex, differingBits, groupsOf } from './bits.ts';

describe('bits of a recorded number', () => {
  it('reads big-endian hex, most significant bit first', () => {
    expect(bitsOfHex('3ee92d4f')).toBe('00111110111010010010110101001111');
  });

  it('agrees with the platform about 0.4554238…', () => {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, 0.4554238021373749);
    expect(bitsOfHex(view.getUint32(0).toString(16))).toBe(bitsOfHex('3ee92d4f'));
  });

  it('names the one bit in which two floats differ', () => {
    expect(differingBits('3ee92d4f', '3ee92d4e')).toEqual([31]);
    expect(differingBits('3ee92d4f', '3ee92d4f')).toEqual([]);
  });

  it('groups by IEEE 754, and leaves integers whole', () => {
    expect(groupsOf('float32', 32)).toEqual([1, 8, 23]);
    expect(groupsOf('float64', 64)).toEqual([1, 11, 52]);
    expect(groupsOf('int64', 64)).toEqual([64]);
  });
});
