import { Refusal, type RescoringPair } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import type { Schema } from '@countersign/scoring';
import { requirePredictionReader } from '../authority/prediction-reader.ts';
import type { Scope } from '../authority/read-scope.ts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';

/** Whoever reads predictions of the model may ask for re-scoring, but auditors: what they do leaves nothing behind. */
export const rescorers: readonly Role[] = [
  'owner',
  'developer',
  'reviewer',
  'approver',
  'operator',
  'compliance',
];

/** A version as far as re-scoring has to know it. */
export interface PairedVersion {
  readonly id: string;
  readonly label: string;
  readonly stage: string;
  readonly standing: string;
  readonly artifact: string | null;
  readonly schema: Schema | null;
}

export interface Pair {
  readonly modelId: string;
  /** In the order in which they were named, each once. */
  readonly versions: readonly PairedVersion[];
  readonly fixed: PairedVersion & { readonly artifact: string; readonly schema: Schema };
  readonly scope: Scope | null;
}

/**
 * The versions that predicted and the one that stands in, which has to be another one that can be executed and may be used.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT
 */
export async function findPair(ctx: Context, { model, versions, fixed }: RescoringPair): Promise<Pair> {
  const { rows } = await ctx.pool.query<PairedVersion & { model_id: string }>(
    `SELECT m.id AS model_id, v.id, v.label, v.stage, v.standing, v.artifact_digest AS artifact, v.schema
     FROM model m JOIN version v ON v.model_id = m.id WHERE m.key = $1 AND v.label = ANY ($2)`,
    [model, [...versions, fixed]],
  );
  const found = (label: string) => {
    const version = rows.find((row) => row.label === label);
    if (!version)
      throw new Refusal('NOT_FOUND', `There is no version ${model} ${label}.`, { model, version: label });
    return version;
  };
  const stand = found(fixed);
  const scope = await requirePredictionReader(ctx, stand.model_id);
  await requireRoleNow(ctx, stand.model_id, rescorers);
  const refused = (message: string) => new Refusal('BAD_INPUT', message, { field: 'fixed' });
  if (versions.includes(fixed))
    throw refused(`${fixed} cannot stand in for itself: name another version as the fixed one.`);
  if (stand.standing === 'blocked') throw refused(`${fixed} is itself marked “do not use”.`);
  const { artifact, schema } = stand;
  if (artifact === null || schema === null)
    throw refused(`${fixed} has no artifact that could be executed here.`);
  return {
    modelId: stand.model_id,
    versions: [...new Set(versions)].map(found),
    fixed: { ...stand, artifact, schema },
    scope,
  };
}
