import { type GrantRole, type Receipt, Refusal, serviceRoles } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { parseInstant } from '../parse-instant.ts';
import { insertRole } from './insert-role.ts';
import { keepAnAdministrator } from './keep-an-administrator.ts';
import { modelIdOf } from './model-id-of.ts';

/** Until when and over which records. @throws Refusal BAD_INPUT */
function timesOf(input: GrantRole, now: Date) {
  const instant = (field: 'endsAt' | 'periodFrom' | 'periodTo') => {
    const text = input[field];
    return text === undefined ? null : parseInstant(text, field);
  };
  const endsAt = instant('endsAt');
  const period = { from: instant('periodFrom'), to: instant('periodTo') };
  if (endsAt && endsAt <= now)
    throw new Refusal('BAD_INPUT', 'The role would have ended already.', { field: 'endsAt' });
  if (period.from && period.to && period.to <= period.from)
    throw new Refusal('BAD_INPUT', 'The period ends before it begins.', { field: 'periodTo' });
  const isLimited = period.from !== null || period.to !== null;
  if (input.role !== 'auditor') {
    if (isLimited)
      throw new Refusal('BAD_INPUT', 'A period of records belongs to the role auditor alone.', {
        field: 'periodFrom',
      });
    return { endsAt, period: null };
  }
  if (!endsAt)
    throw new Refusal('BAD_INPUT', 'An auditor is let in until a day: say when the role ends.', {
      field: 'endsAt',
    });
  return { endsAt, period: isLimited ? period : null };
}

/** An auditor looks and changes nothing, so the role stands alone. @throws Refusal CONFLICT */
async function keepAuditorsApart(tx: Tx, { personId, role }: GrantRole): Promise<void> {
  const held = await tx.query<{ role: string }>(
    `SELECT DISTINCT role FROM role_assignment
     WHERE person_id = $1 AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $2)`,
    [personId, tx.at],
  );
  const others = held.rows.map((row) => row.role).filter((other) => other !== role);
  if (others.length > 0 && (role === 'auditor' || others.includes('auditor')))
    throw new Refusal('CONFLICT', 'An auditor looks and changes nothing: the role goes with no other.', {
      held: others,
    });
}

/** @throws Refusal FORBIDDEN for one's own service account, BAD_INPUT for what only people do */
function refuseForService(ctx: Context, { role }: GrantRole, responsibleId: string): void {
  if (responsibleId === ctx.actor.id)
    throw new Refusal('FORBIDDEN', 'Nobody grants a role to a service account that they answer for.');
  if (!serviceRoles.some((one) => one === role))
    throw new Refusal(
      'BAD_INPUT',
      `A service account is ${serviceRoles.join(', ')}; the rest is for people.`,
      {
        field: 'role',
        roles: serviceRoles,
      },
    );
}

/** An administrator gives a role, never to themselves. */
export async function grantRole(ctx: Context, input: GrantRole): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['administrator']);
      // An id may be written in two cases, and is one to the database.
      if (input.personId.toLowerCase() === ctx.actor.id)
        throw new Refusal('FORBIDDEN', 'Nobody grants a role to themselves.');
      const found = await tx.query<{ responsible_id: string | null }>(
        'SELECT responsible_id FROM person WHERE id = $1 AND active FOR UPDATE',
        [input.personId],
      );
      const person = found.rows[0];
      if (!person) throw new Refusal('NOT_FOUND', 'There is no such person with an open account.');
      if (person.responsible_id) refuseForService(ctx, input, person.responsible_id);
      const times = timesOf(input, tx.at);
      await keepAuditorsApart(tx, input);
      if (input.role === 'administrator') {
        if (input.modelKey !== undefined)
          throw new Refusal('BAD_INPUT', 'An administrator is one for the whole installation.', {
            field: 'modelKey',
          });
        if (times.endsAt) await keepAnAdministrator(tx, input.personId);
      }
      const modelId = await modelIdOf(tx, input.modelKey);
      const event = await insertRole(tx, {
        personId: input.personId,
        role: input.role,
        modelId,
        by: ctx.actor.id,
        ...times,
      });
      return { result: undefined, events: [event] };
    },
    { attempt: { command: 'grant-role', subject: { kind: 'person', id: input.personId } } },
  );
  return receipt;
}
