import type { DeploymentRow } from '@countersign/contracts';
import { Result } from './result.tsx';
import { When } from './time.tsx';

/** Marks a deployment that stands on one signature, and until when while it lasts; nothing for every other one. */
export function ExpeditedMark({ row }: { row: Pick<DeploymentRow, 'ground' | 'lapsesAt' | 'state'> }) {
  if (row.ground !== 'expedited') return null;
  const until = row.state === 'ended' ? null : row.lapsesAt;
  return (
    <span className="expedited">
      <Result tone="owed">
        Expedited
        {until && (
          <>
            , until <When at={until} />
          </>
        )}
      </Result>
    </span>
  );
}
