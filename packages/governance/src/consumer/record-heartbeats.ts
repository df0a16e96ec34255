import {
  type Heartbeat,
  type HeartbeatsRecorded,
  type RecordHeartbeats,
  Refusal,
} from '@countersign/contracts';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { requireScope } from '../authority/require-scope.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { keepEffects, overtaken } from '../held-key.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import type { Tx } from '../tx.ts';
import { writeOperational } from '../write-operational.ts';
import { findConsumer, holdsAmong, requireSpeaker, users } from './consumer-row.ts';

/** How far a clock elsewhere may be ahead of ours, and how long a heartbeat may have waited to be sent. */
const aheadMs = 5 * 60_000;
const lateMs = 31 * 86_400_000;

interface Place {
  readonly modelId: string;
  readonly versionId: string;
  readonly environmentId: string | null;
}

const insertSql = `
INSERT INTO consumer_traffic AS t (consumer, model_id, version_id, environment_id, origin, day, calls, errors, timed, latency_ms, latency_max_ms, first_at, last_at)
VALUES ($1, $2, $3, $4, 'heartbeat', ($5::timestamptz AT TIME ZONE 'UTC')::date, $6, $7, $8, $9, $10, $11, $5)
ON CONFLICT (version_id, consumer, (coalesce(environment_id, '00000000-0000-0000-0000-000000000000'::uuid)), origin, day) DO UPDATE SET
  calls = t.calls + excluded.calls, errors = t.errors + excluded.errors, timed = t.timed + excluded.timed,
  latency_ms = t.latency_ms + excluded.latency_ms, latency_max_ms = greatest(t.latency_max_ms, excluded.latency_max_ms),
  first_at = least(t.first_at, excluded.first_at), last_at = greatest(t.last_at, excluded.last_at)`;

/** @throws Refusal BAD_INPUT */
function spanOf(beat: Heartbeat, now: Date, at: number): { from: Date; to: Date } {
  const wrong = (name: string, message: string) =>
    new Refusal('BAD_INPUT', message, { field: `heartbeats.${at}.${name}` });
  const from = parseInstant(beat.from, `heartbeats.${at}.from`);
  const to = parseInstant(beat.to, `heartbeats.${at}.to`);
  if (from > to) throw wrong('to', 'A heartbeat ends after it begins.');
  if (to.getTime() > now.getTime() + aheadMs)
    throw wrong('to', 'A heartbeat does not tell of what is to come.');
  if (from.getTime() < now.getTime() - lateMs) throw wrong('from', 'A heartbeat is at most 31 days old.');
  return { from, to };
}

/** @throws Refusal NOT_FOUND, ENVIRONMENT_UNKNOWN */
async function placeOf(tx: Tx, beat: Heartbeat): Promise<Place> {
  const found = await tx.query<{ id: string; model_id: string }>(
    'SELECT v.id, v.model_id FROM version v JOIN model m ON m.id = v.model_id WHERE m.key = $1 AND v.label = $2',
    [beat.model, beat.version],
  );
  const version = found.rows[0];
  if (!version) throw new Refusal('NOT_FOUND', `There is no version ${beat.version} of ${beat.model}.`);
  return {
    modelId: version.model_id,
    versionId: version.id,
    environmentId: beat.environment === undefined ? null : await environmentIdOf(tx, beat.environment),
  };
}

/**
 * Adds to the traffic what a consumer says that it did outside of the portal: calls, errors and latency by version. Of a
 * registered one whoever speaks for it says so, of a name that is not registered whoever may ask the model. Under an
 * Idempotency-Key it is added once, however often it is sent.
 * @throws Refusal FORBIDDEN, NOT_FOUND, ENVIRONMENT_UNKNOWN, BAD_INPUT for a time; then nothing is added
 */
export async function recordHeartbeats(ctx: Context, input: RecordHeartbeats): Promise<HeartbeatsRecorded> {
  requireScope(ctx.actor, 'predict');
  await requireRoleSomewhere(ctx, users);
  const kept = ctx.held?.effects.shift() as HeartbeatsRecorded | undefined;
  if (kept) return kept;
  refuseBrokenJson(input.consumer, 'consumer');
  return writeOperational(ctx, async (tx) => {
    const row = await findConsumer(tx, input.consumer);
    const allowed = new Set<string>();
    const beats: { beat: Heartbeat; place: Place; from: Date; to: Date }[] = [];
    for (const [at, beat] of input.heartbeats.entries()) {
      const place = await placeOf(tx, beat);
      if (!allowed.has(place.modelId)) {
        if (row) await requireSpeaker(tx, ctx, row, [place.modelId]);
        else if (!(await holdsAmong(tx, ctx.actor, users, [place.modelId])))
          throw new Refusal('FORBIDDEN', `This takes the role ${users.join(' or ')}.`, { roles: users });
        allowed.add(place.modelId);
      }
      beats.push({ beat, place, ...spanOf(beat, tx.at, at) });
    }
    // In one order, so that two requests of one consumer wait for each other and never both.
    beats.sort((a, b) => (a.place.versionId < b.place.versionId ? -1 : 1));
    for (const { beat, place, from, to } of beats) {
      if (beat.calls + beat.errors === 0) continue;
      const timed = beat.latency ? beat.calls : 0;
      await tx.query(insertSql, [
        input.consumer,
        place.modelId,
        place.versionId,
        place.environmentId,
        to,
        beat.calls,
        beat.errors,
        timed,
        timed * (beat.latency?.meanMs ?? 0),
        timed > 0 ? (beat.latency?.maxMs ?? null) : null,
        from,
      ]);
    }
    const effect = { recorded: beats.length };
    if (ctx.held) {
      const holders = await keepEffects(tx, [{ held: ctx.held, effect }]);
      if (!holders.has(ctx.held.holder)) throw overtaken();
    }
    return effect;
  });
}
