import type { EvidenceRow, GateView } from '@countersign/contracts';
import type { EvidenceKind } from '@countersign/lifecycle';
import { evidenceKindWord } from '../../marks/index.ts';
import { type AgreementThreshold, thresholdsOf } from './agreement-threshold.ts';

export type EvidenceFilter = 'required' | 'not-opened' | 'claimed' | 'failed';

/** A line of the table: a piece of evidence, or a requirement that nothing answers yet. */
export type EvidenceLine =
  | { key: string; required: boolean; row: EvidenceRow; thresholds: readonly AgreementThreshold[] }
  | { key: string; required: true; row: null; missing: string };

const isKind = (kind: string): kind is EvidenceKind => kind in evidenceKindWord;

/** Required ones first, with a line for each requirement that has not been computed; `gates` are those whose policies are told of. */
export function evidenceLines(
  rows: readonly EvidenceRow[],
  gate: Pick<GateView, 'evidence'> | null,
  gates: Parameters<typeof thresholdsOf>[1] = [],
): EvidenceLine[] {
  const needs = new Set(gate?.evidence.map(({ kind }) => kind) ?? []);
  const current = rows.filter((row) => row.current);
  const lines = current.map(
    (row): EvidenceLine => ({
      key: row.id,
      required: needs.has(row.kind),
      row,
      thresholds: thresholdsOf(row, gates),
    }),
  );
  const computed = new Set<string>(current.map(({ kind }) => kind));
  const missing = [...needs]
    .filter((kind) => !computed.has(kind))
    .map(
      (kind): EvidenceLine => ({
        key: kind,
        required: true,
        row: null,
        missing: isKind(kind) ? evidenceKindWord[kind] : kind,
      }),
    );
  return [
    ...lines.filter(({ required }) => required),
    ...missing,
    ...lines.filter(({ required }) => !required),
  ];
}

const keeps: Record<EvidenceFilter, (line: EvidenceLine) => boolean> = {
  required: (line) => line.required,
  'not-opened': (line) => line.row !== null && line.row.openedAt === null,
  claimed: (line) => line.row?.basis === 'claimed',
  failed: (line) => line.row?.result === 'fail',
};

export const filterLines = (
  lines: readonly EvidenceLine[],
  filter: EvidenceFilter | undefined,
): EvidenceLine[] => (filter === undefined ? [...lines] : lines.filter(keeps[filter]));
