import type { BoundedCount, ClosingCondition, RecallPlace } from '@countersign/contracts';

/** What is known of a recall when it is asked whether it may be closed. */
export interface Following {
  readonly blocked: boolean;
  readonly told: boolean;
  readonly since: BoundedCount;
  readonly places: readonly RecallPlace[];
}

const many = ({ count, more }: BoundedCount): string =>
  `${more ? 'More than ' : ''}${count.toLocaleString('en')} ${count === 1 ? 'answer' : 'answers'}`;

/** What has to hold before a recall is closed without a stated reason, each with how it stands. */
export function closingConditions({ blocked, told, since, places }: Following): ClosingCondition[] {
  const stopped = places.filter(({ state }) => state === 'stopped').length;
  const conditions: ClosingCondition[] = [
    {
      key: 'told',
      met: told,
      wants: 'Consumers know where to move, or what to do meanwhile, and until when',
      stands: told ? 'Told.' : 'A fixed version or a fallback, or the deadline, is not told yet.',
    },
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
