import type { VaryingPage } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea } from '../../controls/index.ts';

/** Declares what a retrain may change, for versions that are registered from now on. */
export function DeclareVaryingSheet({ page, onClose }: { page: VaryingPage; onClose: () => void }) {
  const [text, setText] = useState(page.current.names.join('\n'));
  const [reason, setReason] = useState('');
  const names = text.split('\n').flatMap((line) => line.trim() || []);
  const declare = useCommand(
    () => api.changeClass.declareVarying.mutate({ model: page.model.key, names, reason: reason.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="What a retrain may change"
      caption="For versions that are registered from now on; those that are there keep the class that they were judged to be. A policy may ask for fewer sign-offs of a retrain."
      verb="Declare"
      refused="Nothing was declared"
      busy={declare.isPending}
      error={declare.error}
      ready={reason.trim() !== ''}
      onSubmit={() => declare.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Names of parameters, and paths of configuration files, one on each line; a part of a parameter as model.depth"
        hint={
          page.known.length > 0
            ? `The newest version has: ${page.known.slice(0, 40).join(', ')}${page.known.length > 40 ? ' …' : ''}`
            : undefined
        }
        rows={6}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <TextArea
        label="Reason, becomes part of the record"
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
}
