import type { SubscriptionRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog, ProblemNote } from '../../controls/index.ts';
import { type Told, ToldFields } from './told-fields.tsx';

/** Of what is followed already: other events, told otherwise, or no more of it. */
export function ChangeSheet({ row, onClose }: { row: SubscriptionRow; onClose: () => void }) {
  const [told, setTold] = useState<Told>(row);
  const change = useCommand(
    () =>
      api.subscription.change.mutate({
        subscriptionId: row.id,
        events: [...told.events],
        delivery: told.delivery,
      }),
    onClose,
  );
  const stop = useCommand(() => api.subscription.remove.mutate({ subscriptionId: row.id }), onClose);
  const what = [row.model ?? 'every model', row.by && `what ${row.by.name} does`].filter(Boolean).join(', ');
  return (
    <CommandDialog
      title={`Following ${what}`}
      caption="What waits to be mailed is mailed as you choose now."
      verb="Change what is told"
      refused="It stays as it was"
      busy={change.isPending}
      error={change.error}
      ready={told.events.length > 0}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <ToldFields told={told} set={setTold} />
      {stop.error && <ProblemNote title="It is still followed" problem={problemOf(stop.error)} />}
      <p>
        <Button small busy={stop.isPending} onClick={() => stop.mutate()}>
          Stop following
        </Button>
      </p>
    </CommandDialog>
  );
}
