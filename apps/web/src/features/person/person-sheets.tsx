import type { PersonRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextField } from '../../controls/index.ts';
import { GrantSheet } from './grant-sheet.tsx';
import { LinkNote } from './link-note.tsx';
import type { PersonSearch } from './search.ts';

interface Sheet {
  readonly person: PersonRow;
  readonly onClose: () => void;
}

function ResetSheet({ person, onClose }: Sheet) {
  const offer = useCommand(() => api.person.offerReset.mutate({ personId: person.id }));
  const isNew = person.state === 'invited';
  if (offer.data)
    return (
      <LinkNote
        title={isNew ? `Invitation of ${person.name}` : `Reset link for ${person.name}`}
        link={offer.data}
        onClose={onClose}
      />
    );
  return (
    <CommandDialog
      title={isNew ? `New invitation link for ${person.name}` : `Password reset link for ${person.name}`}
      caption={
        isNew
          ? 'The link before it works no more.'
          : 'Their sessions end now. The old password works until the link is used.'
      }
      verb="Make the link"
      refused="No link was made"
      busy={offer.isPending}
      error={offer.error}
      onSubmit={() => offer.mutate()}
      onClose={onClose}
    />
  );
}

function CloseSheet({ person, onClose }: Sheet) {
  const close = useCommand(() => api.person.close.mutate({ personId: person.id }), onClose);
  return (
    <CommandDialog
      title={`Close the account of ${person.name}`}
      caption="Roles, sessions, tokens and the password end at once; nothing is done in their name any more. What they signed stays signed."
      verb="Close the account"
      kind="stop"
      refused="The account was not closed"
      busy={close.isPending}
      error={close.error}
      onSubmit={() => close.mutate()}
      onClose={onClose}
    />
  );
}

function ReopenSheet({ person, onClose }: Sheet) {
  const reopen = useCommand(() => api.person.reopen.mutate({ personId: person.id }));
  if (reopen.data)
    return <LinkNote title={`Invitation of ${person.name}`} link={reopen.data} onClose={onClose} />;
  return (
    <CommandDialog
      title={`Open the account of ${person.name} again`}
      caption="It begins without a role. You get a link with which the person chooses a new password."
      verb="Open the account again"
      refused="The account was not opened"
      busy={reopen.isPending}
      error={reopen.error}
      onSubmit={() => reopen.mutate()}
      onClose={onClose}
    />
  );
}

function RenameSheet({ person, onClose }: Sheet) {
  const [name, setName] = useState(person.name);
  const rename = useCommand(
    () => api.person.rename.mutate({ personId: person.id, name: name.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Change the name of ${person.name}`}
      caption="What was signed keeps the name that it was signed under."
      verb="Change the name"
      refused="The name was not changed"
      busy={rename.isPending}
      error={rename.error}
      ready={name.trim() !== '' && name.trim() !== person.name}
      onSubmit={() => rename.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Name"
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </CommandDialog>
  );
}

const sheets: Record<NonNullable<PersonSearch['sheet']>, (props: Sheet) => React.JSX.Element> = {
  grant: GrantSheet,
  reset: ResetSheet,
  close: CloseSheet,
  reopen: ReopenSheet,
  rename: RenameSheet,
};

export function PersonSheets({ sheet, ...props }: Sheet & { sheet: NonNullable<PersonSearch['sheet']> }) {
  const Chosen = sheets[sheet];
  return <Chosen {...props} />;
}
