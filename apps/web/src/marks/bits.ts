/** Bits of a big-endian hex string, most significant first. */
export const bitsOfHex = (hex: string): string =>
  [...hex].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');

/** Lengths of sign, exponent and fraction (IEEE 754); integers and others are one group. */
export function groupsOf(dtype: string, bits: number): readonly number[] {
  if (bits === 32 && /^(float|float32|f32)$/.test(dtype)) return [1, 8, 23];
  if (bits === 64 && /^(double|float64|f64)$/.test(dtype)) return [1, 11, 52];
  if (bits === 16 && /^(float16|f16)$/.test(dtype)) return [1, 5, 10];
  return [bits];
}

/** Positions, counted from the most significant bit, at which two strings of equal length differ. */
export function differingBits(recorded: string, replayed: string): number[] {
  const left = bitsOfHex(recorded);
  const right = bitsOfHex(replayed);
  return [...right].flatMap((bit, index) => (bit === left[index] ? [] : [index]));
}
