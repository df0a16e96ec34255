import type { PackRow, PackVerdict } from '@countersign/ledger';
import type { Problem } from '../../app/problem.ts';
import { ProblemNote, Table } from '../../controls/index.ts';
import { Result } from '../../marks/index.ts';
import type { useVerifyTask } from './use-verify-task.ts';
import type { Progress } from './verify-task.ts';

const checkNames: Readonly<Record<PackRow['check'], string>> = {
  files: 'Files',
  checkpoint: 'Checkpoint',
  witness: 'Witness',
  kept: 'Kept checkpoints',
  tree: 'Tree',
  entries: 'Entries',
  signatures: 'Signatures',
  records: 'Records and files',
  predictions: 'Predictions',
  report: 'Report',
};
const results = {
  sound: { tone: 'ok', word: 'Holds' },
  broken: { tone: 'no', word: 'Broken' },
  'cannot-tell': { tone: 'owed', word: 'Cannot tell' },
  note: { tone: 'none', word: 'Note' },
} as const;
const titles = {
  sound: 'Sound',
  broken: 'Broken',
  'cannot-tell': 'Cannot tell',
} as const;

const columns = [
  { head: 'What', cell: ({ check }: PackRow) => checkNames[check], width: 160 },
  {
    head: 'Result',
    cell: ({ verdict }: PackRow) => <Result tone={results[verdict].tone}>{results[verdict].word}</Result>,
    width: 128,
    phone: true,
  },
  {
    head: 'Found',
    cell: ({ said, path }: PackRow) => <Found said={said} path={path} />,
  },
];

const Found = ({ said, path }: { said: string; path: string | undefined }) => (
  <span className="verify-found">
    {path && <span className="mono text-13">{path} </span>}
    {said}
  </span>
);

/** The finding as a whole, then everything that was looked at. */
function Verdict({ verdict, sentence }: { verdict: PackVerdict; sentence: string }) {
  return (
    <>
      <h3 className={`verdict-word verdict-${verdict.verdict}`}>
        <Result tone={results[verdict.verdict].tone}>{titles[verdict.verdict]}</Result>
      </h3>
      <p className="soft pb-3">{sentence}</p>
      <Table
        label="Findings"
        rows={verdict.rows}
        keyOf={(row) => `${row.check} ${row.said}`}
        columns={columns}
        second={({ said, path }) => <Found said={said} path={path} />}
        top
      />
    </>
  );
}

function Running({ progress: { done, of }, unit }: { progress: Progress; unit: string }) {
  return (
    <p className="verify-progress">
      <progress max={of || 1} value={done} aria-label="How far it is" />
      <span className="soft">
        {of === 0 ? 'Beginning' : `${done.toLocaleString('en')} of ${of.toLocaleString('en')} ${unit}`}
      </span>
    </p>
  );
}

const unread = ({ message }: Error): Problem => ({
  code: 'NOT_READ',
  message,
  requestId: null,
  detail: {},
});

/** What a verification shows while it runs and when it is over. */
export function VerifyOutcome({
  running: { task, progress },
  unit,
  sentences,
}: {
  running: ReturnType<typeof useVerifyTask>;
  unit: string;
  sentences: Readonly<Record<PackVerdict['verdict'], string>>;
}) {
  return (
    <div role="status">
      {progress && <Running progress={progress} unit={unit} />}
      {!progress && task.error && <ProblemNote title="Nothing was verified" problem={unread(task.error)} />}
      {!progress && task.data && (
        <Verdict verdict={task.data.verdict} sentence={sentences[task.data.verdict.verdict]} />
      )}
    </div>
  );
}
