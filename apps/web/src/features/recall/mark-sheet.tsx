import type { RecallRow, VersionAddress, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Await, CommandDialog, RadioSegments, Select, TextArea } from '../../controls/index.ts';
import { severityWord } from '../../marks/index.ts';
import { BlastRadius, bareOf } from './blast-radius.tsx';
import { emptyDraft, toldIn } from './draft.ts';
import { blastRadiusQuery } from './queries.ts';
import { RecallFields } from './recall-fields.tsx';

type Severity = RecallRow['severity'];
type Marking = RecallRow['standing'];
export const severities = Object.keys(severityWord) as Severity[];

const markings: readonly { value: Marking; label: string }[] = [
  { value: 'blocked', label: 'Do not use' },
  { value: 'advisory', label: 'Advisory' },
];
const advisoryFirst = [markings[1]!, markings[0]!];

/**
 * Two presses stop a version: the button that opens this, and the one at its foot; the rest may be told here or on the board, where it
 * leads. Whom it touches stands first, and where nothing answers instead an advisory is offered first.
 */
export function MarkSheet({
  address,
  page,
  onClose,
}: {
  address: VersionAddress;
  page: VersionPage;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const isAdvisory = page.version.standing === 'advisory';
  const [standing, setStanding] = useState<Marking>('blocked');
  const [severity, setSeverity] = useState<Severity>('high');
  const [reason, setReason] = useState('');
  const [draft, setDraft] = useState(emptyDraft);
  const radius = useQuery(blastRadiusQuery(address));
  const bare = radius.data ? bareOf(radius.data, draft.scope === 'this-and-before') : [];
  const told = toldIn(draft, page.inputs);
  const mark = useCommand(
    () => api.recall.mark.mutate({ ...address, standing, severity, reason: reason.trim(), ...told }),
    ({ recallId }) => void navigate({ to: '/recalls/$recall', params: { recall: recallId } }),
  );
  return (
    <CommandDialog
      title={`Mark ${address.model} ${address.version}`}
      caption="Blocking stops it serving at once. Lifting the mark takes two people."
      verb={standing === 'blocked' ? 'Mark “do not use”' : 'Mark advisory'}
      kind="stop"
      refused="The mark was not set"
      busy={mark.isPending}
      error={mark.error}
      ready={reason.trim() !== '' && told !== null}
      onSubmit={() => mark.mutate()}
      onClose={onClose}
    >
      <Await query={radius} loading={<div className="min-h-[96px]" aria-busy="true" />}>
        {(found) => <BlastRadius radius={found} withBefore={draft.scope === 'this-and-before'} />}
      </Await>
      <TextArea
        label="Reason, told to every consumer"
        required
        maxLength={5_000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex flex-wrap items-end gap-3">
        {!isAdvisory && (
          <RadioSegments
            label="Standing"
            options={bare.length > 0 ? advisoryFirst : markings}
            value={standing}
            onChange={setStanding}
          />
        )}
        <Select
          label="Severity"
          value={severity}
          onChange={(event) =>
            setSeverity(severities.find((found) => found === event.target.value) ?? 'high')
          }
          choices={severities.map((found) => ({ value: found, label: severityWord[found] }))}
        />
      </div>
      {bare.length > 0 && standing === 'blocked' && !isAdvisory && (
        <p className="cap">An advisory warns every consumer and lets it answer until they have moved.</p>
      )}
      <fieldset className="recall-rest">
        <legend>What may be told now or afterwards</legend>
        <RecallFields
          address={address}
          inputs={page.inputs}
          before={radius.data?.before}
          draft={draft}
          onChange={setDraft}
        />
      </fieldset>
    </CommandDialog>
  );
}
