import {
  type Consumer,
  type ConsumerAddress,
  Refusal,
  type TrafficRow,
  type UseRow,
} from '@countersign/contracts';
import { readScope, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { personJson } from '../person/read-names.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { speakers, users } from './consumer-row.ts';
import { freshTraffic, trafficWhere } from './count-traffic.ts';
import { coversSql } from './find-affected.ts';
import { answeredBySql } from './list-consumers.ts';

/** Uses that ended, and places of the traffic, that a page shows. */
const mostEnded = 50;
const mostPlaces = 200;

interface Stored {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly contacts: string[];
  readonly volume_per_day: number | null;
  readonly service_levels: string | null;
  readonly when_blocked: string | null;
  readonly answerer: { id: string; name: string };
  readonly registered_at: Date;
  readonly own: boolean;
}

type UseStored = Omit<UseRow, 'declaredAt' | 'endedAt' | 'mayEnd'> & {
  readonly model_id: string;
  readonly declared_at: Date;
  readonly ended_at: Date | null;
};
type TrafficStored = Omit<TrafficRow, 'firstAt' | 'lastAt'> & {
  readonly modelId: string;
  readonly first_at: Date;
  readonly last_at: Date;
};

const findStored = async (ctx: Context, key: string): Promise<Stored | null> => {
  const { rows } = await ctx.pool.query<Stored>(
    `SELECT c.id, c.name, c.purpose, c.contacts, c.volume_per_day, c.service_levels, c.when_blocked, c.registered_at,
       ${personJson('p')} AS answerer, ${answeredBySql('$2')} AS own
     FROM consumer c JOIN person p ON p.id = c.answerer_id WHERE c.key = $1 AND c.retired_at IS NULL`,
    [key, ctx.actor.kind === 'person' ? ctx.actor.id : null],
  );
  return rows[0] ?? null;
};

async function readUses(ctx: Context, scope: Scope, id: string | null): Promise<UseStored[]> {
  const { rows } = await ctx.pool.query<UseStored>(
    `SELECT u.id, m.key AS model, u.model_id, e.key AS environment, f.label AS "from", t.label AS "to", u.kind,
       u.cadence_minutes AS "cadenceMinutes", u.purpose, u.source, u.declared_at, u.ended_at
     FROM (
       (SELECT * FROM consumer_use WHERE consumer_id = $1 AND ended_at IS NULL)
       UNION ALL
       (SELECT * FROM consumer_use WHERE consumer_id = $1 AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT ${mostEnded})
     ) u JOIN model m ON m.id = u.model_id LEFT JOIN environment e ON e.id = u.environment_id
     LEFT JOIN version f ON f.model_id = u.model_id AND f.number = u.from_number
     LEFT JOIN version t ON t.model_id = u.model_id AND t.number = u.to_number
     WHERE $2::uuid[] IS NULL OR u.model_id = ANY ($2)
     ORDER BY u.ended_at DESC NULLS FIRST, m.key, u.declared_at`,
    [id, scope.models],
  );
  return rows;
}

async function readTraffic(
  ctx: Context,
  scope: Scope,
  key: string,
  id: string | null,
): Promise<(TrafficRow & { readonly modelId: string })[]> {
  const { rows } = await ctx.pool.query<TrafficStored>(
    `WITH ${freshTraffic}
     SELECT m.key AS model, m.id AS "modelId", v.label AS version, e.key AS environment, t.origin, t.calls, t.errors, t."meanMs", t."maxMs", t.first_at, t.last_at,
       CASE WHEN EXISTS (SELECT FROM consumer_use u WHERE u.consumer_id = $3 AND u.ended_at IS NULL AND ${coversSql}) THEN 'declared'
         WHEN t.last_at < (SELECT min(u.declared_at) FROM consumer_use u WHERE u.consumer_id = $3 AND u.ended_at IS NULL) THEN 'earlier'
         ELSE 'not-declared' END AS use
     FROM (
       SELECT version_id, environment_id, origin, sum(calls)::float8 AS calls, sum(errors)::float8 AS errors,
         CASE WHEN sum(timed) > 0 THEN sum(latency_ms) / sum(timed)::float8 END AS "meanMs", max(latency_max_ms) AS "maxMs",
         min(first_at) AS first_at, max(last_at) AS last_at
       FROM ${trafficWhere('consumer = $1 AND ($2::uuid[] IS NULL OR model_id = ANY ($2))')} s
       GROUP BY version_id, environment_id, origin ORDER BY max(last_at) DESC LIMIT ${mostPlaces}
     ) t JOIN version v ON v.id = t.version_id JOIN model m ON m.id = v.model_id LEFT JOIN environment e ON e.id = t.environment_id
     ORDER BY t.last_at DESC, m.key, v.number DESC, t.origin`,
    [key, scope.models, id],
  );
  return rows.map(({ first_at: firstAt, last_at: lastAt, ...row }) => ({
    ...row,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }));
}

/** A webhook belongs to its person: of others it is said that it is there, not where it goes. */
async function readWebhooks(ctx: Context, answererId: string): Promise<Consumer['webhooks']> {
  const { rows } = await ctx.pool.query<Consumer['webhooks'][number]>(
    `SELECT id, name, state, person_id = $2 AS own FROM webhook
     WHERE person_id = $1 AND removed_at IS NULL ORDER BY made_at DESC LIMIT 20`,
    [answererId, ctx.actor.kind === 'person' ? ctx.actor.id : null],
  );
  return rows;
}

/**
 * One consumer, or what is known of a name that nobody registered. Whoever holds the role of a consumer alone reads those
 * that they answer for. @throws Refusal FORBIDDEN, NOT_FOUND where nobody predicted under the name either
 */
export async function readConsumer(ctx: Context, { consumer: key }: ConsumerAddress): Promise<Consumer> {
  refuseBrokenJson(key, 'consumer');
  const scope = await readScope(ctx);
  const stored = await findStored(ctx, key);
  if (scope.isConsumer && !stored?.own)
    throw new Refusal('FORBIDDEN', 'Your roles open the consumers that you answer for.');
  const uses = await readUses(ctx, scope, stored?.id ?? null);
  const traffic = await readTraffic(ctx, scope, key, stored?.id ?? null);
  const environments = await ctx.db.environment.findMany({
    select: { key: true },
    orderBy: [{ production: 'desc' }, { key: 'asc' }],
    take: 200,
  });
  const isKnown =
    traffic.length > 0 || (stored !== null && (scope.models === null || scope.isConsumer || uses.length > 0));
  if (!isKnown) throw new Refusal('NOT_FOUND', 'There is no such consumer.');
  const roles = stored?.own ? users : speakers;
  const holds = (modelId: string | null) => scope.rolesOn(modelId).some((role) => roles.includes(role));
  const concerned = stored
    ? uses.flatMap(({ ended_at, model_id }) => (ended_at === null ? [model_id] : []))
    : traffic.map(({ modelId }) => modelId);
  return {
    key,
    registered: stored !== null,
    name: stored?.name ?? key,
    purpose: stored?.purpose ?? null,
    contacts: stored?.contacts ?? [],
    volumePerDay: stored?.volume_per_day ?? null,
    serviceLevels: stored?.service_levels ?? null,
    whenBlocked: stored?.when_blocked ?? null,
    answerer: stored?.answerer ?? null,
    registeredAt: stored?.registered_at.toISOString() ?? null,
    mayHandOver: stored !== null && scope.rolesOn(null).includes('administrator'),
    mayChange: stored?.own || holds(null) || concerned.some(holds),
    uses: uses.map(({ model_id, declared_at: declaredAt, ended_at: endedAt, ...use }) => ({
      ...use,
      declaredAt: declaredAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      mayEnd: endedAt === null && holds(model_id),
    })),
    traffic: traffic.map(({ modelId: _, ...place }) => place),
    environments: environments.map(({ key }) => key),
    webhooks: stored ? await readWebhooks(ctx, stored.answerer.id) : [],
  };
}
