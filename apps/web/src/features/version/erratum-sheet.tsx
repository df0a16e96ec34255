import type { VersionAddress } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea } from '../../controls/index.ts';

export function ErratumSheet({ address, onClose }: { address: VersionAddress; onClose: () => void }) {
  const [text, setText] = useState('');
  const add = useCommand(() => api.version.addErratum.mutate({ ...address, text: text.trim() }), onClose);
  return (
    <CommandDialog
      title="Add an erratum"
      caption="A dated correction beside the dossier; the signed text stays as it was."
      verb="Add the erratum"
      refused="The erratum was not added"
      busy={add.isPending}
      error={add.error}
      ready={text.trim() !== ''}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Correction"
        required
        maxLength={5_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </CommandDialog>
  );
}
