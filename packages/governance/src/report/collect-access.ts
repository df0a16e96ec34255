import type { AccessRow } from '@countersign/contracts';
import { listAccess } from '../access-review/list-access.ts';
import { largestPage } from '../paging.ts';
import { asOfText, plainPlan } from './plain-plan.ts';
import { type Collecting, column, type ReportPlan } from './report-plan.ts';

/** Who holds what, since when and by whom, and when it was last used: the access review on paper. */
export async function collectAccess({ ctx, definition, size }: Collecting): Promise<ReportPlan> {
  const rows: AccessRow[] = [];
  const [model] = definition.models ?? [];
  for (let after: string | undefined; ; ) {
    const page = await listAccess(ctx, {
      limit: largestPage,
      ...(model ? { model } : {}),
      ...(after ? { after } : {}),
    });
    rows.push(...page.items);
    if (page.next === null) break;
    after = page.next;
  }
  const accounts = new Set(rows.map(({ person }) => person.id)).size;
  return plainPlan({
    title: 'Access review',
    statement: [
      `${asOfText(ctx.clock(), definition.zone)} ${accounts.toLocaleString('en')} open ${accounts === 1 ? 'account' : 'accounts'} held ${rows.filter(({ role }) => role !== null).length.toLocaleString('en')} roles${model ? ` on ${model}` : ''}.`,
    ],
    size,
    sections: [
      {
        key: 'access',
        title: 'Who holds what',
        form: 'table',
        note: 'A role counts as used by signatures and entries; reading leaves none.',
        columns: [
          column('account', 'Account'),
          column('kind', 'Kind', 'text', 'beneath'),
          column('email', 'E-mail', 'code', 'beneath'),
          column('responsible', 'Answers for it', 'text', 'beneath'),
          column('role', 'Role'),
          column('on', 'On', 'code'),
          column('since', 'Since', 'instant'),
          column('until', 'Until', 'instant', 'beneath'),
          column('grantedBy', 'Granted by'),
          column('deputyFor', 'Deputy for', 'text', 'beneath'),
          column('used', 'Role used', 'instant'),
          column('signedIn', 'Signed in', 'instant'),
          column('tokens', 'Valid tokens', 'count', 'beneath'),
          column('tokenUsed', 'Token used', 'instant', 'beneath'),
        ],
        count: rows.length,
        lines: rows.map((row) => ({
          account: row.person.name,
          kind: row.kind,
          email: row.email,
          responsible: row.responsible?.name ?? null,
          role: row.role,
          on: row.role === null ? null : (row.modelKey ?? 'every model'),
          since: row.since,
          until: row.until,
          grantedBy: row.role === null ? null : (row.grantedBy?.name ?? 'the installation'),
          deputyFor: row.deputyFor?.name ?? null,
          used: row.roleLastUsedAt,
          signedIn: row.lastSignInAt,
          tokens: row.validTokens,
          tokenUsed: row.tokenLastUsedAt,
        })),
      },
    ],
  });
}
