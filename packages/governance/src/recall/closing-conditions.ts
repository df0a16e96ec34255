import type { BoundedCount, ClosingCondition, RecallPlace } from '@countersign/contracts';
import type { Tx } from '../change.ts';

/** What is known of a recall when it is asked whether it may be closed. */
export interface Following {
  readonly blocked: boolean;
  readonly told: boolean;
  readonly since: BoundedCount;
  readonly places: readonly RecallPlace[];
  readonly notices: NoticesStand;
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
export function closingConditions({ blocked, told, since, places, notices }: Following): ClosingCondition[] {
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
  ];
}
