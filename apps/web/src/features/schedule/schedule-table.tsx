import type { ScheduleRow, ScheduleRun } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, type Column, Empty, ProblemNote, Table } from '../../controls/index.ts';
import { counted, Result, When } from '../../marks/index.ts';
import { kindWord } from '../report/index.ts';
import { leftOutWord, periodWord, whenText } from './words.ts';

function Run({ run }: { run: ScheduleRun }) {
  const { report, problem, sent, leftOut, settledAt, dueAt } = run;
  return (
    <li className="pb-1">
      {settledAt === null ? (
        <span role="status">{report ? `${report.serial} is being made` : 'Begins'}</span>
      ) : problem ? (
        <>
          <Result tone="no">Not sent</Result> {problem}
        </>
      ) : (
        <Result tone="ok">
          {report?.serial} sent to {counted(sent, 'recipient')}
        </Result>
      )}
      <span className="cap block">
        <When at={dueAt} precision="minute" />
        {!problem &&
          leftOut.map(({ name, why }) => (
            <span key={name} className="block">
              Not to {name}: {leftOutWord[why]}
            </span>
          ))}
      </span>
    </li>
  );
}

function Runs({ runs, limit }: { runs: readonly ScheduleRun[]; limit: number }) {
  if (runs.length === 0) return <span className="muted">not run yet</span>;
  return (
    <ul>
      {runs.slice(0, limit).map((run) => (
        <Run key={run.dueAt} run={run} />
      ))}
    </ul>
  );
}

const next = ({ nextAt }: ScheduleRow) =>
  nextAt ? (
    <>
      Next: <When at={nextAt} precision="minute" />
    </>
  ) : (
    <Result tone="none">Paused</Result>
  );

function Acts({ row: { id, name, state }, remove }: { row: ScheduleRow; remove: (id: string) => void }) {
  const move = useCommand((to: 'active' | 'paused') => api.schedule.move.mutate({ scheduleId: id, to }));
  const run = useCommand(() => api.schedule.runNow.mutate({ scheduleId: id }));
  const error = move.error ?? run.error;
  const of = <span className="sr"> {name}</span>;
  return (
    <>
      <span className="flex flex-wrap justify-end gap-2">
        <Button small busy={run.isPending} onClick={() => run.mutate()}>
          Run now{of}
        </Button>
        <Button
          small
          busy={move.isPending}
          onClick={() => move.mutate(state === 'active' ? 'paused' : 'active')}
        >
          {state === 'active' ? 'Pause' : 'Resume'}
          {of}
        </Button>
        <Button small onClick={() => remove(id)}>
          Delete{of}
        </Button>
      </span>
      {error && <ProblemNote title="Nothing was changed" problem={problemOf(error)} />}
    </>
  );
}

const what = ({ kind, about, period, by }: ScheduleRow) => (
  <span className="cap block">
    {kindWord[kind]}: {about}. {periodWord[period]}. By {by.name}
  </span>
);

export const columnsOf = (remove: (id: string) => void): readonly Column<ScheduleRow>[] => [
  {
    head: 'Report',
    cell: (row) => (
      <>
        <b className="break-words">{row.name}</b>
        <span className="only-wide">{what(row)}</span>
      </>
    ),
    width: '25%',
  },
  {
    head: 'When',
    cell: (row) => (
      <>
        {whenText(row)}
        <span className="cap block">{next(row)}</span>
      </>
    ),
    width: '20%',
  },
  { head: 'Recipients', cell: ({ recipients }) => recipients.join(', '), width: '15%' },
  { head: 'Last runs', cell: ({ runs }) => <Runs runs={runs} limit={3} /> },
  {
    head: 'Acts',
    headHidden: true,
    cell: (row) => <Acts row={row} remove={remove} />,
    width: 232,
    phone: true,
  },
];

export function ScheduleTable({
  rows,
  columns,
}: {
  rows: readonly ScheduleRow[];
  columns: readonly Column<ScheduleRow>[];
}) {
  return (
    <Table
      label="Scheduled reports"
      roomy
      top
      rows={rows}
      keyOf={({ id }) => id}
      columns={columns}
      second={(row) => (
        <>
          {what(row)}
          {whenText(row)}
          <br />
          {next(row)}
          <br />
          To {row.recipients.join(', ')}
          <br />
          <Runs runs={row.runs} limit={1} />
        </>
      )}
      empty={
        <Empty title="No report is scheduled.">
          Choose what it is to be about under Reports and schedule it, or begin here: a record of the month
          before, on the first of every month, is what most auditors ask for.
        </Empty>
      }
    />
  );
}
