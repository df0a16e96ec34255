import type { BlastRadius, Fallback, RecalledCaller, VersionAddress } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import { type Affected, findAffected } from '../consumer/find-affected.ts';
import type { Context } from '../context.ts';
import { loadVersion, type VersionRecord } from '../lifecycle/load-version.ts';
import { predictionsOfVersion } from '../predictions-of.ts';
import { beforeSql, milderThan } from './raise-before.ts';

const mostDependents = 100;

const answered = predictionsOfVersion('p', { is: 'v.id' });

/** What marking a version would touch: where it serves and what answers instead, who called it, and what leans on it. */
export async function readBlastRadius(ctx: Context, input: VersionAddress): Promise<BlastRadius> {
  const scope = await readScope(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const [serving, dependents, before, calls] = await Promise.all([
    readServing(ctx, row),
    readDependents(ctx, row),
    readBefore(ctx, row),
    readCalls(ctx.pool, [row.id]),
  ]);
  return { serving, dependents, before, ...calls };
}

interface ServingRow {
  readonly environment: string;
  readonly production: boolean;
  readonly role: string;
  readonly fallback_number: number | null;
}

/** A fallback is judged as it is when somebody asks: rule 14 of the lifecycle. */
async function readServing({ pool }: Context, row: VersionRecord): Promise<BlastRadius['serving']> {
  const fallback = row.fallback as Fallback | null;
  const { rows } = await pool.query<ServingRow>(
    `SELECT e.key AS environment, e.production, d.role,
       (SELECT f.number FROM version f WHERE f.model_id = d.model_id AND f.label = $2 AND f.standing <> 'blocked' AND f.stage <> 'deprecated'
         AND f.artifact_digest IS NOT NULL AND EXISTS (SELECT FROM deployment w WHERE w.version_id = f.id AND w.environment_id = d.environment_id
           AND w.was_champion AND w.ground <> 'expedited')) AS fallback_number
     FROM deployment d JOIN environment e ON e.id = d.environment_id
     WHERE d.version_id = $1 AND d.state = 'serving' ORDER BY e.production DESC, e.key`,
    [row.id, fallback?.kind === 'version' ? fallback.label : null],
  );
  return rows.map(({ environment, production, role, fallback_number: number }) => {
    const answers = role !== 'champion' || fallback?.kind === 'constant' || number !== null;
    return {
      environment,
      production,
      role,
      fallback: role === 'champion' ? fallbackText(fallback) : null,
      answers,
      answersWithBefore: answers && (number === null || number > row.number),
    };
  });
}

/** Versions whose fallback this one is, and those that are made of the same bytes. */
async function readDependents({ pool }: Context, row: VersionRecord): Promise<BlastRadius['dependents']> {
  const { rows } = await pool.query<BlastRadius['dependents'][number]>(
    `SELECT m.key AS model, x.label AS version, x.because, EXISTS (SELECT FROM deployment d WHERE d.version_id = x.id AND d.state = 'serving') AS serves
     FROM (
       SELECT o.id, o.model_id, o.label, o.number, 'fallback' AS because FROM version o
       WHERE o.model_id = $2 AND o.id <> $1 AND o.stage <> 'deprecated' AND o.fallback->>'kind' = 'version' AND o.fallback->>'label' = $3
       UNION ALL
       SELECT o.id, o.model_id, o.label, o.number, 'same-artifact' FROM version o
       WHERE o.model_id = $2 AND o.id <> $1 AND o.stage <> 'deprecated' AND o.artifact_digest = $4
     ) x JOIN model m ON m.id = x.model_id ORDER BY serves DESC, x.number DESC LIMIT ${mostDependents}`,
    [row.id, row.model_id, row.label, row.artifact_digest],
  );
  return rows;
}

async function readBefore({ pool }: Context, row: VersionRecord): Promise<BlastRadius['before']> {
  const { rows } = await pool.query<BlastRadius['before']>(
    `SELECT count(*)::int AS versions, count(*) FILTER (WHERE EXISTS (SELECT FROM deployment d WHERE d.version_id = b.id AND d.state = 'serving'))::int AS serving
     FROM ${beforeSql}`,
    [row.model_id, row.number, milderThan('blocked')],
  );
  return rows[0]!;
}

type Calls = Pick<BlastRadius, 'callers' | 'predictions' | 'references' | 'firstAt' | 'lastAt'>;

/** Whom these versions concern, how often they answered and when. */
export async function readCalls(pool: Context['pool'], versionIds: readonly string[]): Promise<Calls> {
  const versions = '(SELECT unnest($1::uuid[]) AS id) v';
  const [affected, counted] = await Promise.all([
    findAffected(pool, versionIds),
    pool.query<{ counted: number; references: number; first_at: Date | null; last_at: Date | null }>(
      `SELECT ${countUpTo(`${versions} JOIN prediction p ON ${answered}`)} AS counted,
         ${countUpTo(`${versions} JOIN prediction p ON ${answered} AND p.kept = 'reference'`)} AS "references",
         (SELECT min(e.at) FROM ${versions} CROSS JOIN LATERAL (SELECT p.answered_at AS at FROM prediction p WHERE ${inTime}
           ORDER BY p.version_id, p.answered_at LIMIT 1) e) AS first_at,
         (SELECT max(e.at) FROM ${versions} CROSS JOIN LATERAL (SELECT p.answered_at AS at FROM prediction p WHERE ${inTime}
           ORDER BY p.version_id DESC, p.answered_at DESC LIMIT 1) e) AS last_at`,
      [versionIds],
    ),
  ]);
  const { first_at, last_at, ...counts } = counted.rows[0]!;
  return {
    callers: affected
      .map(toCaller)
      .sort((a, b) => b.predictions - a.predictions || (a.consumer < b.consumer ? -1 : 1)),
    predictions: boundedCount(counts.counted),
    references: boundedCount(counts.references),
    firstAt: first_at?.toISOString() ?? null,
    lastAt: last_at?.toISOString() ?? null,
  };
}

/** The rule of notices: who got an answer, or declared to use one. What ran in the shadow reached nobody. */
const toCaller = ({ key, name, use, calls, lastAt }: Affected): RecalledCaller => ({
  consumer: key,
  name,
  use,
  predictions: calls,
  lastAt: lastAt?.toISOString() ?? null,
});

/** A range of the index over (version, time of the answer). */
const inTime =
  "(p.version_id, p.answered_at) >= (v.id, '-infinity') AND (p.version_id, p.answered_at) <= (v.id, 'infinity')";

function fallbackText(fallback: Fallback | null): string | null {
  if (fallback === null) return null;
  return fallback.kind === 'version'
    ? `version ${fallback.label}`
    : `constant ${JSON.stringify(fallback.outputs)}`;
}
