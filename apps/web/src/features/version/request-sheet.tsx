import type { OpenRequest, VersionAddress, VersionPage } from '@countersign/contracts';
import { dueDays, type Gate } from '@countersign/lifecycle';
import { type ReactNode, useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Reasons, TextArea, TextField } from '../../controls/index.ts';
import { evidenceKindWord, gateWord, instantOfDay, roleWord } from '../../marks/index.ts';

/** What opening the request will ask for, read from the policy in force. */
function Needs({ page, gate }: { page: VersionPage; gate: Gate }) {
  const policy = page.policy.gates[gate];
  return (
    <ul className="border-t border-line pt-2 text-13">
      {policy.signOffs.map(({ role, quorum }) => (
        <li key={role}>
          {quorum} {quorum === 1 ? 'sign-off' : 'sign-offs'} by {roleWord[role].toLowerCase()}
        </li>
      ))}
      {policy.evidence.map(({ kind, must }) => (
        <li key={kind}>
          {evidenceKindWord[kind]}, {must === 'pass' ? 'must pass' : 'must be computed'}
        </li>
      ))}
    </ul>
  );
}

export function RequestSheet({
  address,
  page,
  gate,
  environment,
  stated,
  owed = [],
  onClose,
  children,
}: {
  address: VersionAddress;
  page: VersionPage;
  gate: Gate;
  environment: string | undefined;
  /** What approval is asked for, and what is still missing of it; `children` are its fields. */
  stated?: Pick<OpenRequest, 'uses' | 'goal' | 'until'>;
  owed?: readonly string[];
  onClose: () => void;
  children?: ReactNode;
}) {
  const whyId = useId();
  const [comment, setComment] = useState('');
  const [due, setDue] = useState('');
  const word = gateWord[gate].toLowerCase();
  const open = useCommand(
    () =>
      api.request.open.mutate({
        ...address,
        gate,
        environment,
        ...stated,
        comment: comment.trim(),
        // The end of that day where the person sits.
        dueAt: due === '' ? undefined : instantOfDay(due, '23:59:59'),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Ask for ${word}`}
      caption={`${address.model} ${address.version}, revision ${page.version.revision}${environment ? `, ${environment}` : ''}; policy ${page.policy.id}, version ${page.policy.number}`}
      verb={`Ask for ${word}`}
      refused="The request was not opened"
      busy={open.isPending}
      error={open.error}
      ready={owed.length === 0}
      onSubmit={() => open.mutate()}
      onClose={onClose}
    >
      <Needs page={page} gate={gate} />
      {children}
      <TextArea
        label="Comment for the signers"
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <TextField
        label="Due by the end of"
        hint={`Where you name no day: in ${dueDays[page.policy.tier]} days, as tier ${page.policy.tier} has it.`}
        type="date"
        value={due}
        onChange={(event) => setDue(event.target.value)}
      />
      <Reasons id={whyId} title={`Before you can ask for ${word}`} sentences={owed} />
    </CommandDialog>
  );
}
