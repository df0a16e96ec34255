import { type DefineRetention, retainedKinds, retentionClocks, retentionDays } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextArea, TextField } from '../../controls/index.ts';
import { clockWord, kindWord } from './retention-words.ts';

const kinds = retainedKinds.map((value) => ({ value, label: kindWord[value] }));
const clocks = retentionClocks.map((value) => ({ value, label: `Days ${clockWord[value]}` }));

/** A class begins off: what it would remove can be looked at before anybody signs for it. */
export function DefineSheet({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [what, setWhat] = useState<DefineRetention['what']>('answered-predictions');
  const [clock, setClock] = useState<DefineRetention['clock']>('deprecated');
  const [days, setDays] = useState('3650');
  const [models, setModels] = useState('');
  const [reason, setReason] = useState('');
  const kept = Number(days);
  const isLength = Number.isInteger(kept) && kept >= retentionDays.least && kept <= retentionDays.most;
  const named = models.split(/[\s,]+/).filter((key) => key !== '');
  const define = useCommand(
    () =>
      api.retention.define.mutate({
        name: name.trim(),
        what,
        clock,
        days: kept,
        ...(named.length > 0 && { models: named }),
        reason: reason.trim(),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Define a retention class"
      caption="It removes nothing until somebody signs for it. What it says never changes; another one takes its place."
      verb="Define"
      refused="Not defined"
      busy={define.isPending}
      error={define.error}
      ready={name.trim() !== '' && reason.trim() !== '' && isLength}
      onSubmit={() => define.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Name"
        maxLength={80}
        autoComplete="off"
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Select
        label="What"
        value={what}
        onChange={({ target }) =>
          setWhat(retainedKinds.find((known) => known === target.value) ?? 'answered-predictions')
        }
        choices={kinds}
      />
      <Select
        label="Counted from"
        value={clock}
        onChange={({ target }) =>
          setClock(retentionClocks.find((known) => known === target.value) ?? 'deprecated')
        }
        choices={clocks}
      />
      <TextField
        label="Days it is kept"
        inputMode="numeric"
        size={8}
        hint="Whole days in UTC. The EU AI Act asks for six months at least of a high-risk system’s logs; your own rules may ask for more."
        value={days}
        onChange={({ target }) => setDays(target.value)}
        error={isLength ? null : `A whole number from ${retentionDays.least} to ${retentionDays.most}.`}
      />
      <TextField
        label="Models, where not all"
        autoComplete="off"
        hint="Keys with commas between them. A class that names a model goes before one that names none."
        value={models}
        onChange={({ target }) => setModels(target.value)}
      />
      <TextArea
        label="Reason, becomes part of the record"
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
}
