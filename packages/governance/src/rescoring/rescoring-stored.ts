import type { RescoringRow } from '@countersign/contracts';
import { numberOrNull } from '../ledger/entry-number.ts';
import { unscoredBecause } from './unscored-because.ts';

/** What was asked for, as it is kept and as its digest is over. */
export type RescoringDefinition = Pick<
  RescoringRow,
  'versions' | 'fixed' | 'period' | 'conditions' | 'corrections' | 'basis' | 'output' | 'tolerance'
>;

export interface RescoringStored {
  readonly id: string;
  readonly model_id: string;
  readonly model: RescoringRow['model'];
  readonly version_ids: readonly string[];
  readonly fixed_id: string;
  readonly recall_id: string | null;
  readonly definition: RescoringDefinition;
  readonly definition_digest: string;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly asked_at: Date;
  readonly state: RescoringRow['state'];
  readonly place: Place | null;
  readonly done: number;
  readonly total: number;
  readonly rescored: number;
  readonly not_rescored: number;
  readonly outside: number;
  readonly flipped: number;
  readonly known: number;
  readonly old_misses: number;
  readonly new_misses: number;
  readonly fixed_misses: number;
  readonly made_misses: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly mean_error: RescoringRow['meanError'];
  readonly worst: readonly string[] | null;
  readonly digest: string | null;
  readonly problem: string | null;
  readonly finished_at: Date | null;
  readonly requested_number: string | null;
  readonly finished_number: string | null;
}

/** Up to which prediction it came: of which version, and whether it looks for what was recorded late. */
export interface Place {
  readonly version: number;
  readonly at: string | null;
  readonly id: string | null;
  readonly again: boolean;
}

const numberOf = (event: string, at: string) =>
  `(SELECT n.number FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
    WHERE l.at = ${at} AND l.event = '${event}' AND l.subject_id = r.id::text)`;

export const rescoringSelect = `
SELECT r.*, p.name AS person_name, json_build_object('key', m.key, 'name', m.name) AS model,
  ${numberOf('rescoring.requested', 'r.asked_at')} AS requested_number,
  ${numberOf('rescoring.finished', 'r.finished_at')} AS finished_number
FROM rescoring r JOIN model m ON m.id = r.model_id LEFT JOIN person p ON p.id = r.person_id`;

export const isUnderWay = (state: RescoringRow['state']): boolean =>
  state === 'queued' || state === 'running';

export const toRescoringRow = (
  row: RescoringStored,
  may: { readonly readRows: boolean; readonly cancel: boolean },
): RescoringRow => ({
  id: row.id,
  model: row.model,
  ...row.definition,
  recallId: row.recall_id,
  by: { id: row.person_id, name: row.person_name ?? 'Unknown person' },
  askedAt: row.asked_at.toISOString(),
  requested: numberOrNull(row.requested_number),
  state: row.state,
  done: row.done,
  total: Math.max(row.total, row.done),
  rescored: row.rescored,
  notRescored: row.not_rescored,
  outside: row.outside,
  flipped: row.flipped,
  reasons: Object.entries(row.reasons)
    .map(([code, count]) => ({ code, because: unscoredBecause(code), count }))
    .sort((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1)),
  known: row.known,
  oldMisses: row.old_misses,
  newMisses: row.new_misses,
  misses: { fixed: row.fixed_misses, made: row.made_misses },
  meanError: row.mean_error,
  problem: row.problem,
  finishedAt: row.finished_at?.toISOString() ?? null,
  digest: row.digest,
  number: numberOrNull(row.finished_number),
  mayReadRows: may.readRows,
  mayCancel: may.cancel && isUnderWay(row.state),
});
