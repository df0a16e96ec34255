import type { RecallRow, VersionAddress, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Await, CommandDialog, RadioSegments, Select, TextArea } from '../../controls/index.ts';
import { severityWord } from '../../marks/index.ts';
import { otherVersionsQuery } from '../model/index.ts';
import { BlastRadius } from './blast-radius.tsx';
import { blastRadiusQuery } from './queries.ts';

type Severity = RecallRow['severity'];
type Marking = RecallRow['standing'];
const severities = Object.keys(severityWord) as Severity[];

const markings: readonly { value: Marking; label: string }[] = [
  { value: 'advisory', label: 'Advisory' },
  { value: 'blocked', label: 'Do not use' },
];

/** Two presses stop a version: the button that opens this, and the one at its foot. */
export function MarkSheet({
  address,
  page,
  onClose,
}: {
  address: VersionAddress;
  page: VersionPage;
  onClose: () => void;
}) {
  const isAdvisory = page.version.standing === 'advisory';
  const [standing, setStanding] = useState<Marking>('blocked');
  const [severity, setSeverity] = useState<Severity>('high');
  const [reason, setReason] = useState('');
  const [replacement, setReplacement] = useState('');
  const radius = useQuery(blastRadiusQuery(address));
  const others = useQuery(otherVersionsQuery(address));
  const usable = (others.data ?? []).filter(
    (found) => found.standing !== 'blocked' && found.stage !== 'deprecated',
  );
  const mark = useCommand(
    () =>
      api.recall.mark.mutate({
        ...address,
        standing,
        severity,
        reason: reason.trim(),
        replacement: replacement || undefined,
      }),
    onClose,
  );
  const verb = standing === 'blocked' ? 'Mark “do not use”' : 'Mark advisory';
  return (
    <CommandDialog
      title={`Mark ${address.model} ${address.version}`}
      caption="Blocking stops it serving at once. Lifting the mark takes two people."
      verb={verb}
      kind="stop"
      refused="The mark was not set"
      busy={mark.isPending}
      error={mark.error}
      ready={reason.trim() !== ''}
      onSubmit={() => mark.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Reason, told to every caller"
        required
        maxLength={5_000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {!isAdvisory && (
        <RadioSegments label="Standing" options={markings} value={standing} onChange={setStanding} />
      )}
      <div className="grid gap-3 wide:grid-cols-2">
        <Select
          label="Severity"
          value={severity}
          onChange={(event) =>
            setSeverity(severities.find((found) => found === event.target.value) ?? 'high')
          }
          choices={severities.map((found) => ({ value: found, label: severityWord[found] }))}
        />
        <Select
          label="Replacement"
          value={replacement}
          onChange={(event) => setReplacement(event.target.value)}
          choices={[
            { value: '', label: 'None named' },
            ...usable.map(({ label }) => ({ value: label, label })),
          ]}
        />
      </div>
      <Await query={radius} loading={<div className="min-h-[96px]" aria-busy="true" />}>
        {(found) => <BlastRadius radius={found} />}
      </Await>
    </CommandDialog>
  );
}
