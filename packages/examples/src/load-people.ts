import {
  type Context,
  change,
  type House,
  hashPassword,
  insertPerson,
  insertRole,
  systemActor,
} from '@countersign/governance';
import { examplePassword, examplePeople } from './people.ts';

/** An auditor is let in until a day. */
const auditorMs = 365 * 86_400_000;

/** The example people with their roles: the administrator by the installation itself, everybody else by the administrator. */
export async function loadPeople(house: House): Promise<void> {
  const [administrator, ...others] = examplePeople;
  const held = new Set(
    (await house.db.person.findMany({ select: { email: true, roles: { select: { id: true } } } }))
      .filter(({ roles }) => roles.length > 0)
      .map(({ email }) => email),
  );
  const system: Context = { ...house, actor: systemActor('examples') };
  const passwordHash = await hashPassword(examplePassword);
  if (!held.has(administrator!.email))
    await change(system, async (tx) => {
      const { id, event, jobs } = await insertPerson(tx, system, {
        name: administrator!.name,
        email: administrator!.email,
        passwordHash,
        example: true,
      });
      const role = await insertRole(tx, { personId: id, role: 'administrator', modelId: null, by: null });
      return { result: id, events: [event, role], jobs };
    });
  const { id: administratorId } = await house.db.person.findUniqueOrThrow({
    where: { email: administrator!.email },
    select: { id: true },
  });
  const asAdministrator: Context = {
    ...house,
    actor: {
      kind: 'person',
      id: administratorId,
      name: administrator!.name,
      email: administrator!.email,
      via: 'session',
      sessionId: null,
      scopes: [],
    },
  };
  for (const { name, email, role } of others) {
    if (held.has(email)) continue;
    const known = await house.db.person.findUnique({ where: { email }, select: { id: true } });
    await change(asAdministrator, async (tx) => {
      const added = known ? null : await insertPerson(tx, asAdministrator, { name, email, passwordHash });
      const granted = await insertRole(tx, {
        personId: added?.id ?? known!.id,
        role,
        modelId: null,
        by: administratorId,
        endsAt: role === 'auditor' ? new Date(tx.at.getTime() + auditorMs) : null,
      });
      return added
        ? { result: undefined, events: [added.event, granted], jobs: added.jobs }
        : { result: undefined, events: [granted] };
    });
  }
  await house.pool.query("UPDATE person SET example = true WHERE email LIKE '%@example.com'");
}
