import type { PersonRef, ReplayResult, RuntimeFacts } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { numberOrNull } from '../ledger/entry-number.ts';
import { personJson } from '../person/read-names.ts';
import { plainArray as plain } from '../plain-array.ts';
import { isRemovedJson, type RemovedJson } from '../subject/removed-content.ts';
import { isSealedJson, openJson, placeOf, type SealedJson, sealJson } from '../subject/subject-content.ts';
import { becauseOf } from './because-of.ts';
import { type Finding, replayCells } from './judge-replay.ts';
import type { Cell } from './output-cells.ts';
import type { RecordedPrediction } from './recorded-prediction.ts';

export interface ReplayInsert {
  readonly id: string;
  readonly predictionId: string;
  readonly personId: string | null;
  readonly finding: Finding;
  /** Key of the prediction's subject, under which the compared values are sealed. */
  readonly key: Buffer | null;
}

/** Cells of an identical replay are those of the prediction: they are not stored a second time. */
function detailOf({ id, key, finding }: ReplayInsert): string {
  const { verdict, bits, differingBits, maxUlp, firstDifference, decisionSame, cells } = finding;
  const detail = JSON.stringify({
    bits,
    differingBits,
    maxUlp,
    firstDifference,
    decisionSame,
    ...(verdict !== 'identical' && { cells }),
  });
  return key ? JSON.stringify(sealJson(key, placeOf.detail(id), detail)) : detail;
}

/** What is shown of a replay whose values were erased with their subject, or removed under a retention class. */
const erasedDetail: StoredDetail = {
  bits: 0,
  differingBits: 0,
  maxUlp: null,
  firstDifference: null,
  decisionSame: null,
  cells: [],
};

function openDetail(
  id: string,
  key: Buffer | null,
  detail: StoredDetail | SealedJson | RemovedJson,
): StoredDetail {
  if (isRemovedJson(detail)) return erasedDetail;
  if (!isSealedJson(detail)) return detail;
  return key ? (openJson(key, placeOf.detail(id), detail) as StoredDetail) : erasedDetail;
}

/** Writes replays, in one round trip, and queues them to be sealed. */
export async function insertReplays(tx: Tx, replays: readonly ReplayInsert[]): Promise<void> {
  await tx.query(
    `WITH queued AS (
       INSERT INTO unsealed_group (kind, size, members, at) SELECT 'replay', cardinality($2::uuid[]), $2::uuid[], $1
     )
     INSERT INTO replay (id, prediction_id, verdict, code, detail, runtime, duration_ms, person_id, at)
     SELECT r.id, r.prediction_id, r.verdict, r.code, r.detail::jsonb, r.runtime::jsonb, r.duration_ms, r.person_id, $1
     FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[], $9::uuid[])
       AS r (id, prediction_id, verdict, code, detail, runtime, duration_ms, person_id)`,
    [
      tx.at,
      plain(replays.map(({ id }) => id)),
      plain(replays.map(({ predictionId }) => predictionId)),
      plain(replays.map(({ finding }) => finding.verdict)),
      plain(replays.map(({ finding }) => finding.code)),
      replays.map(detailOf),
      replays.map(({ finding }) => finding.runtime && JSON.stringify(finding.runtime)),
      plain(replays.map(({ finding }) => finding.durationMs)),
      plain(replays.map(({ personId }) => personId)),
    ],
  );
}

interface StoredDetail
  extends Pick<Finding, 'bits' | 'differingBits' | 'maxUlp' | 'firstDifference' | 'decisionSame'> {
  readonly cells?: Finding['cells'];
}

interface StoredReplay {
  readonly id: string;
  readonly prediction_id: string;
  readonly verdict: ReplayResult['verdict'];
  readonly code: string | null;
  readonly detail: StoredDetail | SealedJson | RemovedJson;
  readonly runtime: RuntimeFacts | null;
  readonly duration_ms: number;
  readonly by: PersonRef | null;
  readonly at: Date;
  readonly number: string | null;
}

/** Replays that a prediction's page shows. */
const shown = 20;

/** The latest replays of a prediction; one of many that were replayed at once has the number of their common entry. */
export async function readReplays(
  db: Pick<Tx, 'query'>,
  prediction: Pick<
    RecordedPrediction,
    | 'id'
    | 'key'
    | 'model_id'
    | 'recording_mode'
    | 'recording_share'
    | 'recording_at'
    | 'removed_at'
    | 'removed_class'
  >,
  cells: readonly Cell[],
): Promise<ReplayResult[]> {
  const found = await db.query<StoredReplay>(
    `SELECT r.id, r.prediction_id, r.verdict, r.code, r.detail, r.runtime, r.duration_ms, r.at, ${personJson('h')} AS by,
       (SELECT n.number FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
        WHERE l.event = 'prediction.replayed' AND l.subject_id IN (r.prediction_id::text, $2) AND l.at = r.at ORDER BY l.id LIMIT 1) AS number
     FROM replay r LEFT JOIN person h ON h.id = r.person_id WHERE r.prediction_id = $1 ORDER BY r.at DESC, r.id DESC LIMIT ${shown}`,
    [prediction.id, prediction.model_id],
  );
  return found.rows.map(({ prediction_id, detail: stored, duration_ms, at, number, ...row }) => {
    const detail = openDetail(row.id, prediction.key, stored);
    return {
      ...row,
      ...detail,
      predictionId: prediction_id,
      cells: detail.cells ?? replayCells(cells, cells),
      because: becauseOf(prediction, row),
      durationMs: duration_ms,
      at: at.toISOString(),
      number: numberOrNull(number),
    };
  });
}
