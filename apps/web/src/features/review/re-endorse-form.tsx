import type { SignedOff, SigningSubject } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Reasons, TextField } from '../../controls/index.ts';
import { useMe } from '../session/index.ts';

/** Prose changed after the endorsement: one action over the difference makes it count again. */
export function ReEndorseForm({
  subject,
  signOffId,
  onSigned,
}: {
  subject: SigningSubject;
  signOffId: string;
  onSigned: (answer: SignedOff) => void;
}) {
  const me = useMe();
  const [password, setPassword] = useState('');
  const whyId = useId();
  const { requestId, substance, presentation } = subject;
  const command = useCommand(
    async () => {
      const { grant } = await api.signOff.reauthenticate.mutate({
        requestId,
        decision: 'endorse',
        substance,
        presentation,
        password,
      });
      return api.signOff.reEndorse.mutate({ signOffId, presentation, grant });
    },
    onSigned,
    false,
  );
  const ready = password !== '';
  return (
    <form
      className="sign-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !command.isPending) command.mutate(undefined, { onError: () => setPassword('') });
      }}
    >
      <p className="soft text-13">
        Only prose changed since you endorsed. The difference is shown under “Since you signed”; your
        endorsement counts again once you re-endorse it.
      </p>
      <TextField
        label={`Password of ${me.person.name}, asked for every signature`}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {command.error && <ProblemNote title="Not re-endorsed" problem={problemOf(command.error)} />}
      <div>
        <Button
          kind="main"
          submit
          off={!ready}
          busy={command.isPending}
          describedBy={ready ? undefined : whyId}
          className="w-full"
        >
          Re-endorse
        </Button>
        <Reasons id={whyId} sentences={ready ? [] : ['Enter your password']} />
      </div>
    </form>
  );
}
