import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select } from '../../controls/index.ts';
import { type Told, ToldFields, zoneOf } from '../follow/index.ts';
import { ModelSelect } from '../model/index.ts';
import { usePeopleChoices } from '../person/index.ts';
import { useMe } from '../session/index.ts';

/** By model, kind of event and person. */
export function FollowSheet({ onClose }: { onClose: () => void }) {
  const { preferences } = useMe();
  const people = usePeopleChoices();
  const [model, setModel] = useState('');
  const [by, setBy] = useState('');
  const [told, setTold] = useState<Told>({ events: ['deployments', 'standing'], delivery: 'daily' });
  const follow = useCommand(
    () =>
      api.subscription.make.mutate({
        model: model || null,
        by: by || null,
        events: [...told.events],
        delivery: told.delivery,
        zone: zoneOf(preferences.timeZone),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Follow something"
      caption="From the next entry on, you are told of what it asks for, as far as you may see it then."
      verb="Follow it"
      refused="It is not followed"
      busy={follow.isPending}
      error={follow.error}
      ready={told.events.length > 0}
      onSubmit={() => follow.mutate()}
      onClose={onClose}
    >
      <ModelSelect label="Model" none="Every model that you may see" value={model} onChange={setModel} />
      {people.length > 0 && (
        <Select
          label="Done by"
          value={by}
          onChange={({ target }) => setBy(target.value)}
          choices={[{ value: '', label: 'Anybody but you' }, ...people]}
        />
      )}
      <ToldFields told={told} set={setTold} />
    </CommandDialog>
  );
}
