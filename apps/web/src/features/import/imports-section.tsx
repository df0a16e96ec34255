import type { ImportRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, type Column, Empty, Paging, Section, Table, TableLoading } from '../../controls/index.ts';
import { counted, Digest, When } from '../../marks/index.ts';
import { importsQuery } from './queries.ts';
import { kindWord } from './words.ts';

/** Where what an import made is to be found. */
export function MadeBy({ model, row }: { model: string; row: ImportRow }) {
  const links = [
    ...row.experiments.map((experiment) => (
      <Link key={experiment} to="/m/$model/experiments/$experiment" params={{ model, experiment }}>
        {experiment}
      </Link>
    )),
    ...(row.version === null
      ? []
      : [
          <Link key="version" to="/m/$model/v/$version" params={{ model, version: row.version }}>
            version {row.version}
          </Link>,
        ]),
  ];
  return (
    <span className="break-words">
      {links.map((link, index) => (
        <span key={link.key}>
          {index > 0 && ', '}
          {link}
        </span>
      ))}
    </span>
  );
}

const columnsOf = (model: string): readonly Column<ImportRow>[] => [
  { head: 'File', cell: ({ fileName }) => <b className="break-words">{fileName}</b>, width: '24%' },
  { head: 'Kind', cell: ({ kind }) => kindWord[kind], width: '18%' },
  { head: 'Made', cell: (row) => <MadeBy model={model} row={row} /> },
  { head: 'New runs', cell: ({ runs }) => runs.toLocaleString('en'), numeric: true, width: 96 },
  { head: 'Digest', cell: ({ digest }) => <Digest value={digest} what="digest of the file" />, width: 150 },
  { head: 'By', cell: ({ by }) => by?.name ?? 'Unknown person', width: 150 },
  { head: 'When', cell: ({ at }) => <When at={at} precision="minute" />, width: 150 },
];

export function ImportsSection({ model, after }: { model: string; after: string | undefined }) {
  const query = useQuery(importsQuery({ model, after }));
  const columns = columnsOf(model);
  return (
    <Section title="Imported" count={query.data && counted(query.data.items.length, 'import')}>
      <Await query={query} loading={<TableLoading columns={columns} rows={2} />}>
        {({ items, next }) => (
          <>
            <Table
              label="Imports"
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              second={(row) => (
                <>
                  {kindWord[row.kind]}: <MadeBy model={model} row={row} />, by{' '}
                  {row.by?.name ?? 'an unknown person'}, <When at={row.at} precision="day" />
                </>
              )}
              empty={<Empty title="Nothing was imported into this model." />}
            />
            <Paging count={items.length} one="import" after={after} next={next} />
          </>
        )}
      </Await>
    </Section>
  );
}
