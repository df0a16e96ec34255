import { parseRunOrder, type RunRow } from '@countersign/contracts';
import { Link, useNavigate } from '@tanstack/react-router';
import { type Column, Empty, Select, Table } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { cellText, columnName, statusWord } from './run-words.ts';

interface RunsTableProps {
  model: string;
  experiment: string;
  rows: readonly RunRow[];
  columns: readonly string[];
  order: string | undefined;
  isFiltered: boolean;
  chosen: ReadonlySet<string>;
  onChoose: (run: string) => void;
}

const usualOrder = 'attributes.start_time desc';

/** Where the table is a list there are no heads to sort by. */
function Order({ columns, order }: { columns: readonly string[]; order: string }) {
  const navigate = useNavigate();
  const [column, direction] = [order.replace(/ (asc|desc)$/, ''), / (asc|desc)$/.exec(order)?.[1] ?? 'asc'];
  const go = (next: string) =>
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, order: next, after: undefined }),
      resetScroll: false,
    });
  const choices = [
    ...new Set(['attributes.start_time', 'attributes.run_name', 'attributes.status', ...columns, column]),
  ];
  const name: Readonly<Record<string, string>> = {
    'attributes.start_time': 'Started',
    'attributes.run_name': 'Run',
    'attributes.status': 'Status',
  };
  return (
    <div className="run-order">
      <Select
        label="Sort by"
        value={column}
        onChange={(event) => go(`${event.target.value} ${direction}`)}
        choices={choices.map((value) => ({ value, label: name[value] ?? columnName(value) }))}
      />
      <Select
        label="Direction"
        value={direction}
        onChange={(event) => go(`${column} ${event.target.value}`)}
        choices={[
          { value: 'asc', label: 'Lowest first' },
          { value: 'desc', label: 'Highest first' },
        ]}
      />
    </div>
  );
}

/** Runs with the columns that somebody chose; every head sorts by its column, and again the other way round. */
export function RunsTable(props: RunsTableProps) {
  const { model, experiment, rows, columns, order = usualOrder, isFiltered, chosen, onChoose } = props;
  const by = (column: string): Pick<Column<RunRow>, 'sorted' | 'headLink'> => {
    const isSorted = order.replace(/ (asc|desc)$/, '') === column;
    const descending = isSorted && parseRunOrder(order)?.descending === true;
    return {
      ...(isSorted ? { sorted: descending ? 'descending' : 'ascending' } : {}),
      headLink: (text) => (
        <Link
          to="."
          search={(before: object) => ({
            ...before,
            order: `${column} ${isSorted && !descending ? 'desc' : 'asc'}`,
            after: undefined,
          })}
          title={`Sort by ${text}`}
        >
          {text}
        </Link>
      ),
    };
  };
  const shown: readonly Column<RunRow>[] = [
    {
      head: 'Run',
      cell: ({ run, name }) => (
        <span className="inline-flex items-center gap-2">
          <input
            type="checkbox"
            aria-label={`Compare ${name}`}
            checked={chosen.has(run)}
            onChange={() => onChoose(run)}
          />
          <Link
            className="quiet"
            to="/m/$model/experiments/$experiment/runs/$run"
            params={{ model, experiment, run }}
          >
            <b>{name}</b>
          </Link>
        </span>
      ),
      ...by('attributes.run_name'),
    },
    {
      head: 'Version',
      cell: ({ versions }) =>
        versions.map((version) => (
          <Link key={version} className="mr-2" to="/m/$model/v/$version" params={{ model, version }}>
            {version}
          </Link>
        )),
    },
    { head: 'Status', cell: ({ status }) => statusWord[status], ...by('attributes.status') },
    {
      head: 'Started',
      cell: ({ startedAt }) => <When at={startedAt} precision="minute" />,
      ...by('attributes.start_time'),
    },
    ...columns.map(
      (column): Column<RunRow> => ({
        head: columnName(column),
        cell: ({ cells }) => {
          const text = cellText(column, cells[column]);
          return text === '' ? (
            <span className="muted">none</span>
          ) : (
            <span title={String(cells[column])}>{text}</span>
          );
        },
        numeric: column.startsWith('metrics.'),
        ...by(column),
      }),
    ),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="run-table" aria-label="Table of runs" tabIndex={0}>
      <Order columns={columns} order={order} />
      <Table
        label="Runs"
        rows={rows}
        keyOf={({ id }) => id}
        columns={shown}
        second={({ cells, versions, status }) =>
          [
            versions.length > 0 && `version ${versions.join(', ')}`,
            status !== 'FINISHED' && statusWord[status].toLowerCase(),
            ...columns
              .slice(0, 3)
              .map(
                (column) =>
                  cells[column] !== undefined && `${columnName(column)} ${cellText(column, cells[column])}`,
              ),
          ]
            .filter(Boolean)
            .join(' · ')
        }
        empty={
          <Empty title={isFiltered ? 'No run meets the filter.' : 'No run was logged.'}>
            {isFiltered
              ? 'A run without a metric, parameter or tag meets no comparison about it.'
              : 'Runs appear here when a training logs them.'}
          </Empty>
        }
      />
    </section>
  );
}
