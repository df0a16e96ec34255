import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote } from '../../controls/index.ts';
import { useMe } from '../session/index.ts';
import { AssignSheet } from './assign-sheet.tsx';
import { ClaimLines } from './claim-lines.tsx';

/** Who means to sign an open request, with what this reader may do about it; nothing where there is neither. */
export function ClaimNote({ requestId, what }: { requestId: string; what: string }) {
  const me = useMe();
  const [assigning, setAssigning] = useState(false);
  const { data } = useQuery({
    queryKey: ['claim', 'read', requestId],
    queryFn: () => api.claim.read.query({ requestId }),
  });
  const turn = useCommand((claim: boolean) =>
    claim ? api.claim.claim.mutate({ requestId }) : api.claim.release.mutate({ requestId }),
  );
  if (!data) return null;
  const mine = data.claims.some(({ person }) => person.id === me.person.id);
  const mayClaim = data.mayClaim.length === 0;
  const mayAssign = data.mayAssign.length === 0;
  if (data.claims.length === 0 && !mayClaim && !mayAssign) return null;
  return (
    <div>
      <ClaimLines claims={data.claims} />
      {turn.error && <ProblemNote title="It stays as it was" problem={problemOf(turn.error)} />}
      <span className="flex flex-wrap gap-2 pt-1">
        {(mine || mayClaim) && (
          <Button small busy={turn.isPending} onClick={() => turn.mutate(!mine)}>
            {mine ? 'Release' : 'Claim'}
            <span className="sr">: {what}</span>
          </Button>
        )}
        {mayAssign && (
          <Button small onClick={() => setAssigning(true)}>
            Assign
            <span className="sr">: {what}</span>
          </Button>
        )}
      </span>
      {assigning && <AssignSheet requestId={requestId} what={what} onClose={() => setAssigning(false)} />}
    </div>
  );
}
