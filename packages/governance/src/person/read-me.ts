import { type Me, Refusal, type Welcome } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import type { Context, House } from '../context.ts';
import { toLedgerLoss } from '../ledger/to-ledger-loss.ts';
import { preparing } from '../prepared.ts';
import { needsSetUp } from './set-up.ts';

interface Row {
  readonly roles: Me['roles'];
  /** Entries that are numbered; bigint as text. */
  readonly size: string | null;
  readonly head_at: Date | null;
  readonly examples: boolean;
  readonly preferences: Me['preferences'];
  readonly proofs: Me['proofs'];
}

const meSql = `
SELECT (SELECT coalesce(json_agg(json_build_object('role', a.role, 'modelKey', m.key) ORDER BY a.granted_at), '[]'::json)
    FROM role_assignment a LEFT JOIN model m ON m.id = a.model_id
    WHERE a.person_id = $1 AND ${heldAt('a', '$2')}) AS roles,
  (SELECT json_build_object('timeZone', time_zone, 'theme', theme, 'shortcuts', shortcuts) FROM person WHERE id = $1) AS preferences,
  (SELECT json_build_object('password', p.password_hash IS NOT NULL AND ($3 OR p.emergency),
      'signOn', EXISTS (SELECT FROM sign_on_identity WHERE person_id = p.id),
      'code', EXISTS (SELECT FROM one_time_code WHERE person_id = p.id AND confirmed_at IS NOT NULL),
      'passkey', EXISTS (SELECT FROM passkey WHERE person_id = p.id AND removed_at IS NULL))
    FROM person p WHERE p.id = $1) AS proofs,
  EXISTS (SELECT FROM person WHERE example AND active) AS examples, h.size, h.at AS head_at
FROM (SELECT) one LEFT JOIN ledger_head h ON h.id = 1`;

/** The signed-in person, as the frame of every page shows them, but for what waits for them. */
export async function readMe(ctx: Context): Promise<Omit<Me, 'waiting'>> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  const found = await preparing(ctx.pool).query<Row>(meSql, [
    actor.id,
    ctx.clock(),
    ctx.access?.passwords !== 'emergency',
  ]);
  const { roles, preferences, proofs, size, head_at: at, examples } = found.rows[0]!;
  const number = Number(size ?? 0) - 1;
  const watches = roles.some(({ role }) => role === 'administrator' || role === 'compliance');
  const loss = watches ? await ctx.published?.check() : null;
  return {
    person: { id: actor.id, name: actor.name, email: actor.email },
    roles,
    preferences,
    proofs: { ...proofs, signOn: proofs.signOn && ctx.access?.signOn != null },
    signOn: ctx.access?.signOn ?? null,
    head: at !== null && number >= 0 ? { number, at: at.toISOString() } : null,
    examples,
    loss: loss ? toLedgerLoss(loss) : null,
  };
}

/** What the sign-in page shows to somebody who is not signed in: example people are named only where there are some. */
export async function readWelcome(house: House): Promise<Welcome> {
  const people = await house.db.person.findMany({
    where: { example: true, active: true },
    select: {
      name: true,
      email: true,
      roles: { where: { revokedAt: null }, select: { role: true }, orderBy: { grantedAt: 'asc' } },
    },
    orderBy: { createdAt: 'asc' },
  });
  return {
    signOn: house.access?.signOn ?? null,
    passwords: house.access?.passwords !== 'emergency',
    needsSetUp: people.length === 0 && (await needsSetUp(house)),
    examplePeople: people.map(({ name, email, roles }) => ({
      name,
      email,
      role: roles[0]?.role ?? 'viewer',
    })),
  };
}
