import type { VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Reasons, TextArea, TextField } from '../../controls/index.ts';
import { counted, instantOfDay } from '../../marks/index.ts';
import { switchesQuery } from './queries.ts';

const dayMs = 86_400_000;
const dayIn = (days: number): string => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

/** Telling the consumers of the version that serves that this one takes its place. */
export function AnnounceSheet({
  address,
  environment = 'production',
  onClose,
}: {
  address: VersionAddress;
  environment: string | undefined;
  onClose: () => void;
}) {
  const whyId = useId();
  const query = useQuery(switchesQuery(address));
  const [day, setDay] = useState('');
  const [tolerance, setTolerance] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const outlook = query.data?.outlooks.find((one) => one.environment === environment);
  const moved = tolerance ?? String(outlook?.number?.tolerance ?? '');
  const announce = useCommand(
    () =>
      api.switching.announce.mutate({
        ...address,
        environment,
        ...(day ? { notBefore: instantOfDay(day, '00:00:00') } : {}),
        ...(outlook?.number && moved !== '' ? { tolerance: Number(moved) } : {}),
        ...(comment.trim() ? { comment: comment.trim() } : {}),
      }),
    onClose,
  );
  if (!outlook) return null;
  const { from, consumers, noticeDays, pinDays, number, verdict, whyNot } = outlook;
  return (
    <CommandDialog
      title={`Announce the switch from ${from} to ${address.version} in ${environment}`}
      caption={`${counted(consumers, 'consumer')} ${consumers === 1 ? 'is' : 'are'} told when it may happen, what breaks for who goes on as before${verdict === 'breaking' ? ' (something does)' : ''}, and what ${address.version} would have answered to their own recent calls. They may object${pinDays > 0 ? `, or keep ${from} for up to ${counted(pinDays, 'day')} after the switch` : ''}.`}
      verb="Announce the switch"
      refused="The switch was not announced"
      busy={announce.isPending}
      error={announce.error}
      ready={whyNot === null}
      onSubmit={() => announce.mutate()}
      onClose={onClose}
    >
      <TextField
        label="From which day on"
        type="date"
        min={dayIn(noticeDays + 1)}
        hint={
          noticeDays === 0
            ? 'Empty: at once. What consumers are told binds: the switch waits for that day.'
            : `Empty: after the policy’s notice of ${counted(noticeDays, 'day')}, to the minute. What consumers are told binds.`
        }
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      {number && (
        <TextField
          label={`An answer counts as changed where it moves by more than${number.unit ? ` (${number.unit})` : ''}`}
          type="number"
          min={0}
          step="any"
          value={moved}
          onChange={(event) => setTolerance(event.target.value)}
        />
      )}
      <TextArea
        label="What consumers should know beside that, if anything"
        maxLength={2_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <Reasons id={whyId} title="Not yet" sentences={whyNot === null ? [] : [whyNot]} />
    </CommandDialog>
  );
}
