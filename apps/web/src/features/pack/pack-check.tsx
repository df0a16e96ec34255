import { type DragEvent, useId, useState } from 'react';
import { Button, Section, TextArea } from '../../controls/index.ts';
import { keysOfThisPortal, ledgerAddress } from './portal-keys.ts';
import { useVerifyTask } from './use-verify-task.ts';
import { VerifyOutcome } from './verdict-view.tsx';

const sentences = {
  sound: 'Everything that this pack says follows from the key and the checkpoints that you gave.',
  broken: 'The pack is not what it says.',
  'cannot-tell': 'Nothing is broken, and something that you asked could not be answered.',
} as const;

/** The key beside the pack: typed, or taken from this portal, which proves less and says so. */
function KeyField({ value, change }: { value: string; change: (value: string) => void }) {
  const [source, setSource] = useState<string | null>(null);
  const take = async () => {
    try {
      change((await keysOfThisPortal()).join('\n'));
      setSource(
        'These keys come from this portal. A key from whoever made the pack proves less: whoever could forge the one could forge the other.',
      );
    } catch (error) {
      setSource((error as Error).message);
    }
  };
  return (
    <div>
      <TextArea
        label="Key of the ledger, NAME+ID+KEY, one a line"
        hint={source ?? 'From somebody you trust, and not from the pack: there is none in it.'}
        value={value}
        onChange={(event) => {
          change(event.target.value);
          setSource(null);
        }}
        rows={3}
        spellCheck={false}
        className="mono text-13"
      />
      <div className="pt-2">
        <Button onClick={() => void take()}>Take this portal’s keys</Button>
      </div>
    </div>
  );
}

function FileField({
  label,
  hint,
  many = false,
  choose,
}: {
  label: string;
  hint: string;
  many?: boolean;
  choose: (files: File[]) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        className="input verify-file"
        multiple={many}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => choose([...(target.files ?? [])])}
      />
      <p className="cap" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}

const linesIn = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** A pack from anywhere, verified here; nothing of it is sent. */
export function PackCheck() {
  const [file, setFile] = useState<File | null>(null);
  const [kept, setKept] = useState<readonly File[]>([]);
  const [keys, setKeys] = useState('');
  const [witnesses, setWitnesses] = useState('');
  const [over, setOver] = useState(false);
  const running = useVerifyTask();
  const verify = (pack: File) =>
    running.task.mutate(async () => ({
      kind: 'pack',
      file: pack,
      at: ledgerAddress(),
      keys: linesIn(keys),
      witnesses: linesIn(witnesses),
      kept: await Promise.all(kept.map(async (one) => ({ name: one.name, text: await one.text() }))),
    }));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) setFile(dropped);
  };
  return (
    <Section title="An evidence pack" count="read by this browser, sent nowhere">
      <form
        className="verify-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (file) verify(file);
        }}
      >
        <div className="verify-fields">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the field in it does the same for the keyboard */}
          <div
            className={over ? 'verify-drop verify-drop-over' : 'verify-drop'}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <FileField
              label="Evidence pack"
              hint={
                file
                  ? `${file.name}, ${file.size.toLocaleString('en')} bytes`
                  : 'A ZIP file. Choose it, or drop it here.'
              }
              choose={([chosen]) => setFile(chosen ?? null)}
            />
          </div>
          <KeyField value={keys} change={setKeys} />
          <TextArea
            label="Keys of witnesses, NAME+ID+KEY, one a line"
            hint="Whoever cosigned must have seen this ledger. A cosignature whose key is not given is named as not checked."
            value={witnesses}
            onChange={(event) => setWitnesses(event.target.value)}
            rows={3}
            spellCheck={false}
            className="mono text-13"
          />
          <FileField
            label="Checkpoints or proofs that you kept"
            hint="A ledger that was rewritten since does not continue them. Where a large pack lacks a tile for one, this portal is asked for it, and believed only where it fits the pack."
            many
            choose={setKept}
          />
        </div>
        <div className="verify-act">
          <Button
            submit
            busy={running.task.isPending}
            off={!file}
            {...(file ? {} : { describedBy: 'verify-first' })}
          >
            {running.task.isPending ? 'Verifying' : 'Verify the pack'}
          </Button>
          {!file && (
            <span className="soft" id="verify-first">
              Choose a pack first.
            </span>
          )}
        </div>
      </form>
      <VerifyOutcome running={running} unit="bytes" sentences={sentences} />
    </Section>
  );
}
