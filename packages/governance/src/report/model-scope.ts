import type { ReportDefinition } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** What a ready-made report is narrowed to; null: every model. */
export interface ModelScope {
  readonly modelIds: readonly string[] | null;
  readonly from: Date | null;
  /** The moment as of which it speaks: the end of its period, or now. */
  readonly until: Date;
}

export async function readModelScope(ctx: Context, definition: ReportDefinition): Promise<ModelScope> {
  const { rows } = definition.models
    ? await ctx.pool.query<{ id: string }>('SELECT id FROM model WHERE key = ANY ($1::text[])', [
        definition.models,
      ])
    : { rows: null };
  const now = ctx.clock();
  const end = definition.period && new Date(definition.period.end);
  return {
    modelIds: rows ? rows.map(({ id }) => id) : null,
    from: definition.period && new Date(definition.period.start),
    until: end && end < now ? end : now,
  };
}

/** `model` as SQL: one of the scope's models, `$1`. */
export const inScope = (column: string): string => `($1::uuid[] IS NULL OR ${column} = ANY ($1))`;
