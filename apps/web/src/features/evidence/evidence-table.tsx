import { Link } from '@tanstack/react-router';
import { type Column, Empty, Table } from '../../controls/index.ts';
import { Basis, EvidenceResult, Result, When } from '../../marks/index.ts';
import type { EvidenceLine } from './evidence-rows.ts';

const nameOf = (line: EvidenceLine) =>
  line.row ? (
    <Link
      className="quiet"
      to="."
      search={(before) => ({ ...before, evidence: line.row.id })}
      resetScroll={false}
    >
      {line.row.name}
    </Link>
  ) : (
    line.missing
  );

const resultOf = (line: EvidenceLine) =>
  line.row ? (
    <>
      <EvidenceResult kind={line.row.kind} result={line.row.result} />
      <span className="cap only-phone">
        <Basis basis={line.row.basis} />
      </span>
    </>
  ) : (
    <Result tone="owed">Not computed</Result>
  );

const openedOf = ({ row }: EvidenceLine) =>
  row === null ? null : row.openedAt ? (
    <span className="soft">
      <When at={row.openedAt} />
    </span>
  ) : (
    <Result tone="owed">Not opened</Result>
  );

export const evidenceColumns: readonly Column<EvidenceLine>[] = [
  { head: 'Evidence', cell: nameOf },
  { head: 'Result', cell: resultOf, width: 128, phone: true },
  { head: 'Value', cell: ({ row }) => row?.value, numeric: true, width: 124 },
  { head: 'Against', cell: ({ row }) => <span className="soft">{row?.against}</span>, width: '24%' },
  { head: 'Basis', cell: ({ row }) => row && <Basis basis={row.basis} />, width: 96 },
  { head: 'Opened by you', cell: openedOf, width: 164 },
];

export function EvidenceTable({ lines, requiredBy }: { lines: readonly EvidenceLine[]; requiredBy: string }) {
  return (
    <Table
      label="Evidence"
      rows={lines}
      keyOf={({ key }) => key}
      columns={evidenceColumns}
      group={(line) => (line.required ? `Required by ${requiredBy}` : 'Also attached')}
      second={({ row }) => row && [row.value, row.against].filter(Boolean).join(', ')}
      empty={<Empty title="Nothing of this kind.">Choose “All” to see every piece of evidence.</Empty>}
    />
  );
}
