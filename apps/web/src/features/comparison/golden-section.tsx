import type { ComparedVersions, GoldenDisagreement, GoldenRow, GoldenRowsPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { selfState } from '../../app/self-state.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  FilterSegments,
  Paging,
  ProblemNote,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { Basis, countText, figureText, shareText } from '../../marks/index.ts';
import { goldenRowsQuery } from './queries.ts';
import { goldenReason } from './words.ts';

const route = getRouteApi('/frame/m/$model/compare/$pair');
const onPage = 20;

const shortText = (text: string | null): string =>
  text === null
    ? 'none'
    : text !== '' && Number.isFinite(Number(text))
      ? figureText(Number(text))
      : text || 'empty';

function Answers({ row, side }: { row: GoldenRow; side: 'before' | 'after' }) {
  if (row.outputs.every((output) => output[side] === null)) return <span className="muted">no answer</span>;
  return (
    <ul className="m-0 list-none p-0">
      {row.outputs.map((output) => (
        <li key={output.name} className="wrap-anywhere">
          <span className="soft">{output.name}</span>{' '}
          {output.before === output.after ? shortText(output[side]) : <b>{shortText(output[side])}</b>}
        </li>
      ))}
    </ul>
  );
}

const apartText = ({ differs, largest, code }: GoldenRow): string =>
  code !== null
    ? `no answer: ${code.toLowerCase().replaceAll('_', ' ')}`
    : !differs
      ? 'the same'
      : largest === null
        ? 'another word'
        : figureText(largest);

const columns: readonly Column<GoldenRow>[] = [
  {
    head: 'Row',
    cell: ({ id, inputs }) => (
      <>
        <b className="break-words">{id}</b>
        <span className="cap block wrap-anywhere">
          {inputs.map(({ name, value }) => `${name} ${shortText(value)}`).join(', ')}
        </span>
      </>
    ),
    width: '38%',
  },
  { head: 'Before', cell: (row) => <Answers row={row} side="before" /> },
  { head: 'After', cell: (row) => <Answers row={row} side="after" /> },
  { head: 'Apart by', cell: apartText, numeric: true, width: 130, phone: true },
];

type Spread = GoldenRowsPage['outputs'][number];
const figure = (value: number | null) => (value === null ? null : figureText(value));
const spreadColumns: readonly Column<Spread>[] = [
  { head: 'Output', cell: ({ name }) => <span className="mono wrap-anywhere">{name}</span> },
  { head: 'Rows that differ', cell: ({ differ }) => countText(differ), numeric: true, phone: true },
  { head: 'Half are apart by at most', cell: ({ median }) => figure(median), numeric: true },
  { head: 'Nine of ten by at most', cell: ({ ninth }) => figure(ninth), numeric: true },
  { head: 'Largest', cell: ({ largest }) => figure(largest), numeric: true },
];

function Execution({ pair, page }: { pair: ComparedVersions; page: GoldenRowsPage }) {
  const start = useCommand(() => api.version.scoreGolden.mutate(pair));
  const { scoring, mayScore } = page;
  const isBusy = scoring?.state === 'queued' || scoring?.state === 'running';
  return (
    <div className="grid gap-2 pb-3">
      {isBusy && (
        <div className="grid max-w-[480px] gap-1" role="status">
          <span className="text-13">
            {scoring.state === 'queued'
              ? 'Both are about to be executed'
              : `${countText(scoring.done)} of ${countText(scoring.total)} rows executed`}
          </span>
          <progress
            className="progress"
            aria-label="Rows executed"
            max={Math.max(scoring.total, 1)}
            value={scoring.done}
          />
        </div>
      )}
      {scoring?.state === 'failed' && (
        <p>
          Both could not be executed: <span className="soft">{scoring.error}</span>
        </p>
      )}
      {mayScore && (scoring === null || scoring.state === 'failed') && (
        <p>
          <Button small busy={start.isPending} onClick={() => start.mutate()}>
            {`Execute both on the golden set of ${pair.after}`}
          </Button>
        </p>
      )}
      {start.error && <ProblemNote title="They were not executed" problem={problemOf(start.error)} />}
    </div>
  );
}

function Found({
  pair,
  page,
  reason,
  all,
  after,
}: {
  pair: ComparedVersions;
  page: GoldenRowsPage;
  reason: GoldenDisagreement['reason'];
  all: boolean;
  after: string | undefined;
}) {
  if (page.source === null) {
    return (
      <>
        <Execution pair={pair} page={page} />
        <Empty title={goldenReason[reason ?? 'NOTHING_IN_COMMON']}>
          {page.mayScore
            ? 'Both can be executed on the golden set of the later one.'
            : 'Executing both takes an artifact of each, and a golden set of the later one whose rows have every input of the earlier.'}
        </Empty>
      </>
    );
  }
  return (
    <>
      <p className="pb-2">
        <b>
          {countText(page.differing)} of {countText(page.rows)} rows differ (
          {shareText(page.differing / page.rows)}).
        </b>{' '}
        {page.source === 'scored' ? (
          <>
            <Basis basis="checked" />: both were executed here on the golden set of {pair.after}.
          </>
        ) : (
          'As the golden sets of both say of the rows that they share; that each answers so is what its parity evidence shows.'
        )}
      </p>
      <Execution pair={pair} page={page} />
      <Table
        label="How far the outputs are apart"
        rows={page.outputs}
        keyOf={({ name }) => name}
        columns={spreadColumns}
        second={({ median, ninth, largest }) =>
          largest === null
            ? 'no number'
            : `half by at most ${figure(median)}, nine of ten ${figure(ninth)}, largest ${figure(largest)}`
        }
      />
      <div className="py-3">
        <FilterSegments label="Rows shown">
          {([undefined, 'all'] as const).map((rows) => (
            <Link
              key={rows ?? 'differing'}
              to="."
              search={(before) => ({ ...before, rows, after: undefined })}
              resetScroll={false}
              aria-current={all === (rows === 'all') ? 'true' : undefined}
              activeOptions={selfState}
            >
              {rows === 'all' ? 'All' : 'What differs'}
            </Link>
          ))}
        </FilterSegments>
      </div>
      <Table
        label="Golden rows"
        top
        rows={page.items}
        keyOf={({ id }) => id}
        columns={columns}
        second={({ outputs }) =>
          outputs
            .filter(({ before, after: now }) => before !== now)
            .map(({ name, before, after: now }) => `${name}: ${shortText(before)} → ${shortText(now)}`)
            .join(', ')
        }
        empty={<Empty title="Both answer the same." />}
      />
      <Paging
        count={page.items.length}
        one="row"
        after={after}
        next={page.next}
        label="Pages of golden rows"
      />
    </>
  );
}

/** Golden rows with both answers, the furthest apart first; the address says which. */
export function GoldenSection({
  pair,
  reason,
}: {
  pair: ComparedVersions;
  reason: GoldenDisagreement['reason'];
}) {
  const { rows, after } = route.useSearch();
  const { model, ...labels } = pair;
  const query = useQuery(
    goldenRowsQuery({
      model,
      pair: labels,
      limit: onPage,
      ...(rows && { which: rows }),
      ...(after && { after }),
    }),
  );
  return (
    <Section title="Golden set" at="golden-set">
      <Await query={query} loading={<TableLoading columns={columns} rows={6} />}>
        {(page) => <Found pair={pair} page={page} reason={reason} all={rows === 'all'} after={after} />}
      </Await>
    </Section>
  );
}
