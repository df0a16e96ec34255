import { type AccessFilter, type AccessRow, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { csvText } from '../csv-text.ts';
import { largestPage } from '../paging.ts';
import { listAccess } from './list-access.ts';

/** More rows than an installation of ours has; beyond, the export would hold up everybody else. */
const mostRows = 50_000;

const head = [
  'name',
  'kind',
  'e-mail',
  'answers for it',
  'role',
  'model',
  'since',
  'until',
  'granted by',
  'deputy for',
  'last sign-in',
  'role last used',
  'valid tokens',
  'token last used',
] as const;

const cellsOf = (row: AccessRow) => [
  row.person.name,
  row.kind,
  row.email,
  row.responsible?.name ?? null,
  row.role,
  row.role === null ? null : (row.modelKey ?? 'every model'),
  row.since,
  row.until,
  row.role === null ? null : (row.grantedBy?.name ?? 'the installation'),
  row.deputyFor?.name ?? null,
  row.lastSignInAt,
  row.roleLastUsedAt,
  row.validTokens,
  row.tokenLastUsedAt,
];

/** The whole review as CSV. @throws Refusal FORBIDDEN, TOO_LARGE */
export async function exportAccess(
  ctx: Context,
  filter: AccessFilter,
): Promise<{ readonly text: string; readonly rows: number }> {
  const rows: AccessRow[] = [];
  for (let after: string | undefined; ; ) {
    const page = await listAccess(ctx, { ...filter, limit: largestPage, ...(after ? { after } : {}) });
    rows.push(...page.items);
    if (page.next === null) break;
    if (rows.length >= mostRows)
      throw new Refusal('TOO_LARGE', `More than ${mostRows} rows: choose a role or a model.`);
    after = page.next;
  }
  return { text: csvText(head, rows.map(cellsOf)), rows: rows.length };
}
