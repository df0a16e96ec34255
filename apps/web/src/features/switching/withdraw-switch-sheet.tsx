import type { VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea } from '../../controls/index.ts';
import { comingIn, switchesQuery } from './queries.ts';

/** Taking an announcement back: the notice begins anew with the next one. */
export function WithdrawSwitchSheet({
  address,
  environment = 'production',
  onClose,
}: {
  address: VersionAddress;
  environment: string | undefined;
  onClose: () => void;
}) {
  const query = useQuery(switchesQuery(address));
  const [comment, setComment] = useState('');
  const planned = comingIn(query.data, environment);
  const withdraw = useCommand(
    (switchId: string) => api.switching.withdraw.mutate({ switchId, comment: comment.trim() }),
    onClose,
  );
  if (!planned) return null;
  return (
    <CommandDialog
      title={`Withdraw the switch to ${address.version} in ${environment}`}
      caption="Consumers are asked nothing more, and what they said ends with it. Another announcement begins their notice anew."
      verb="Withdraw the announcement"
      kind="stop"
      refused="The announcement was not withdrawn"
      busy={withdraw.isPending}
      error={withdraw.error}
      ready={comment.trim() !== ''}
      onSubmit={() => withdraw.mutate(planned.id)}
      onClose={onClose}
    >
      <TextArea
        label="Why"
        required
        maxLength={2_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}
