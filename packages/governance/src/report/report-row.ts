import type { FileFormat, ReportDefinition, ReportRow } from '@countersign/contracts';
import { numberOrNull } from '../ledger/entry-number.ts';

/** A report as it is stored, with its finished files and the number of its entry. */
export interface ReportStored {
  readonly id: string;
  readonly serial: string;
  readonly kind: ReportRow['kind'];
  readonly about: string;
  readonly definition: ReportDefinition;
  readonly definition_digest: string;
  readonly model_ids: string[];
  readonly everything: boolean;
  readonly contents: boolean;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly asked_at: Date;
  readonly state: ReportRow['state'];
  readonly step: ReportRow['step'];
  readonly done: number;
  readonly total: number;
  readonly problem: string | null;
  readonly finished_at: Date | null;
  readonly ledger_size: string | null;
  readonly entries: number | null;
  readonly files: { readonly format: FileFormat; readonly digest: string; readonly bytes: number }[];
  readonly entry_number: string | null;
}

export const reportSelect = `
SELECT r.id, r.serial, r.kind, r.about, r.definition, r.definition_digest, r.model_ids, r.everything, r.contents, r.person_id,
  p.name AS person_name, r.asked_at, r.state, r.step, r.done, r.total, r.problem, r.finished_at, r.ledger_size, r.entries,
  (SELECT coalesce(json_agg(json_build_object('format', f.format, 'digest', f.digest, 'bytes', f.bytes) ORDER BY f.at, f.format), '[]'::json)
    FROM report_file f WHERE f.report_id = r.id) AS files,
  (SELECT n.number FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
    WHERE l.at = r.exported_at AND l.event = 'report.exported' AND l.subject_id = r.id::text) AS entry_number
FROM report r LEFT JOIN person p ON p.id = r.person_id`;

/** `CS-2026-000041`, by the year in which it was asked for. */
export const serialText = (serial: string | bigint | number, askedAt: Date): string =>
  `CS-${askedAt.getUTCFullYear()}-${String(serial).padStart(6, '0')}`;

export const isWaitedFor = (state: ReportRow['state']): boolean => state === 'queued' || state === 'running';

export const toReportRow = (row: ReportStored, mayCancel: boolean): ReportRow => ({
  id: row.id,
  serial: serialText(row.serial, row.asked_at),
  kind: row.kind,
  about: row.about,
  definition: row.definition,
  definitionDigest: row.definition_digest,
  by: { id: row.person_id, name: row.person_name ?? 'Unknown person' },
  askedAt: row.asked_at.toISOString(),
  state: row.state,
  step: row.step,
  done: row.done,
  total: row.total,
  problem: row.problem,
  finishedAt: row.finished_at?.toISOString() ?? null,
  ledgerSize: numberOrNull(row.ledger_size),
  entries: row.entries,
  files: row.state === 'done' ? row.files : [],
  number: numberOrNull(row.entry_number),
  mayCancel: mayCancel && isWaitedFor(row.state),
});
