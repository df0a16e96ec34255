import type { ReportRow } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { withBase } from '../../app/base-path.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, type Column, Empty, Table } from '../../controls/index.ts';
import { counted, EntryLink, minuteText, Result, When } from '../../marks/index.ts';
import { formatWord, kindWord, stepWord } from './words.ts';

const order = ['pdf', 'csv', 'json'] as const;

const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

function Files({ id, serial, files }: ReportRow) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {order.flatMap((format) => {
        const file = files.find((found) => found.format === format);
        if (!file) return [];
        return [
          <a
            key={format}
            href={withBase(`/api/v1/reports/${id}/files/${format}`)}
            download
            aria-label={`${formatWord[format]} of ${serial}`}
            title={`${sizeText(file.bytes)}, SHA-256 ${file.digest}`}
          >
            {formatWord[format]}
          </a>,
        ];
      })}
      <a
        href={withBase(`/api/v1/reports/${id}/pack`)}
        download
        aria-label={`Evidence pack of ${serial}`}
        title="All of these, with every entry that they speak of and its proof, in one file that verifies offline"
      >
        Evidence pack
      </a>
    </span>
  );
}

function Cancel({ id, serial }: { id: string; serial: string }) {
  const cancel = useCommand(() => api.report.cancel.mutate({ id }));
  return (
    <Button small busy={cancel.isPending} onClick={() => cancel.mutate()}>
      Cancel<span className="sr"> {serial}</span>
    </Button>
  );
}

function State({ row }: { row: ReportRow }) {
  if (row.state === 'done')
    return (
      <Result tone="ok">
        Made
        {row.entries !== null &&
          `: ${row.entries === 0 ? 'no entries' : counted(row.entries, 'entry', 'entries')}`}
      </Result>
    );
  if (row.state === 'failed')
    return (
      <>
        <Result tone="no">Failed</Result> {row.problem}
      </>
    );
  if (row.state === 'cancelled') return <Result tone="none">Cancelled</Result>;
  const share = row.total > 0 ? Math.min(100, Math.floor((100 * row.done) / row.total)) : 0;
  return (
    <span role="status">
      {row.step === null ? 'Waits for its turn' : `${stepWord[row.step]}, ${share} %`}
    </span>
  );
}

const periodOf = ({ definition: { period, asOf, zone } }: ReportRow) =>
  asOf
    ? `as of ${asOf.day ? `the end of ${asOf.day}, ${zone}` : minuteText(asOf.moment)}`
    : period
      ? `${period.from} to ${period.to}, ${period.zone}`
      : 'all of the ledger';

export const reportColumns: readonly Column<ReportRow>[] = [
  {
    head: 'No.',
    cell: ({ serial }) => <b className="whitespace-nowrap">{serial}</b>,
    width: 132,
  },
  {
    head: 'About',
    cell: ({ about, kind }) => (
      <>
        {about}
        {kind !== 'record' && <span className="cap block">{kindWord[kind]}</span>}
      </>
    ),
    width: '20%',
  },
  { head: 'Period', cell: periodOf },
  { head: 'State', cell: (row) => <State row={row} />, width: '19%' },
  {
    head: 'Files',
    cell: (row) => (row.state === 'done' ? <Files {...row} /> : row.mayCancel ? <Cancel {...row} /> : null),
    width: 236,
    phone: true,
  },
  {
    head: 'Asked for',
    cell: ({ askedAt, by }) => (
      <>
        <When at={askedAt} precision="minute" />
        <span className="cap block">{by.name}</span>
      </>
    ),
    width: 190,
  },
  {
    head: 'Entry',
    cell: ({ number }) => (number === null ? null : <EntryLink number={number} />),
    width: 64,
    spare: true,
  },
];

export function ReportTable({ rows }: { rows: readonly ReportRow[] }) {
  return (
    <Table
      label="Reports"
      roomy
      rows={rows}
      keyOf={({ id }) => id}
      columns={reportColumns}
      second={(row) => (
        <>
          {row.about}, {periodOf(row)}
          <br />
          <State row={row} />
          <br />
          <When at={row.askedAt} precision="minute" />, {row.by.name}
        </>
      )}
      empty={
        <Empty title="No report was made yet.">
          Choose what it is to be about and make one: its files stay here, with their digests in the ledger.
        </Empty>
      }
    />
  );
}
