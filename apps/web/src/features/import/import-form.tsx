import { type ImportKind, type ImportPlan, importKinds, importLimits } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Select, TextField } from '../../controls/index.ts';
import { Glyph, sizeText } from '../../marks/index.ts';
import { MadeBy } from './imports-section.tsx';
import { PlanView } from './plan-view.tsx';
import { sendArchive } from './send-archive.ts';
import { kindWord } from './words.ts';

interface Asked {
  digest: string;
  fileName: string;
  kind: ImportKind | '';
  version: string;
}

const inputOf = (model: string, { digest, fileName, kind, version }: Asked) => ({
  model,
  digest,
  fileName,
  ...(kind !== '' && { kind }),
  ...(version.trim() !== '' && { version: version.trim() }),
});

const ending = '.zip,.tar,.gz,.tgz,.json,.ndjson,.jsonl,.yaml,.yml,.md,.lock,.onnx';

/** First the dry run of a chosen file, then, where nothing stands in the way, the import itself. */
export function ImportForm({ model }: { model: string }) {
  const fileId = useId();
  const [kind, setKind] = useState<ImportKind | ''>('');
  const [version, setVersion] = useState('');
  const [planned, setPlanned] = useState<{ asked: Asked; plan: ImportPlan } | null>(null);
  const carryOut = useCommand((asked: Asked) => api.import.carryOut.mutate(inputOf(model, asked)));
  const look = useCommand(
    async (asked: Asked) => ({ asked, plan: await api.import.plan.mutate(inputOf(model, asked)) }),
    setPlanned,
  );
  const send = useCommand(async (file: File) => {
    if (file.size > importLimits.archive)
      throw new Error(
        `It has ${sizeText(file.size)}; an import takes at most ${sizeText(importLimits.archive)}.`,
      );
    return { digest: await sendArchive(file), fileName: file.name };
  });
  const begin = (file: File) => {
    carryOut.reset();
    look.reset();
    setPlanned(null);
    send.mutate(file, { onSuccess: (sent) => look.mutate({ ...sent, kind, version }) });
  };
  const again = (changed: Partial<Asked>) => {
    if (planned) look.mutate({ ...planned.asked, kind, version, ...changed });
  };
  const busy = send.isPending || look.isPending;
  const failed = send.error ?? look.error;
  const done = carryOut.data;
  const mayImport = planned !== null && planned.plan.blockers.length === 0 && !planned.plan.imported;
  return (
    <>
      <div className="form pt-4">
        <Select
          label="Kind"
          value={kind}
          choices={[
            { value: '', label: 'Recognise it by what is in it' },
            ...importKinds.map((one) => ({ value: one, label: kindWord[one] })),
          ]}
          onChange={({ target }) => {
            const chosen = target.value as ImportKind | '';
            setKind(chosen);
            carryOut.reset();
            again({ kind: chosen });
          }}
        />
        <div className="field">
          <label htmlFor={fileId}>Archive or file</label>
          <input
            id={fileId}
            className="folder-input"
            type="file"
            accept={ending}
            disabled={busy || carryOut.isPending}
            aria-describedby={`${fileId}-said`}
            onChange={({ target }) => {
              const file = target.files?.[0];
              if (file) begin(file);
              // The same file may be chosen again after it was mended.
              target.value = '';
            }}
          />
          <span id={`${fileId}-said`} className="cap block">
            A folder as a ZIP, a TAR or a gzipped TAR, or one file; at most {sizeText(importLimits.archive)}.
          </span>
        </div>
      </div>
      {busy && (
        <p role="status" className="pt-4">
          {send.isPending ? 'Sending the file…' : 'Looking at what is in it; nothing is written…'}
        </p>
      )}
      {failed && !busy && (
        <ProblemNote
          title="The file cannot be imported"
          problem={
            failed.name === 'Error'
              ? { code: 'TOO_LARGE', message: failed.message, requestId: null, detail: {} }
              : problemOf(failed)
          }
          kept="Nothing was written."
        />
      )}
      {done && (
        <div role="status" className="pt-4">
          <p className="flex items-center gap-2 text-16">
            <span className="text-ok">
              <Glyph name="tick" size={16} />
            </span>
            <b className="break-words">{done.done.fileName}</b>{' '}
            {done.existed ? 'had been imported before' : 'is imported'}
          </p>
          <p className="pt-2">
            <MadeBy model={model} row={done.done} />
          </p>
        </div>
      )}
      {planned && !busy && !failed && !done && (
        <>
          <PlanView plan={planned.plan} />
          {planned.plan.takesVersion && (
            <form
              className="form pt-4"
              onSubmit={(event) => {
                event.preventDefault();
                again({});
              }}
            >
              <TextField
                label="Label of the version that it becomes, or whose document"
                value={version}
                maxLength={64}
                autoComplete="off"
                onChange={({ target }) => setVersion(target.value)}
              />
              <div>
                <Button submit off={version.trim() === ''}>
                  Look again
                </Button>
              </div>
            </form>
          )}
          {carryOut.error && <ProblemNote title="Nothing was imported" problem={problemOf(carryOut.error)} />}
          {mayImport && (
            <div className="steps pt-4">
              <Button kind="main" busy={carryOut.isPending} onClick={() => carryOut.mutate(planned.asked)}>
                {carryOut.isPending ? 'Importing' : 'Import it'}
              </Button>
            </div>
          )}
        </>
      )}
    </>
  );
}
