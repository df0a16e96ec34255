import type { Claim } from '@countersign/contracts';
import { When } from '../../marks/index.ts';
import { useMe } from '../session/index.ts';

/** Who means to sign, one line each; others may sign all the same. */
export function ClaimLines({ claims }: { claims: readonly Claim[] }) {
  const me = useMe();
  return claims.map(({ person, assignedBy, note, until }) => {
    const isMine = person.id === me.person.id;
    const who = isMine ? 'you' : person.name;
    return (
      <span key={person.id} className="cap block whitespace-normal">
        {assignedBy ? (
          <>
            <b>Assigned to {who}</b> by {assignedBy.name}
          </>
        ) : (
          <b>Claimed by {who}</b>
        )}
        , until <When at={until} relative />
        {note && <> · “{note}”</>}
      </span>
    );
  });
}
