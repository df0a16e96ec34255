import type { PolicyBody } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea, TextField } from '../../controls/index.ts';

const isDays = (text: string): boolean => /^\d{1,3}$/.test(text) && Number(text) <= 365;

/** The next version of a policy, with another notice before ordinary switches. */
export function SwitchingSheet({ policy, onClose }: { policy: PolicyBody; onClose: () => void }) {
  const before = policy.switching ?? { noticeDays: 0, pinDays: 0 };
  const [notice, setNotice] = useState(String(before.noticeDays));
  const [pin, setPin] = useState(String(before.pinDays));
  const [comment, setComment] = useState('');
  const publish = useCommand(
    () =>
      api.policy.setSwitching.mutate({
        policy: policy.id,
        number: policy.number,
        noticeDays: Number(notice),
        pinDays: Number(pin),
        comment: comment.trim(),
      }),
    onClose,
  );
  const isOther = Number(notice) !== before.noticeDays || Number(pin) !== before.pinDays;
  return (
    <CommandDialog
      title={`The notice before a switch, under ${policy.id}`}
      caption={`Publishes version ${policy.number + 1} of the policy. Everything else stays as it is; requests keep the version that they were made under, and announced switches what consumers were told.`}
      verb={`Publish version ${policy.number + 1}`}
      refused="The policy was not published"
      busy={publish.isPending}
      error={publish.error}
      ready={isDays(notice) && isDays(pin) && isOther && comment.trim() !== ''}
      onSubmit={() => publish.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Days of notice"
        hint="Between telling the consumers of the version that serves and the earliest moment of an ordinary switch. 0: none. Rollback and the expedited road never wait."
        type="number"
        min={0}
        max={365}
        required
        value={notice}
        onChange={(event) => setNotice(event.target.value)}
      />
      <TextField
        label="Days for which a consumer may keep the version before"
        hint="After the switch, by its own word. 0: not at all."
        type="number"
        min={0}
        max={365}
        required
        value={pin}
        onChange={(event) => setPin(event.target.value)}
      />
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
