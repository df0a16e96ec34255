import { Link } from '@tanstack/react-router';
import { type Column, Empty, Table } from '../../controls/index.ts';
import { Basis, EvidenceResult, Result, When } from '../../marks/index.ts';
import type { AgreementThreshold } from './agreement-threshold.ts';
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

const Enough = ({ thresholds }: { thresholds: readonly AgreementThreshold[] }) =>
  thresholds.every(({ met }) => met) ? (
    <Result tone="ok">Enough</Result>
  ) : (
    <Result tone="no">Not enough</Result>
  );

/** The figure, and beneath it what is said of it and what a policy asks for. */
function Figure({ line }: { line: EvidenceLine }) {
  if (!line.row) return null;
  const [figure, ...rest] = line.row.value.split(', ');
  const beneath = [...(rest.length > 0 ? [rest.join(', ')] : []), ...line.thresholds.map(({ text }) => text)];
  return (
    <>
      {figure}
      {beneath.map((text) => (
        <span key={text} className="cap block text-balance">
          {text}
        </span>
      ))}
    </>
  );
}

const resultOf = (line: EvidenceLine) =>
  line.row ? (
    <>
      {line.thresholds.length > 0 ? (
        <Enough thresholds={line.thresholds} />
      ) : (
        <EvidenceResult kind={line.row.kind} result={line.row.result} />
      )}
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
  { head: 'Value', cell: (line) => <Figure line={line} />, numeric: true, width: '22%' },
  { head: 'Against', cell: ({ row }) => <span className="soft">{row?.against}</span>, width: '20%' },
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
      second={(line) =>
        line.row &&
        [line.row.value, ...line.thresholds.map(({ text }) => text), line.row.against]
          .filter(Boolean)
          .map((text) => (
            <span key={text} className="block">
              {text}
            </span>
          ))
      }
      empty={<Empty title="Nothing of this kind.">Choose “All” to see every piece of evidence.</Empty>}
    />
  );
}
