import { type AttachmentRow, attachedByHand, limits, type VersionAddress } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextArea, TextField } from '../../controls/index.ts';
import { attachmentWord, sizeText } from '../../marks/index.ts';
import { sendAttachment } from './send-attachment.ts';

const kinds = Object.keys(attachmentWord) as AttachmentRow['kind'][];
const endings = attachedByHand;

/** What can be said before anything is sent; the server looks at the bytes. */
function problemWith(file: File): string | null {
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return 'A PDF or a DOCX document.';
  if (file.size > limits.attachment)
    return `At most ${sizeText(limits.attachment)}; this has ${sizeText(file.size)}.`;
  return file.size === 0 ? 'The file is empty.' : null;
}

function FileField({ file, onChoose }: { file: File | null; onChoose: (file: File) => void }) {
  const id = useId();
  const problem = file && problemWith(file);
  return (
    <div className="field">
      <label htmlFor={id}>File</label>
      <input
        id={id}
        className="folder-input"
        type="file"
        accept={endings.join(',')}
        aria-invalid={problem ? true : undefined}
        aria-describedby={`${id}-said`}
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          if (chosen) onChoose(chosen);
        }}
      />
      <span id={`${id}-said`} className={problem ? 'cap block text-fail' : 'cap block'}>
        {problem ?? `PDF or DOCX without macros, at most ${sizeText(limits.attachment)}.`}
      </span>
    </div>
  );
}

export function AddAttachmentSheet({ address, onClose }: { address: VersionAddress; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [kind, setKind] = useState<AttachmentRow['kind']>('validation-report');
  const [title, setTitle] = useState('');
  const add = useCommand(
    async (chosen: File) =>
      api.attachment.add.mutate({
        ...address,
        kind,
        title: title.trim(),
        fileName: chosen.name,
        digest: await sendAttachment(address, chosen),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Attach a report"
      caption="It stays beside the dossier, and every later signature covers it. It can be withdrawn, and is never deleted."
      verb="Attach the report"
      refused="The report was not attached"
      busy={add.isPending}
      error={add.error}
      ready={file !== null && problemWith(file) === null && title.trim() !== ''}
      onSubmit={() => file && add.mutate(file)}
      onClose={onClose}
    >
      <FileField file={file} onChoose={setFile} />
      <Select
        label="Kind"
        value={kind}
        onChange={({ target }) => setKind(kinds.find((known) => known === target.value) ?? 'other')}
        choices={kinds.map((known) => ({ value: known, label: attachmentWord[known] }))}
      />
      <TextField
        label="Title"
        maxLength={200}
        autoComplete="off"
        value={title}
        onChange={({ target }) => setTitle(target.value)}
      />
    </CommandDialog>
  );
}

export function WithdrawAttachmentSheet({ row, onClose }: { row: AttachmentRow; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const withdraw = useCommand(
    () => api.attachment.withdraw.mutate({ attachmentId: row.id, reason: reason.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Withdraw ${row.title}`}
      caption="It stays to be read, marked as withdrawn. Signatures that cover it hold, and say that it was withdrawn."
      verb="Withdraw the report"
      kind="stop"
      refused="The report is as it was"
      busy={withdraw.isPending}
      error={withdraw.error}
      ready={reason.trim() !== ''}
      onSubmit={() => withdraw.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Why, becomes part of the record"
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
}
