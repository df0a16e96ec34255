import type { VersionAddress } from '@countersign/contracts';
import type { DeprecationReason } from '@countersign/lifecycle';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextArea, TextField } from '../../controls/index.ts';
import { deprecationWord, instantOfDay } from '../../marks/index.ts';
import { otherVersionsQuery } from '../model/index.ts';

const reasons = Object.keys(deprecationWord) as DeprecationReason[];

export function DeprecateSheet({ address, onClose }: { address: VersionAddress; onClose: () => void }) {
  const [reason, setReason] = useState<DeprecationReason>('superseded');
  const [comment, setComment] = useState('');
  const [successor, setSuccessor] = useState('');
  const [sunset, setSunset] = useState('');
  const others = useQuery(otherVersionsQuery(address));
  const deprecate = useCommand(
    () =>
      api.version.deprecate.mutate({
        ...address,
        reason,
        comment: comment.trim(),
        successor: successor || undefined,
        sunsetAt: sunset === '' ? undefined : instantOfDay(sunset, '00:00:00'),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Deprecate"
      caption="The end of the road: every deployment of this version ends at once. Nothing is deleted."
      verb="Deprecate"
      kind="stop"
      refused="Not deprecated"
      busy={deprecate.isPending}
      error={deprecate.error}
      ready={comment.trim() !== ''}
      onSubmit={() => deprecate.mutate()}
      onClose={onClose}
    >
      <Select
        label="Reason"
        value={reason}
        onChange={(event) => setReason(reasons.find((name) => name === event.target.value) ?? 'superseded')}
        choices={reasons.map((name) => ({ value: name, label: deprecationWord[name] }))}
      />
      <TextArea
        label="Comment, becomes part of the record"
        required
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <Select
        label="Successor"
        value={successor}
        onChange={(event) => setSuccessor(event.target.value)}
        choices={[
          { value: '', label: 'None' },
          ...(others.data ?? []).map(({ label }) => ({ value: label, label })),
        ]}
      />
      <TextField
        label="Sunset date, announced only"
        type="date"
        value={sunset}
        onChange={(event) => setSunset(event.target.value)}
      />
    </CommandDialog>
  );
}
