import type { RescoredRow, RescoringRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import { figureText, Result, When } from '../../marks/index.ts';

type Side = RescoredRow['old'];

/** What is compared: the decision, else the label or the one number. */
function said({ basis, output }: Pick<RescoringRow, 'basis' | 'output'>, side: Side): ReactNode {
  if (!side) return null;
  if (basis === 'decision' && side.decision !== null) return side.decision;
  const found = side.outputs.find((cell) => (output ? cell.output === output.name : true));
  if (!found) return null;
  return Number.isFinite(Number(found.text)) && found.text !== ''
    ? figureText(Number(found.text))
    : found.text;
}

const truthText = (truth: string | null): string | null =>
  truth !== null && Number.isFinite(Number(truth)) && truth !== '' ? figureText(Number(truth)) : truth;

function Distance({ side }: { side: Side }) {
  if (!side || side.miss === null) return null;
  const text =
    side.error === null ? (side.miss ? 'wrong' : 'right') : figureText(Number(side.error.toPrecision(4)));
  return side.miss ? (
    <span className="rescored-miss">
      {text}
      {side.error !== null && <span className="sr"> (a miss)</span>}
    </span>
  ) : (
    text
  );
}

function Name({ row }: { row: RescoredRow }) {
  return (
    <Link className="quiet mono break-all" to="/p/$prediction" params={{ prediction: row.predictionId }}>
      {row.callerId ?? row.predictionId}
    </Link>
  );
}

const outcomeOf = (row: RescoredRow): ReactNode =>
  row.gone ? (
    <span className="muted">erased or removed since</span>
  ) : row.state === 'not-rescored' ? (
    <Result tone="owed">Not re-scored: {row.because}</Result>
  ) : row.state === 'outside' ? (
    <span className="muted">not affected</span>
  ) : row.flipped ? (
    <Result tone="no">Flipped</Result>
  ) : (
    <Result tone="ok">Same</Result>
  );

/** Columns for what this re-scoring compares; `brief` leaves out who and when, for the board of a recall. */
export function rescoredColumns(rescoring: RescoringRow, brief = false): readonly Column<RescoredRow>[] {
  const isNumber = rescoring.basis === 'number';
  const several = rescoring.versions.length > 1;
  const old = several ? 'Before' : rescoring.versions[0]!;
  const corrected = rescoring.corrections[0];
  const columns: (Column<RescoredRow> | false)[] = [
    { head: 'Prediction', cell: (row) => <Name row={row} />, width: brief ? '30%' : '17%' },
    !brief && { head: 'Consumer', cell: ({ consumer }) => consumer, width: '10%', spare: true },
    !brief && several && { head: 'Version', cell: ({ version }) => version, width: 90, spare: true },
    !brief && {
      head: 'Answered',
      cell: ({ answeredAt }) => <When at={answeredAt} precision="minute" />,
      width: 160,
    },
    corrected !== undefined && {
      head: `${corrected.from ?? corrected.field} sent`,
      cell: (row: RescoredRow) => truthText(row.corrected[0]?.sent ?? null),
      numeric: true,
      width: 84,
      spare: true,
    },
    corrected !== undefined && {
      head: `${corrected.field} put right`,
      cell: (row: RescoredRow) => truthText(row.corrected[0]?.fed ?? null),
      numeric: true,
      width: 106,
      spare: true,
    },
    { head: old, cell: (row) => said(rescoring, row.old), numeric: isNumber, width: 78 },
    { head: rescoring.fixed, cell: (row) => said(rescoring, row.new), numeric: isNumber, width: 78 },
    rescoring.known > 0 && {
      head: 'Actual',
      cell: (row: RescoredRow) => truthText(row.truth),
      numeric: isNumber,
      width: 76,
    },
    rescoring.known > 0 && {
      head: isNumber ? `Error ${old}` : `${old} was`,
      cell: (row: RescoredRow) => <Distance side={row.old} />,
      numeric: isNumber,
      width: 88,
    },
    rescoring.known > 0 && {
      head: isNumber ? `Error ${rescoring.fixed}` : `${rescoring.fixed} is`,
      cell: (row: RescoredRow) => <Distance side={row.new} />,
      numeric: isNumber,
      width: 88,
    },
    !brief && { head: 'Outcome', cell: outcomeOf, width: '11%', phone: true },
  ];
  return columns.filter((column): column is Column<RescoredRow> => column !== false);
}

export function RescoredTable({
  rescoring,
  rows,
  brief = false,
  label,
  empty,
}: {
  rescoring: RescoringRow;
  rows: readonly RescoredRow[];
  brief?: boolean;
  label: string;
  empty?: ReactNode;
}) {
  const { fixed } = rescoring;
  return (
    <Table
      label={label}
      rows={rows}
      keyOf={({ predictionId }) => predictionId}
      columns={rescoredColumns(rescoring, brief)}
      second={(row) => (
        <>
          {row.old && (
            <span className="block">
              {row.version}: {said(rescoring, row.old)}, {fixed}: {said(rescoring, row.new)}
              {row.truth !== null && `, actual ${truthText(row.truth)}`}
            </span>
          )}
          {row.consumer}, <When at={row.answeredAt} precision="minute" />
        </>
      )}
      empty={empty}
    />
  );
}
