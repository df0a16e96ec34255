import type { PageOf, SignedBy, SignedByRow } from '@countersign/contracts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { entryNumberOf, numberOrNull } from '../ledger/entry-number.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { personJson } from '../person/read-names.ts';

const byId = keyset('signed-by', 'instant', 'uuid');

interface SignedStored extends Omit<SignedByRow, 'at' | 'number'> {
  readonly signed_at: Date;
  readonly entry_number: string | null;
}

/** What somebody signed, the newest first: void and withdrawn sign-offs are among them, since they were made. */
export async function listSignedBy(ctx: Context, input: SignedBy): Promise<PageOf<SignedByRow>> {
  const limit = limitOf(input);
  const [at, id] = byId.decode(input.after);
  if (input.personId !== ctx.actor.id) await requireFullScope(ctx);
  const found = await ctx.pool.query<SignedStored>(
    `SELECT s.id, m.key AS model, v.label AS version, r.gate, e.key AS environment, r.incident, s.role, s.decision, s.revision,
       s.state, s.signed_at, ${personJson('d')} AS "deputyFor",
       ${entryNumberOf({ versionId: 's.version_id', at: 's.signed_at', id: 's.id' })} AS entry_number
     FROM sign_off s JOIN request r ON r.id = s.request_id JOIN version v ON v.id = s.version_id JOIN model m ON m.id = v.model_id
       LEFT JOIN environment e ON e.id = r.environment_id LEFT JOIN person d ON d.id = s.deputy_for
     WHERE s.person_id = $1 AND ($2::timestamptz IS NULL OR (s.signed_at, s.id) < ($2, $3::uuid))
     ORDER BY s.signed_at DESC, s.id DESC LIMIT $4`,
    [input.personId, at, id, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, (row) => [row.signed_at.toISOString(), row.id]);
  const items = rows.map(({ signed_at: signedAt, entry_number: entryNumber, ...row }) => ({
    ...row,
    at: signedAt.toISOString(),
    number: numberOrNull(entryNumber),
  }));
  return { items, next };
}
