import type { PlannedSwitch } from '@countersign/contracts';
import { When } from '../../marks/index.ts';
import { answeredText, WhatConsumersSay } from './said.tsx';

/** What whoever goes live reads before the button: who was told when, who objects, who keeps the version before. */
export function BeforeGoLive({ planned }: { planned: PlannedSwitch }) {
  const { from, announcedAt, notBefore } = planned;
  return (
    <section className="switch-said" aria-label="What consumers say of this switch">
      <p>
        The switch from {from} was announced <When at={announcedAt} />, for <When at={notBefore} /> or later.{' '}
        {answeredText(planned)}.
      </p>
      <WhatConsumersSay planned={planned} />
    </section>
  );
}
