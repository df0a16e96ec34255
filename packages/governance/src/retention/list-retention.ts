import { type Page, type RetentionList, sentenceOf } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireInsight } from '../authority/read-scope.ts';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { rolesNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { keepers } from './define-retention.ts';
import { type RetentionClassRow, retentionClassSql, toRetentionClass } from './retention-class-row.ts';

const byTime = keyset('retention', 'instant', 'uuid');

/** Who sees what is kept how long. */
export const retentionReaders: readonly Role[] = ['compliance', 'administrator', 'auditor'];

/** Retention classes, the newest first, ended ones among them. @throws Refusal FORBIDDEN, BAD_INPUT */
export async function listRetention(ctx: Context, input: Page): Promise<RetentionList> {
  await requireInsight(ctx);
  await requireRoleSomewhere(ctx, retentionReaders);
  const limit = limitOf(input);
  const [at, id] = byTime.decode(input.after);
  const { rows: found } = await ctx.pool.query<RetentionClassRow>(
    `${retentionClassSql} WHERE $1::timestamptz IS NULL OR (c.at, c.id) < ($1, $2::uuid) ORDER BY c.at DESC, c.id DESC LIMIT $3`,
    [at ?? null, id ?? null, limit + 1],
  );
  const { rows, next } = cutPage(found, limit, byTime, (row) => [row.at.toISOString(), row.id]);
  const may =
    ctx.actor.kind === 'person' && (await rolesNow(ctx, null)).some((role) => keepers.includes(role));
  return {
    items: rows.map(toRetentionClass),
    next,
    mayAct: may
      ? []
      : [{ code: 'FORBIDDEN', message: sentenceOf({ code: 'FORBIDDEN', detail: { roles: [...keepers] } }) }],
  };
}
