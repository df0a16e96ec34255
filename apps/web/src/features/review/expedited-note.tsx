import type { ExpeditedRoad } from '@countersign/contracts';
import { expeditedHours } from '@countersign/lifecycle';
import { Section } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';

/** What a signer must know first: this is no ordinary gate, and what one signature allows. */
export function ExpeditedNote({ road }: { road: ExpeditedRoad }) {
  return (
    <Section first title={`Expedited go-live, incident ${road.incident}`} count={road.environment}>
      <div className="border-t border-ink pt-2">
        <p>{road.comment}</p>
        <p className="cap pt-1">
          {road.by.name}, <When at={road.at} relative />
        </p>
        <p className="soft pt-2">
          One signature of an independent reviewer or approver lets it serve in {road.environment} for at most{' '}
          {expeditedHours} hours. It fills no place of a gate: review, approval and go-live stay owed, and so
          does their evidence.
        </p>
      </div>
    </Section>
  );
}
