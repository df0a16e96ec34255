import { type Fallback, Refusal } from '@countersign/contracts';
import type { Standing } from '@countersign/lifecycle';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { type ScoringSubject, type SubjectRow, subjectColumns, subjectOf } from './scoring-subject.ts';

/** What has to hold, in the transaction that records an answer, for the answer to leave. */
export interface Guard {
  /** Neither blocked nor deprecated; null for a constant, which always may answer. */
  readonly versionId: string | null;
  /** Serving; null for a fallback, which has no deployment of its own. */
  readonly deploymentId: string | null;
  /** The notice under which a consumer keeps the version before, in force; only where it does. */
  readonly pinId?: string;
}

/** Who answers for a model in an environment, judged now. */
export interface Answerer {
  readonly environmentId: string;
  /** The champion's: it numbers what is answered there, its fallback's answers too. */
  readonly deploymentId: string;
  /** Whose schema the caller's rows must fit. */
  readonly champion: ScoringSubject;
  readonly subject: ScoringSubject;
  readonly guard: Guard;
  /** Set where the champion may not answer. */
  readonly fallback: {
    readonly recallId: string;
    readonly constant: Readonly<Record<string, unknown>> | null;
    readonly refusal: Refusal;
  } | null;
  /** Set where the consumer kept the version before a switch, which answers in the champion's place. */
  readonly pin: { readonly champion: string; readonly until: Date } | null;
  /** Who answers consumers that kept the version before, by the names that they predict under. Mostly nobody. */
  readonly pinned: ReadonlyMap<string, Answerer>;
}

interface ChampionRow extends SubjectRow {
  readonly deployment_id: string;
  readonly state: 'serving' | 'suspended';
  readonly standing: Standing;
  readonly fallback: Fallback | null;
}

/**
 * The champion of an environment; where it is blocked or suspended, whoever answers the consumer under what it kept, else the
 * champion's declared fallback. @throws Refusal ENVIRONMENT_UNKNOWN, NO_DEPLOYMENT, BLOCKED_VERSION or SUSPENDED
 */
export async function findAnswerer(
  ctx: Pick<Context, 'pool' | 'clock'>,
  modelId: string,
  environment: string,
  consumer: string | null = null,
): Promise<Answerer> {
  const environmentId = await environmentIdOf(ctx.pool, environment);
  const found = await ctx.pool.query<ChampionRow>(
    `SELECT d.id AS deployment_id, d.state, v.standing, v.fallback, ${subjectColumns}
     FROM deployment d JOIN version v ON v.id = d.version_id JOIN model m ON m.id = v.model_id
     WHERE d.model_id = $1 AND d.environment_id = $2 AND d.ended_at IS NULL AND d.role = 'champion'`,
    [modelId, environmentId],
  );
  const row = found.rows[0];
  if (!row) throw new Refusal('NO_DEPLOYMENT', 'No version of the model is deployed there.', { environment });
  const champion = subjectOf(row);
  const pinned = await findPinned(ctx, champion, { environmentId, row });
  if (row.state === 'serving' && row.standing !== 'blocked') {
    return {
      environmentId,
      deploymentId: row.deployment_id,
      champion,
      subject: champion,
      guard: { versionId: champion.versionId, deploymentId: row.deployment_id },
      fallback: null,
      pin: null,
      pinned,
    };
  }
  const kept = consumer === null ? undefined : pinned.get(consumer);
  if (kept) return { ...kept, guard: { ...kept.guard, deploymentId: null } };
  return findFallback(ctx, row, champion, environmentId);
}

const notPinned = { pin: null, pinned: new Map<string, Answerer>() } as const;

interface PinRow extends SubjectRow {
  readonly pin_id: string;
  readonly consumer_key: string;
  readonly until: Date;
}

/**
 * SQL of what consumers (`$4`, or null: all of them) kept of the versions before switches in an environment, in force at `$3`: the
 * one of the latest switch for each, as long as it may answer and is not the champion anyway.
 */
