const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const general = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
const percent = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const countText = (count: number): string => grouped.format(count);

/** `1,000+` where counting stopped. */
export const boundedText = ({ count, more }: { count: number; more: boolean }): string =>
  `${grouped.format(count)}${more ? '+' : ''}`;

/** A measured figure, at most six significant digits; very small ones in scientific notation. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(1);
  return general.format(value);
}

/** A share between 0 and 1 as `100 %`; `none` for a shadow that answers nobody. */
export const shareText = (share: number): string =>
  share === 0 ? 'none' : `${percent.format(share * 100)} %`;

/** `1 of 2 sign-offs`, `12 files`: a count with its word, plural by adding `s`. */
export const counted = (count: number, word: string, words = `${word}s`): string =>
  `${countText(count)} ${count === 1 ? word : words}`;

/** Bytes in binary multiples. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${countText(bytes)} bytes` : `${size.toFixed(1)} ${units[unit]}`;
}
