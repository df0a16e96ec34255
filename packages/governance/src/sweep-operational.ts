import type { House } from './context.ts';

const dayMs = 86_400_000;

/** Removes operational records that nobody needs any more, and makes room for the predictions of coming months. */
export async function sweepOperational(house: Pick<House, 'pool' | 'clock'>): Promise<void> {
  const now = house.clock();
  const before = (ms: number) => new Date(now.getTime() - ms);
  await house.pool.query('DELETE FROM sign_grant WHERE expires_at < $1', [before(dayMs)]);
  await house.pool.query('DELETE FROM sitting WHERE last_at < $1', [before(dayMs)]);
  await house.pool.query('DELETE FROM passkey_challenge WHERE expires_at < $1', [now]);
  await house.pool.query('DELETE FROM sign_on_attempt WHERE started_at < $1', [before(dayMs)]);
  await house.pool.query('DELETE FROM session WHERE expires_at < $1', [now]);
  await house.pool.query('DELETE FROM idempotency_key WHERE created_at < $1', [before(7 * dayMs)]);
  await house.pool.query('DELETE FROM attachment_upload WHERE at < $1', [before(dayMs)]);
  await house.pool.query(
    "UPDATE mail SET body = NULL WHERE created_at < $1 AND body IS NOT NULL AND state <> 'waiting'",
    [before(30 * dayMs)],
  );
  await house.pool.query('DELETE FROM mail WHERE created_at < $1', [before(180 * dayMs)]);
  await house.pool.query("DELETE FROM webhook_delivery WHERE made_at < $1 AND state <> 'waiting'", [
    before(30 * dayMs),
  ]);
  await house.pool.query('DELETE FROM followed_entry WHERE made_at < $1 AND due_at IS NULL', [
    before(90 * dayMs),
  ]);
  await house.pool.query('DELETE FROM refusal_count WHERE entry_at < $1', [before(dayMs)]);
  await house.pool.query('SELECT ensure_prediction_partitions($1::date, 12)', [now]);
}
