import type { VersionComparison } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Column, Section, Table } from '../../controls/index.ts';
import { pairText } from '../model/index.ts';
import { NotebookStateMark, notebookRecordsQuery } from '../notebook/index.ts';
import { isNotebook } from './outline.ts';

type Notebook = VersionComparison['files'][number];

function StateIn({ model, version, path }: { model: string; version: string; path: string }) {
  const { data, isError } = useQuery(notebookRecordsQuery({ model, version }));
  const record = data?.items.find((one) => one.path === path);
  if (isError) return <span className="soft">{version}: what it records could not be read</span>;
  return (
    record && (
      <span className="flex flex-wrap gap-x-2">
        <span className="soft">{version}</span>
        <NotebookStateMark state={record.state} />
      </span>
    )
  );
}

/** The notebooks of both versions, each opening cell by cell. Nothing where there are none. */
export function NotebookSection({ found }: { found: VersionComparison }) {
  const notebooks = found.files.filter(isNotebook);
  if (notebooks.length === 0) return null;
  const params = { model: found.after.model.key, pair: pairText(found.before.label, found.after.label) };
  const columns: readonly Column<Notebook>[] = [
    { head: 'Notebook', cell: ({ path }) => <span className="mono wrap-anywhere">{path}</span> },
    {
      head: 'What',
      cell: ({ path, before, after, same }) =>
        same ? (
          'same bytes'
        ) : before === null ? (
          'added'
        ) : after === null ? (
          'removed'
        ) : (
          <Link to="/m/$model/compare/$pair/notebook" params={params} search={{ path }}>
            What changed, cell by cell
          </Link>
        ),
      phone: true,
    },
    {
      head: 'Recorded digests',
      cell: ({ path, before, after }) => (
        <span className="grid gap-1">
          {before && <StateIn model={params.model} version={found.before.label} path={path} />}
          {after && <StateIn model={params.model} version={found.after.label} path={path} />}
        </span>
      ),
      phone: true,
    },
  ];
  return (
    <Section title="Notebooks" at="notebooks" count={notebooks.length}>
      <Table label="Notebooks" rows={notebooks} keyOf={({ path }) => path} columns={columns} />
    </Section>
  );
}
