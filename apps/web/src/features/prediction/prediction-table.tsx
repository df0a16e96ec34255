import type { PredictionRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, type Column, Table } from '../../controls/index.ts';
import { Basis, figureText, Result, Verdict, When } from '../../marks/index.ts';

/** The verdict of today, or of the last time, and the button that asks for another one. */
function Reproduced({ row }: { row: PredictionRow }) {
  const replay = useCommand(() => api.prediction.replay.mutate({ id: row.id }));
  const last = replay.data ?? row.lastReplay;
  if (row.erased) return <span className="muted">not replayable: erased</span>;
  if (row.removed) return <span className="muted">not replayable: removed</span>;
  if (row.kept === 'reference') return <span className="muted">not replayable: reference only</span>;
  return (
    <span className="reproduced">
      <span role="status">
        {replay.error ? (
          <Result tone="no">{problemOf(replay.error).message}</Result>
        ) : (
          last && <Verdict verdict={last.verdict} />
        )}
      </span>
      <Button small busy={replay.isPending} onClick={() => replay.mutate()}>
        {replay.isPending ? 'Reproducing' : 'Reproduce'}
        <span className="sr"> {row.callerId ?? row.id}</span>
      </Button>
    </span>
  );
}

const resultOf = ({ result, kept, erased, removed }: PredictionRow): ReactNode =>
  erased ? (
    <span className="muted">erased</span>
  ) : removed ? (
    <span className="muted">removed</span>
  ) : kept === 'reference' ? (
    <span className="muted">not kept</span>
  ) : result !== '' && Number.isFinite(Number(result)) ? (
    figureText(Number(result))
  ) : (
    result
  );

export const predictionColumns: readonly Column<PredictionRow>[] = [
  {
    head: 'Prediction',
    cell: ({ id, callerId }) => (
      <Link className="quiet mono break-all" to="/p/$prediction" params={{ prediction: id }}>
        {callerId ?? id}
      </Link>
    ),
  },
  {
    head: 'Version',
    cell: ({ model, version }) => (
      <Link className="quiet" to="/m/$model/v/$version" params={{ model, version }}>
        {model} <b>{version}</b>
      </Link>
    ),
    width: '15%',
  },
  { head: 'Result', cell: resultOf, phone: true, width: '8%' },
  { head: 'Consumer', cell: ({ consumer }) => consumer, width: '10%' },
  { head: 'Mode', cell: ({ mode }) => mode, width: 92, spare: true },
  { head: 'Basis', cell: ({ basis }) => <Basis basis={basis} />, width: 104, spare: true },
  {
    head: 'Answered',
    cell: ({ answeredAt }) => <When at={answeredAt} precision="second" />,
    width: 204,
    sorted: 'descending',
  },
  { head: 'Replay', cell: (row) => <Reproduced row={row} />, width: 190 },
];

export function PredictionTable({ rows, empty }: { rows: readonly PredictionRow[]; empty: ReactNode }) {
  return (
    <Table
      label="Predictions"
      rows={rows}
      keyOf={({ id }) => id}
      columns={predictionColumns}
      second={(row) => (
        <>
          {row.model} {row.version}, {row.consumer}
          <br />
          <When at={row.answeredAt} />
          <Reproduced row={row} />
        </>
      )}
      empty={empty}
    />
  );
}
