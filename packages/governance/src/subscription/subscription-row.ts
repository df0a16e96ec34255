import { type PersonRef, Refusal, type SubscriptionRow } from '@countersign/contracts';
import type { Context } from '../context.ts';

interface Stored {
  readonly id: string;
  readonly model: string | null;
  readonly by: PersonRef | null;
  readonly events: SubscriptionRow['events'];
  readonly delivery: SubscriptionRow['delivery'];
  readonly made_at: Date;
}

const select = `
SELECT s.id, m.key AS model, CASE WHEN p.id IS NULL THEN NULL ELSE json_build_object('id', p.id, 'name', p.name) END AS by,
  s.events, s.delivery, s.made_at
FROM subscription s LEFT JOIN model m ON m.id = s.model_id LEFT JOIN person p ON p.id = s.by_id`;

const toRow = ({ made_at, ...row }: Stored): SubscriptionRow => ({ ...row, madeAt: made_at.toISOString() });

/** Up to a WHERE of one's own, with its values. */
export async function selectSubscriptions(
  { pool }: Pick<Context, 'pool'>,
  where: string,
  values: readonly unknown[],
): Promise<SubscriptionRow[]> {
  const { rows } = await pool.query<Stored>(`${select} ${where}`, [...values]);
  return rows.map(toRow);
}

export const notFollowed = (): Refusal => new Refusal('NOT_FOUND', 'You follow no such thing.');

/** One's own. @throws Refusal NOT_FOUND */
export async function readSubscription(ctx: Context, personId: string, id: string): Promise<SubscriptionRow> {
  const [row] = await selectSubscriptions(ctx, 'WHERE s.id = $1 AND s.person_id = $2', [id, personId]);
  if (!row) throw notFollowed();
  return row;
}
