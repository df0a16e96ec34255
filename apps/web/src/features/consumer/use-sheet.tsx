import { type UseKind, useKinds } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, RadioSegments, Select, TextField } from '../../controls/index.ts';
import { ModelSelect, versionsQuery } from '../model/index.ts';
import { cadences, kindWord } from './words.ts';

type By = 'environment' | 'versions';

/** Where what is used answers, or from which version to which it is used. */
function Target({
  environments,
  model,
  by,
  range,
  setRange,
}: {
  environments: readonly string[];
  model: string;
  by: By;
  range: { environment: string; from: string; to: string };
  setRange: (next: { environment: string; from: string; to: string }) => void;
}) {
  const versions = useQuery({ ...versionsQuery(model, { limit: 200 }), enabled: model !== '' });
  const labels = (versions.data?.items ?? []).map(({ label }) => ({ value: label, label }));
  if (by === 'environment')
    return (
      <Select
        label="Environment"
        hint="Whatever answers there, also after a switch to another version."
        value={range.environment}
        onChange={({ target }) => setRange({ ...range, environment: target.value })}
        choices={[
          { value: '', label: 'Choose an environment' },
          ...environments.map((key) => ({ value: key, label: key })),
        ]}
      />
    );
  return (
    <>
      <Select
        label="From version"
        value={range.from}
        onChange={({ target }) => setRange({ ...range, from: target.value })}
        choices={[{ value: '', label: 'The first one' }, ...labels]}
      />
      <Select
        label="To version"
        value={range.to}
        onChange={({ target }) => setRange({ ...range, to: target.value })}
        choices={[{ value: '', label: 'And all that come' }, ...labels]}
      />
    </>
  );
}

/** Declares that a consumer uses a model. */
export function UseSheet({
  consumer,
  environments,
  model: named = '',
  onClose,
}: {
  consumer: string;
  environments: readonly string[];
  model?: string | undefined;
  onClose: () => void;
}) {
  const [model, setModel] = useState(named);
  const [by, setBy] = useState<By>('environment');
  const [range, setRange] = useState({ environment: '', from: '', to: '' });
  const [kind, setKind] = useState<UseKind>('realtime');
  const [cadence, setCadence] = useState('');
  const [purpose, setPurpose] = useState('');
  const target =
    by === 'environment'
      ? { environment: range.environment }
      : { ...(range.from && { from: range.from }), ...(range.to && { to: range.to }) };
  const declare = useCommand(
    () =>
      api.consumer.declareUse.mutate({
        consumer,
        model,
        ...target,
        kind,
        cadenceMinutes: cadence === '' ? null : Number(cadence),
        purpose: purpose.trim() || null,
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Declare what ${consumer} uses`}
      caption="From now on it is told what happens to these versions."
      verb="Declare the use"
      refused="The use was not declared"
      busy={declare.isPending}
      error={declare.error}
      ready={model !== '' && (by === 'versions' || range.environment !== '')}
      onSubmit={() => declare.mutate()}
      onClose={onClose}
    >
      <ModelSelect label="Model" none="Choose a model" value={model} onChange={setModel} />
      <RadioSegments
        label="Of it"
        value={by}
        onChange={setBy}
        options={[
          { value: 'environment', label: 'What answers in an environment' },
          { value: 'versions', label: 'Versions by their label' },
        ]}
      />
      <Target environments={environments} model={model} by={by} range={range} setRange={setRange} />
      <Select
        label="How it is used"
        value={kind}
        onChange={({ target: { value } }) => setKind(value as UseKind)}
        choices={useKinds.map((value) => ({ value, label: kindWord[value] }))}
      />
      <Select
        label="How often at least"
        hint="Within so long its traffic proves that it has moved. Not known: nothing proves it."
        value={cadence}
        onChange={({ target: { value } }) => setCadence(value)}
        choices={cadences}
      />
      <TextField
        label="For what"
        autoComplete="off"
        maxLength={1_000}
        value={purpose}
        onChange={({ target: { value } }) => setPurpose(value)}
      />
    </CommandDialog>
  );
}
