import { type Me, Refusal, type Welcome } from '@countersign/contracts';
import type { Context, House } from '../context.ts';
import { needsSetUp } from './set-up.ts';

/** The signed-in person, as the frame of every page shows them; `waiting` is the length of their inbox. */
export async function readMe(ctx: Context, waiting: number): Promise<Me> {
  const { actor, db } = ctx;
  if (actor.kind !== 'person') throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  const [held, head, example] = await Promise.all([
    db.roleAssignment.findMany({
      where: { personId: actor.id, revokedAt: null },
      select: { role: true, model: { select: { key: true } } },
      orderBy: { grantedAt: 'asc' },
    }),
    db.ledgerHead.findFirst({ select: { size: true, at: true } }),
    db.person.findFirst({ where: { example: true }, select: { id: true } }),
  ]);
  return {
    person: { id: actor.id, name: actor.name, email: actor.email },
    roles: held.map(({ role, model }) => ({
      role: role as Me['roles'][number]['role'],
      modelKey: model?.key ?? null,
    })),
    waiting,
    head: head && head.size > 0n ? { number: Number(head.size) - 1, at: head.at.toISOString() } : null,
    examples: example !== null,
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
    needsSetUp: people.length === 0 && (await needsSetUp(house)),
    examplePeople: people.map(({ name, email, roles }) => ({
      name,
      email,
      role: roles[0]?.role ?? 'viewer',
    })),
  };
}
