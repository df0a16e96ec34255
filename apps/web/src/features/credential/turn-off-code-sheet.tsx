import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, Dialog, ProblemNote } from '../../controls/index.ts';
import { useMe } from '../session/index.ts';
import { FreshFields } from './fresh-fields.tsx';
import { useProof } from './use-proof.ts';

export function TurnOffCodeSheet({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const proof = useProof(me, false);
  const command = useCommand(
    () => api.credential.turnOffOneTimeCode.mutate(me.proofs.password ? proof.given : {}),
    onClose,
  );
  const ready = !me.proofs.password || proof.missing.length === 0;
  return (
    <Dialog title="Turn codes off" caption="Your password alone will sign you in" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !command.isPending) command.mutate(undefined, { onError: proof.clear });
        }}
      >
        <FreshFields proof={proof} />
        {command.error && <ProblemNote title="Codes are still on" problem={problemOf(command.error)} />}
        <div className="flex gap-2">
          <Button kind="stop" submit busy={command.isPending} off={!ready}>
            Turn codes off
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
