import type { SampleDefinition, SampleRow } from '@countersign/contracts';
import { numberOrNull } from '../ledger/entry-number.ts';
import type { Opens } from '../report/report-authority.ts';

/** What was asked of a population: so many by the seed, or a list. */
export type SampleAsked =
  | { readonly count: number }
  | { readonly known: readonly string[]; readonly unknown: readonly string[] };

export interface SampleStored {
  readonly id: string;
  readonly serial: string;
  readonly kind: SampleRow['kind'];
  readonly about: string;
  readonly definition: SampleDefinition;
  readonly definition_digest: string;
  readonly model_ids: string[];
  readonly everything: boolean;
  readonly size: number;
  readonly population_digest: string;
  readonly population_bytes: string;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly frozen_at: Date;
  readonly state: SampleRow['state'];
  readonly seed: string | null;
  readonly asked: SampleAsked | null;
  readonly drawn_by: string | null;
  readonly drawn_at: Date | null;
  readonly step: SampleRow['step'];
  readonly done: number;
  readonly total: number;
  readonly problem: string | null;
  readonly archive_digest: string | null;
  readonly archive_bytes: string | null;
  readonly finished_at: Date | null;
  readonly frozen_number: string | null;
  readonly drawn_number: string | null;
  readonly pulled_number: string | null;
}

const numberOf = (event: string, at: string) =>
  `(SELECT n.number FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
    WHERE l.at = ${at} AND l.event = '${event}' AND l.subject_id = s.id::text)`;

export const sampleSelect = `
SELECT s.*, p.name AS person_name, ${numberOf('sample.frozen', 's.frozen_at')} AS frozen_number,
  ${numberOf('sample.drawn', 's.drawn_at')} AS drawn_number, ${numberOf('sample.pulled', 's.finished_at')} AS pulled_number
FROM sample s LEFT JOIN person p ON p.id = s.person_id`;

/** `CS-2026-S000007`, by the year in which it was frozen. */
export const sampleSerial = (serial: string | bigint | number, frozenAt: Date): string =>
  `CS-${frozenAt.getUTCFullYear()}-S${String(serial).padStart(6, '0')}`;

/** What it opens, as far as authority is concerned: what a report about the same would open. */
export const sampleOpens = ({
  kind,
  definition: { period },
  model_ids,
  everything,
}: SampleStored): Opens => ({
  modelIds: everything ? null : model_ids,
  start: period && new Date(period.start),
  end: period && new Date(period.end),
  contents: kind === 'predictions',
});

export const toSampleRow = (row: SampleStored): SampleRow => ({
  id: row.id,
  serial: sampleSerial(row.serial, row.frozen_at),
  kind: row.kind,
  about: row.about,
  definition: row.definition,
  by: { id: row.person_id, name: row.person_name ?? 'Unknown person' },
  frozenAt: row.frozen_at.toISOString(),
  population: { size: row.size, digest: row.population_digest },
  frozen: numberOrNull(row.frozen_number),
  state: row.state,
  seed: row.seed,
  asked:
    row.asked && ('count' in row.asked ? row.asked.count : row.asked.known.length + row.asked.unknown.length),
  unknown: row.asked && 'unknown' in row.asked ? [...row.asked.unknown] : [],
  step: row.step,
  done: row.done,
  total: row.total,
  problem: row.problem,
  finishedAt: row.finished_at?.toISOString() ?? null,
  archive: row.archive_digest ? { digest: row.archive_digest, bytes: Number(row.archive_bytes) } : null,
  number: numberOrNull(row.pulled_number),
});
