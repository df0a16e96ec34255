/** A straight scale: `at` gives the place of a value in percent, kept inside. */
export interface Scale {
  low: number;
  high: number;
  at: (value: number) => number;
}

export function scaleBetween(low: number, high: number): Scale {
  const span = high - low || 1;
  return { low, high, at: (value) => Math.min(100, Math.max(0, ((value - low) / span) * 100)) };
}

/** A probability is shown on 0 to 1; anything else on a scale around value and threshold. */
export function decisionScale(value: number, threshold: number): Scale {
  if ([value, threshold].every((number) => number >= 0 && number <= 1)) return scaleBetween(0, 1);
  const distance = Math.abs(value - threshold) || Math.abs(threshold) || 1;
  return scaleBetween(Math.min(value, threshold) - distance, Math.max(value, threshold) + distance);
}
