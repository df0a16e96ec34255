import type { ClaimCandidate } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Await, CommandDialog, Select, TextField } from '../../controls/index.ts';
import { roleWord } from '../../marks/index.ts';

const labelOf = ({ person, role, deputyFor }: ClaimCandidate): string =>
  `${person.name}, ${role ? roleWord[role].toLowerCase() : ''}${deputyFor ? ` as deputy of ${deputyFor.name}` : ''}`;

function Barred({ people }: { people: readonly ClaimCandidate[] }) {
  if (people.length === 0) return null;
  return (
    <details className="text-13">
      <summary>{people.length} who hold a role of this gate could not sign</summary>
      <ul className="soft pt-1">
        {people.map(({ person, reason }) => (
          <li key={person.id}>{reason?.message}</li>
        ))}
      </ul>
    </details>
  );
}

/** Asks somebody to sign who could; whoever could not is named with the reason. */
export function AssignSheet({
  requestId,
  what,
  onClose,
}: {
  requestId: string;
  /** The gate and the version, for the head. */
  what: string;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState('');
  const [note, setNote] = useState('');
  const q = useDeferredValue(typed.trim());
  const query = useQuery({
    queryKey: ['claim', 'candidates', requestId, q],
    queryFn: () => api.claim.candidates.query({ requestId, q: q || undefined }),
    placeholderData: (before) => before,
  });
  const able = query.data?.filter(({ reason }) => reason === null) ?? [];
  const personId = able.find(({ person }) => person.id === chosen)?.person.id ?? able[0]?.person.id;
  const assign = useCommand(
    () => api.claim.assign.mutate({ requestId, personId: personId ?? '', note: note.trim() || undefined }),
    onClose,
  );
  return (
    <CommandDialog
      title="Ask somebody to sign"
      caption={`${what}. It stands in their inbox as theirs for seven days; others may sign all the same.`}
      verb="Assign"
      refused="It was not assigned"
      busy={assign.isPending}
      error={assign.error}
      ready={personId !== undefined}
      onSubmit={() => assign.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Find by name"
        value={typed}
        maxLength={100}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Await query={query} loading={<div className="min-h-[80px]" aria-busy="true" />}>
        {(people) => (
          <>
            {able.length > 0 ? (
              <Select
                label="Who should sign"
                value={personId ?? ''}
                onChange={(event) => setChosen(event.target.value)}
                choices={able.map((one) => ({ value: one.person.id, label: labelOf(one) }))}
              />
            ) : (
              <p className="soft">
                {q ? 'Nobody of that name could sign this now.' : 'Nobody could sign this now.'}
              </p>
            )}
            <Barred people={people.filter(({ reason }) => reason !== null)} />
          </>
        )}
      </Await>
      <TextField
        label="Note, if there is something to say"
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.target.value)}
      />
    </CommandDialog>
  );
}
