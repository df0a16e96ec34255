import type { TrafficRow, UseKind, UseRow } from '@countersign/contracts';

export const kindWord: Readonly<Record<UseKind, string>> = {
  realtime: 'Real time',
  batch: 'Batch',
  report: 'Report',
};
export const sourceWord: Readonly<Record<UseRow['source'], string>> = {
  portal: 'in the portal',
  api: 'by REST',
  file: 'by its repository',
};
export const originWord: Readonly<Record<TrafficRow['origin'], string>> = {
  invocation: 'answered here',
  recorded: 'recorded',
  heartbeat: 'heartbeat',
};

/** What a use is of. */
export const targetText = ({
  environment,
  from,
  to,
}: Pick<UseRow, 'environment' | 'from' | 'to'>): string => {
  if (environment !== null) return `what answers in ${environment}`;
  if (from === null && to === null) return 'every version';
  if (from !== null && from === to) return from;
  return `${from === null ? 'up' : `from ${from}`}${to === null ? ' on' : ` to ${to}`}`;
};

const units = [
  [7 * 24 * 60, 'week'],
  [24 * 60, 'day'],
  [60, 'hour'],
] as const;
/** How often something is used, in the largest unit that it is a whole number of. */
export function cadenceText(minutes: number | null): string {
  if (minutes === null) return 'not said';
  const [size, word] = units.find(([unit]) => minutes % unit === 0) ?? [1, 'minute'];
  const count = minutes / size;
  return count === 1 ? `every ${word}` : `every ${count} ${word}s`;
}
/** How often a use can be said to be. */
export const cadences: readonly { readonly value: string; readonly label: string }[] = [
  { value: '', label: 'Not known' },
  ...[60, 24 * 60, 7 * 24 * 60, 31 * 24 * 60, 92 * 24 * 60, 366 * 24 * 60].map((minutes, at) => ({
    value: String(minutes),
    label: ['Every hour', 'Every day', 'Every week', 'Every month', 'Every quarter', 'Every year'][at]!,
  })),
];

const milliseconds = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** As exact as a service level is: two digits. Empty where nobody measured. */
export const latencyText = ({ meanMs, maxMs }: Pick<TrafficRow, 'meanMs' | 'maxMs'>): string =>
  meanMs === null
    ? ''
    : `${milliseconds.format(meanMs)} ms, at most ${milliseconds.format(maxMs ?? meanMs)} ms`;