export const pinsSql = (
  columns: string,
) => `SELECT DISTINCT ON (n.consumer_key) n.id AS pin_id, n.consumer_key, n.until, ${columns}
  FROM planned_switch w JOIN notice n ON n.switch_id = w.id AND n.state = 'pinned' AND n.ended_at IS NULL AND n.until > $3
  JOIN version v ON v.id = w.from_id JOIN model m ON m.id = w.model_id
  WHERE w.model_id = $1 AND w.environment_id = $2 AND w.end_reason = 'switched' AND ($4::text IS NULL OR n.consumer_key = $4)
    AND v.standing <> 'blocked' AND v.stage <> 'deprecated' AND v.artifact_digest IS NOT NULL
    AND NOT EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.environment_id = w.environment_id AND d.role = 'champion' AND d.ended_at IS NULL)
  ORDER BY n.consumer_key, n.id DESC`;

/** Read with the champion and kept as long: what begins does so with another champion, and what ends is found out when it is recorded. */
async function findPinned(
  { pool, clock }: Pick<Context, 'pool' | 'clock'>,
  { modelId, label }: ScoringSubject,
  { environmentId, row }: { readonly environmentId: string; readonly row: ChampionRow },
): Promise<ReadonlyMap<string, Answerer>> {
  const { rows } = await pool.query<PinRow>(pinsSql(subjectColumns), [modelId, environmentId, clock(), null]);
  if (rows.length === 0) return notPinned.pinned;
  return new Map(
    rows.map((pin) => {
      const subject = subjectOf(pin);
      const answerer: Answerer = {
        environmentId,
        deploymentId: row.deployment_id,
        champion: subject,
        subject,
        guard: { versionId: subject.versionId, deploymentId: row.deployment_id, pinId: pin.pin_id },
        fallback: null,
        pin: { champion: label, until: pin.until },
        pinned: notPinned.pinned,
      };
      return [pin.consumer_key, answerer];
    }),
  );
}

async function findFallback(
  ctx: Pick<Context, 'pool'>,
  row: ChampionRow,
  champion: ScoringSubject,
  environmentId: string,
): Promise<Answerer> {
  const { recallId, refusal } = await refusalOf(ctx, row, champion);
  if (row.fallback?.kind === 'constant') {
    const fallback = { recallId, constant: row.fallback.outputs, refusal };
    return {
      environmentId,
      deploymentId: row.deployment_id,
      champion,
      subject: champion,
      guard: { versionId: null, deploymentId: null },
      fallback,
      ...notPinned,
    };
  }
  // A version that may be rolled back to there: rule 14 of the lifecycle, judged when it answers.
  const found = await ctx.pool.query<SubjectRow>(
    `SELECT ${subjectColumns} FROM version v JOIN model m ON m.id = v.model_id
     WHERE v.model_id = $1 AND v.label = $2 AND v.standing <> 'blocked' AND v.stage <> 'deprecated' AND v.artifact_digest IS NOT NULL
       AND EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.environment_id = $3 AND d.was_champion AND d.ground <> 'expedited')`,
    [champion.modelId, row.fallback?.label ?? null, environmentId],
  );
  if (!found.rows[0]) throw refusal;
  const subject = subjectOf(found.rows[0]);
  return {
    environmentId,
    deploymentId: row.deployment_id,
    champion,
    subject,
    guard: { versionId: subject.versionId, deploymentId: null },
    fallback: { recallId, constant: null, refusal },
    ...notPinned,
  };
}

/** What a caller is told where nobody answers. */
async function refusalOf(
  ctx: Pick<Context, 'pool'>,
  row: ChampionRow,
  { versionId, label, modelKey }: ScoringSubject,
): Promise<{ recallId: string; refusal: Refusal }> {
  const found = await ctx.pool.query<{ id: string; reason: string; replacement: string | null }>(
    `SELECT r.id, r.reason, n.label AS replacement FROM recall r LEFT JOIN version n ON n.id = r.replacement_id
     WHERE r.version_id = $1 AND r.standing = 'blocked' ORDER BY r.lifted_at IS NULL DESC, r.at DESC LIMIT 1`,
    [versionId],
  );
  const recall = found.rows[0];
  const recallId = recall?.id ?? '';
  const facts = {
    model: modelKey,
    version: label,
    recallId,
    reason: recall?.reason ?? '',
    replacement: recall?.replacement ?? null,
  };
  const refusal =
    row.standing === 'blocked'
      ? new Refusal('BLOCKED_VERSION', `${modelKey} ${label} is marked “do not use”.`, facts)
      : new Refusal('SUSPENDED', `${modelKey} ${label} is suspended until an operator resumes it.`, {
          model: modelKey,
          version: label,
        });
  return { recallId, refusal };
}
