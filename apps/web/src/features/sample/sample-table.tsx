import type { SampleRow } from '@countersign/contracts';
import { useState } from 'react';
import { withBase } from '../../app/base-path.ts';
import { Button, type Column, Empty, Table } from '../../controls/index.ts';
import { Digest, EntryLink, Result, When } from '../../marks/index.ts';
import { DrawSheet } from './draw-sheet.tsx';
import { kindWord, sizeText, stepWord } from './words.ts';

const periodOf = ({ definition: { period } }: SampleRow) =>
  period ? `${period.from} to ${period.to}, ${period.zone}` : 'all of the past';

const fileOf = ({ id }: SampleRow, file: string) => withBase(`/api/v1/samples/${id}/files/${file}`);

function Act(row: SampleRow) {
  const [isOpen, setOpen] = useState(false);
  if (row.state === 'frozen' && row.population.size > 0)
    return (
      <>
        <Button small onClick={() => setOpen(true)}>
          Draw<span className="sr"> from {row.serial}</span>
        </Button>
        {isOpen && <DrawSheet row={row} onClose={() => setOpen(false)} />}
      </>
    );
  if (row.archive)
    return (
      <a
        href={fileOf(row, 'archive')}
        download
        aria-label={`Packs of ${row.serial}`}
        title={`SHA-256 ${row.archive.digest}`}
      >
        Packs and index
      </a>
    );
  return null;
}

function State({ row }: { row: SampleRow }) {
  const unknown =
    row.unknown.length > 0 ? (
      <span className="block">Not in the population: {row.unknown.join(', ')}</span>
    ) : null;
  if (row.state === 'frozen')
    return (
      <Result tone="none">{row.population.size === 0 ? 'Nothing in it' : 'Frozen, not drawn yet'}</Result>
    );
  if (row.state === 'failed')
    return (
      <>
        <Result tone="no">Failed</Result> {row.problem}
      </>
    );
  if (row.state === 'done')
    return (
      <>
        <Result tone="ok">
          {row.seed === null
            ? `Listed; packed ${(row.asked ?? 0) - row.unknown.length} of ${row.asked}`
            : `Drawn and packed: ${row.asked}`}
        </Result>
        {row.seed !== null && <span className="cap block">seed {row.seed}</span>}
        {unknown}
      </>
    );
  const share =
    row.total > 0 ? `, ${row.done.toLocaleString('en')} of ${row.total.toLocaleString('en')}` : '';
  return (
    <>
      <span role="status">{row.step === null ? 'Waits for its turn' : `${stepWord[row.step]}${share}`}</span>
      {unknown}
    </>
  );
}

const About = ({ row }: { row: SampleRow }) => (
  <>
    {row.about}
    <span className="cap block">
      {kindWord[row.kind]}, {periodOf(row)}
    </span>
  </>
);

export const sampleColumns: readonly Column<SampleRow>[] = [
  { head: 'No.', cell: ({ serial }) => <b className="whitespace-nowrap">{serial}</b>, width: 140 },
  { head: 'Of', cell: (row) => <About row={row} />, width: '22%' },
  {
    head: 'Population',
    cell: (row) => (
      <>
        <a href={fileOf(row, 'population')} download aria-label={`Population of ${row.serial}`}>
          {sizeText(row)}
        </a>
        <span className="cap block">
          <Digest value={row.population.digest} what="the population" />
        </span>
      </>
    ),
    width: 190,
  },
  { head: 'State', cell: (row) => <State row={row} /> },
  { head: 'Files', cell: (row) => <Act {...row} />, width: 140, phone: true },
  {
    head: 'Frozen',
    cell: ({ frozenAt, by, frozen }) => (
      <>
        <When at={frozenAt} precision="minute" />
        <span className="cap block">
          {by.name}
          {frozen !== null && (
            <>
              , entry <EntryLink number={frozen} />
            </>
          )}
        </span>
      </>
    ),
    width: 210,
  },
];

export function SampleTable({ rows }: { rows: readonly SampleRow[] }) {
  return (
    <Table
      label="Samples"
      roomy
      rows={rows}
      keyOf={({ id }) => id}
      columns={sampleColumns}
      second={(row) => (
        <>
          <About row={row} />
          <a href={fileOf(row, 'population')} download aria-label={`Population of ${row.serial}`}>
            {sizeText(row)}
          </a>
          <span className="block">
            <State row={row} />
          </span>
          <When at={row.frozenAt} precision="minute" />, {row.by.name}
        </>
      )}
      empty={
        <Empty title="No sample was pulled yet.">
          Freeze a population first: what it is becomes an entry before anything of it is chosen.
        </Empty>
      }
    />
  );
}
