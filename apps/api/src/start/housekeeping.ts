import { type House, sweepBlobs } from '@countersign/governance';
import { sweepIdempotencyKeys } from '../rest/idempotency.ts';
import { createSessions } from '../session/lucia-sessions.ts';

const hourMs = 3_600_000;

/** Removes what has outlived its use, every hour: sessions, signing grants, kept replies, uploads that nobody registered. */
export function startHousekeeping(house: House): () => void {
  const sessions = createSessions(house, house.url.startsWith('https:'));
  const sweepGrants = async () => {
    await house.pool.query('DELETE FROM sign_grant WHERE expires_at < $1', [
      new Date(house.clock().getTime() - 24 * hourMs),
    ]);
  };
  const work: readonly [string, () => Promise<unknown>][] = [
    ['sessions', () => sessions.sweep()],
    ['grants', sweepGrants],
    ['replies', () => sweepIdempotencyKeys(house)],
    ['uploads', () => sweepBlobs(house)],
  ];
  const sweep = async () => {
    for (const [what, run] of work) {
      await run().catch((error: unknown) =>
        house.log.warn({ what, reason: String(error) }, 'sweeping failed; tried again in an hour'),
      );
    }
  };
  const timer = setInterval(() => void sweep(), hourMs);
  timer.unref();
  return () => clearInterval(timer);
}
