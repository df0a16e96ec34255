import type { BoundedCount, ClosingCondition, RecallPlace } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { predictionsOfVersion } from '../predictions-of.ts';
import type { RecallStored } from './find-recall.ts';

/** What is known of a recall when it is asked whether it may be closed. */
export interface Following {
  readonly blocked: boolean;
  readonly told: boolean;
  readonly since: BoundedCount;
  readonly places: readonly RecallPlace[];
  readonly notices: NoticesStand;
  readonly rescored: RescoredStand;
}

/** What was executed on the fixed version. */
export interface RescoredStand {
  /** Its label; null where none is told. */
  readonly fixed: string | null;
  /** Versions of the recall that answered something of which more than a reference is kept. */
  readonly answered: readonly string[];
  /** Those of them that no finished re-scoring on the fixed version covers. */
  readonly owed: readonly string[];
}

/** How many of a recall's notices there are, and how many want nothing more. */
export interface NoticesStand {
  readonly all: number;
  readonly proven: number;
  readonly claimed: number;
  readonly accepted: number;
  readonly nobody: number;
}

/** Of the root's notices, one for each consumer. */
export async function noticesOf(db: Pick<Tx, 'query'>, recallId: string): Promise<NoticesStand> {
  const counted = (state: string) => `(count(*) FILTER (WHERE state = '${state}'))::int`;
  const { rows } = await db.query<NoticesStand & Record<string, unknown>>(
    `SELECT count(*)::int AS "all", ${counted('proven')} AS proven, ${counted('migrated')} AS claimed, ${counted('risk-accepted')} AS accepted,
       ${counted('nobody')} AS nobody FROM notice WHERE recall_id = $1`,
    [recallId],
  );
  return rows[0]!;
}

/** Of the recall and those that were raised with it; what only a reference is kept of cannot be executed again. */
export async function rescoredOf(
  db: Pick<Tx, 'query'>,
  { id, replacement_id: fixedId, replacement }: Pick<RecallStored, 'id' | 'replacement_id' | 'replacement'>,
): Promise<RescoredStand> {
  const { rows } = await db.query<{ label: string; covered: boolean }>(
    `WITH family AS (SELECT f.id, f.version_id, v.label, v.number FROM recall f JOIN version v ON v.id = f.version_id WHERE f.id = $1 OR f.raised_with = $1)
     SELECT f.label, EXISTS (SELECT FROM rescoring s WHERE s.recall_id IN (SELECT id FROM family) AND s.state = 'done' AND s.fixed_id = $2
         AND f.version_id = ANY (s.version_ids)) AS covered
     FROM family f WHERE EXISTS (SELECT FROM (SELECT p.kept FROM prediction p
       WHERE ${predictionsOfVersion('p', { is: 'f.version_id' })} LIMIT 10000) q WHERE q.kept <> 'reference')
     ORDER BY f.number DESC`,
    [id, fixedId],
  );
  return {
    fixed: replacement,
    answered: rows.map(({ label }) => label),
    owed: rows.flatMap(({ label, covered }) => (covered ? [] : [label])),
  };
}

/** Nothing is asked where there is no version to execute on. */
function rescoredCondition({ fixed, answered, owed }: RescoredStand): ClosingCondition[] {
  if (fixed === null) return [];
  return [
    {
      key: 'rescored',
      met: owed.length === 0,
      wants: `What it answered is re-scored on ${fixed}`,
      stands:
        answered.length === 0
          ? 'It answered nothing that could be executed again.'
          : owed.length === 0
            ? 'Re-scored.'
            : `Not yet: ${owed.join(', ')}.`,
    },
  ];
}

function noticesCondition({ all, proven, claimed, accepted, nobody }: NoticesStand): ClosingCondition {
  const parts = [
    [proven, 'proven by traffic'],
    [claimed, 'claimed'],
    [accepted, 'accept the risk'],
    [all - proven - claimed - accepted, 'owed'],
    [nobody, 'of these with nobody to tell'],
  ] as const;
  const told = parts.flatMap(([count, word]) => (count > 0 ? [`${count.toLocaleString('en')} ${word}`] : []));
  return {
    key: 'notices',
    met: proven + claimed + accepted === all,
    wants: 'Every consumer has moved or accepts the risk',
    stands: all === 0 ? 'It concerned no consumer.' : `Of ${all.toLocaleString('en')}: ${told.join(', ')}.`,
  };
}

const many = ({ count, more }: BoundedCount): string =>
  `${more ? 'More than ' : ''}${count.toLocaleString('en')} ${count === 1 ? 'answer' : 'answers'}`;

/** What has to hold before a recall is closed without a stated reason, each with how it stands. */
export function closingConditions({
  blocked,
  told,
  since,
  places,
  notices,
  rescored,
}: Following): ClosingCondition[] {
  const stopped = places.filter(({ state }) => state === 'stopped').length;
  const conditions: ClosingCondition[] = [
    {
      key: 'told',
      met: told,
      wants: 'Consumers know where to move, or what to do meanwhile, and until when',
      stands: told ? 'Told.' : 'A fixed version or a fallback, or the deadline, is not told yet.',
    },
    noticesCondition(notices),
  ];
  if (!blocked) return conditions;
  return [
    ...conditions,
    {
      key: 'silent',
      met: since.count === 0,
      wants: 'No answer since the mark',
      stands: since.count === 0 ? 'None was recorded.' : `${many(since)} were recorded since.`,
    },
    {
      key: 'places',
      met: stopped === places.length,
      wants: 'Every place is proven to have stopped',
      stands:
        places.length === 0
          ? 'It served nowhere.'
          : `${stopped} of ${places.length} ${places.length === 1 ? 'place' : 'places'}.`,
    },
    ...rescoredCondition(rescored),
  ];
}
