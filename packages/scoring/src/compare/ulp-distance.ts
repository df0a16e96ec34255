const ordered = (bits: bigint, width: 32 | 64): bigint => {
  const sign = 1n << BigInt(width - 1);
  return bits & sign ? BigInt.asUintN(width, ~bits) : bits | sign;
};

/**
 * Steps from one float to the other through the representable values, from their bits. -0 and +0 are one step apart, so
 * the distance is 0 exactly when the bits are equal. null for NaN and infinity, which have no distance.
 */
export function ulpDistance(a: bigint, b: bigint, width: 32 | 64): number | null {
  if (a === b) return 0;
  const exponent = width === 32 ? 0x7f800000n : 0x7ff0000000000000n;
  if ((a & exponent) === exponent || (b & exponent) === exponent) return null;
  const distance = ordered(a, width) - ordered(b, width);
  return Number(distance < 0n ? -distance : distance);
}
