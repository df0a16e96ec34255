import type { DeploymentRow } from '@countersign/contracts';
import { Result } from './result.tsx';
import { minuteText } from './time-text.ts';

type Served = Pick<DeploymentRow, 'ground' | 'lapsesAt' | 'state'>;

/** `Expedited, until 24 Nov 2026, 10:15`; of an ended one, which lapses no more, the ground alone. */
export const expeditedText = ({ lapsesAt, state }: Omit<Served, 'ground'>): string =>
  lapsesAt === null || state === 'ended' ? 'Expedited' : `Expedited, until ${minuteText(lapsesAt)}`;

/** Marks a deployment that stands on one signature; nothing for every other one. */
export function ExpeditedMark({ row }: { row: Served }) {
  if (row.ground !== 'expedited') return null;
  return (
    <span className="expedited">
      <Result tone="owed">{expeditedText(row)}</Result>
    </span>
  );
}
