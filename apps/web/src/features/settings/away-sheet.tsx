import { delegableRoles, type Me } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextField } from '../../controls/index.ts';
import { instantOfDay, roleWord } from '../../marks/index.ts';
import { usePeopleChoices } from '../person/index.ts';

type Held = Me['roles'][number];
type Delegable = (typeof delegableRoles)[number];
const keyOf = ({ role, modelKey }: Held): string => `${role}/${modelKey ?? ''}`;

export function AwaySheet({ me, onClose }: { me: Me; onClose: () => void }) {
  const held = me.roles.filter(
    (one, index, all) =>
      delegableRoles.some((role) => role === one.role) &&
      all.findIndex((other) => keyOf(other) === keyOf(one)) === index,
  );
  const [deputyId, setDeputyId] = useState('');
  const [fromDay, setFromDay] = useState('');
  const [untilDay, setUntilDay] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(held.map(keyOf));
  const people = usePeopleChoices().filter(({ value }) => value !== me.person.id);
  const name = useCommand(
    () =>
      api.delegation.make.mutate({
        personId: me.person.id,
        deputyId,
        from: instantOfDay(fromDay, '00:00:00'),
        until: instantOfDay(untilDay, '23:59:59'),
        roles: held
          .filter((one) => chosen.includes(keyOf(one)))
          .map(({ role, modelKey }) => ({ role: role as Delegable, modelKey: modelKey ?? undefined })),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Name a deputy"
      caption="They sign in their own name, and it is shown that they did it for you. What you made they cannot sign, nor count beside you."
      verb="Name the deputy"
      refused="The deputy was not named"
      busy={name.isPending}
      error={name.error}
      ready={deputyId !== '' && fromDay !== '' && untilDay !== '' && chosen.length > 0}
      onSubmit={() => name.mutate()}
      onClose={onClose}
    >
      <Select
        label="Deputy"
        value={deputyId}
        onChange={(event) => setDeputyId(event.target.value)}
        choices={[{ value: '', label: 'Choose a person' }, ...people]}
      />
      <div className="grid gap-3 wide:grid-cols-2">
        <TextField
          label="First day"
          type="date"
          required
          value={fromDay}
          onChange={(event) => setFromDay(event.target.value)}
        />
        <TextField
          label="Last day"
          type="date"
          required
          min={fromDay || undefined}
          value={untilDay}
          onChange={(event) => setUntilDay(event.target.value)}
        />
      </div>
      <fieldset className="grid gap-2">
        <legend className="cap pb-1">With these roles of yours</legend>
        {held.map((one) => (
          <label key={keyOf(one)} className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(keyOf(one))}
              onChange={({ target }) =>
                setChosen((before) =>
                  target.checked ? [...before, keyOf(one)] : before.filter((key) => key !== keyOf(one)),
                )
              }
            />
            {roleWord[one.role]} on {one.modelKey ?? 'every model'}
          </label>
        ))}
      </fieldset>
    </CommandDialog>
  );
}
