import type { MetricValue } from '@countersign/contracts';

/** As Python writes floats; null where it is no number. */
export function numberIn(text: string): MetricValue | null {
  if (/^nan$/i.test(text)) return 'NaN';
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? '-Infinity' : 'Infinity';
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}
