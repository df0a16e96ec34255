import type { ColumnStatistics, ComparedColumn, ComparedTraining } from '@countersign/contracts';
import { useState } from 'react';
import { Button, type Column, Empty, Section, Table } from '../../controls/index.ts';
import { Basis, countText, figureText, shareText } from '../../marks/index.ts';

const reasonText: Record<NonNullable<ComparedTraining['reason']>, string> = {
  NO_STATISTICS: 'One of the versions brings no reference statistics (reference-stats.json).',
  UNREADABLE: 'The reference statistics of one of the versions cannot be read.',
};

function rangeText({ categories, lowest, highest, mean }: ColumnStatistics): string {
  if (categories !== null) return `${countText(categories)} categories`;
  const range =
    lowest !== null && highest !== null ? `${figureText(lowest)} to ${figureText(highest)}` : null;
  return [range, mean !== null && `mean ${figureText(mean)}`].filter(Boolean).join(', ');
}

const rowsText = ({ rows, missing }: ColumnStatistics): string =>
  `${countText(rows)} rows${missing > 0 ? `, ${shareText(missing / rows)} missing` : ''}`;

function Side({ of }: { of: ColumnStatistics | null }) {
  if (of === null) return <span className="muted">none</span>;
  return (
    <>
      {rangeText(of)}
      <span className="cap block">{rowsText(of)}</span>
    </>
  );
}

/** Categories that came or went, in words; nothing where there are none. */
function Moved({ of: { appeared, vanished } }: { of: ComparedColumn }) {
  if (appeared.length === 0 && vanished.length === 0) return null;
  return (
    <span className="cap block wrap-anywhere">
      {appeared.length > 0 && `new: ${appeared.join(', ')}`}
      {appeared.length > 0 && vanished.length > 0 && '; '}
      {vanished.length > 0 && `gone: ${vanished.join(', ')}`}
    </span>
  );
}

const apartText = ({ before, after, apart }: ComparedColumn): string =>
  apart !== null
    ? apart === 0
      ? '0 %'
      : shareText(apart)
    : before && after
      ? 'not known'
      : before
        ? 'left out'
        : 'new';

const columns: readonly Column<ComparedColumn>[] = [
  {
    head: 'Column',
    cell: (column) => (
      <>
        <span className="mono wrap-anywhere">{column.name}</span>
        <Moved of={column} />
      </>
    ),
    width: '32%',
  },
  { head: 'Before', cell: ({ before }) => <Side of={before} /> },
  { head: 'After', cell: ({ after }) => <Side of={after} /> },
  { head: 'Apart by', cell: apartText, numeric: true, width: 112, phone: true },
];

/** Columns that are shown before the rest is asked for. */
const first = 20;

/** What the training data of both looked like, by the statistics that their makers registered. */
export function TrainingSection({ training: { reason, columns: rows } }: { training: ComparedTraining }) {
  const [whole, setWhole] = useState(false);
  return (
    <Section
      title="Columns of the training data"
      at="training-columns"
      count={reason === null ? <Basis basis="claimed" /> : undefined}
      right={
        rows.length > first && (
          <Button small onClick={() => setWhole(!whole)} aria-pressed={whole}>
            {whole ? `The first ${first}` : `All ${countText(rows.length)}`}
          </Button>
        )
      }
    >
      {reason !== null ? (
        <Empty title={reasonText[reason]} />
      ) : (
        <>
          <p className="pb-2">
            From the reference statistics of both. Apart by 0 % is the same distribution, by 100 % nothing in
            common: the largest difference of the shares below any value, as far as quantiles tell, or the
            share of rows whose category would have to change.
          </p>
          <Table
            label="Columns of the training data"
            top
            rows={whole ? rows : rows.slice(0, first)}
            keyOf={({ name }) => name}
            columns={columns}
            second={({ before, after }) =>
              `${before ? rangeText(before) : 'none'} → ${after ? rangeText(after) : 'none'}`
            }
            empty={<Empty title="Neither describes a column." />}
          />
        </>
      )}
    </Section>
  );
}
