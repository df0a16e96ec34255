import type { VersionComparison } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { type Column, Section, Table } from '../../controls/index.ts';
import { pairText } from '../model/index.ts';

type Notebook = VersionComparison['files'][number];

const isNotebook = ({ path }: Notebook): boolean => /\.ipynb$/i.test(path);

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
  ];
  return (
    <Section title="Notebooks" at="notebooks" count={notebooks.length}>
      <Table label="Notebooks" rows={notebooks} keyOf={({ path }) => path} columns={columns} />
    </Section>
  );
}
