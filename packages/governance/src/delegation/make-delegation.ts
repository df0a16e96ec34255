import { type MakeDelegation, type Receipt, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { parseInstant } from '../parse-instant.ts';
import { modelIdOf } from '../role/model-id-of.ts';

const longestMs = 366 * 86_400_000;

interface Away {
  readonly from: Date;
  readonly until: Date;
}

function timesOf(input: MakeDelegation, now: Date): Away {
  const from = parseInstant(input.from, 'from');
  const until = parseInstant(input.until, 'until');
  if (until <= now || until <= from)
    throw new Refusal('BAD_INPUT', 'The time away ends before it begins, or has ended.', { field: 'until' });
  if (until.getTime() - from.getTime() > longestMs)
    throw new Refusal('BAD_INPUT', 'A deputy stands in for a year at most; grant the roles instead.', {
      field: 'until',
    });
  return { from, until };
}

/** Both have an open account, and the deputy is no auditor, who looks and changes nothing. @throws Refusal */
async function requireTheTwo(tx: Tx, { personId, deputyId }: MakeDelegation): Promise<void> {
  if (personId === deputyId)
    throw new Refusal('BAD_INPUT', 'Nobody is their own deputy.', { field: 'deputyId' });
  const found = await tx.query<{ id: string; is_auditor: boolean }>(
    `SELECT p.id, EXISTS (SELECT FROM role_assignment r WHERE r.person_id = p.id AND r.role = 'auditor' AND r.revoked_at IS NULL) AS is_auditor
     FROM person p WHERE p.id = ANY ($1::uuid[]) AND p.active AND p.kind = 'person' ORDER BY p.id FOR UPDATE`,
    [[personId, deputyId]],
  );
  if (found.rows.length !== 2)
    throw new Refusal('NOT_FOUND', 'There is no such person with an open account.');
  if (found.rows.find(({ id }) => id === deputyId)!.is_auditor)
    throw new Refusal('CONFLICT', 'An auditor looks and changes nothing, and is nobody’s deputy.');
}

/** When the person's own hold on the role ends at the latest; null: never. @throws Refusal NOT_FOUND where it is not held */
async function ownEndOf(
  tx: Tx,
  personId: string,
  role: string,
  modelId: string | null,
): Promise<Date | null> {
  const own = await tx.query<{ ends_at: Date | null }>(
    `SELECT ends_at FROM role_assignment
     WHERE person_id = $1 AND role = $2 AND delegation_id IS NULL AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $4)
       AND (model_id IS NULL OR model_id = $3)
     ORDER BY ends_at DESC NULLS FIRST LIMIT 1 FOR SHARE`,
    [personId, role, modelId, tx.at],
  );
  if (!own.rows[0])
    throw new Refusal('NOT_FOUND', `The role ${role} is not held there in one's own right.`, { role });
  return own.rows[0].ends_at;
}

/** One deputy acts in one role for one person at a time, so that it is plain for whom. @throws Refusal CONFLICT */
async function refuseOverlap(
  tx: Tx,
  deputyId: string,
  role: string,
  modelId: string | null,
  { from, until }: Away,
): Promise<void> {
  const other = await tx.query(
    `SELECT FROM role_assignment
     WHERE person_id = $1 AND role = $2 AND delegation_id IS NOT NULL AND revoked_at IS NULL
       AND (model_id IS NULL OR $3::uuid IS NULL OR model_id = $3)
       AND (starts_at IS NULL OR starts_at < $5) AND (ends_at IS NULL OR ends_at > $4) LIMIT 1`,
    [deputyId, role, modelId, from, until],
  );
  if (other.rowCount)
    throw new Refusal('CONFLICT', `They are somebody's deputy as ${role} in that time already.`, { role });
}

/**
 * Names a deputy while somebody is away: the person themselves does, or an administrator, never in their own favour. The
 * deputy acts in their own name; where the role is theirs as well, it is used as theirs.
 */
export async function makeDelegation(
  ctx: Context,
  input: MakeDelegation,
): Promise<{ delegationId: string; receipt: Receipt }> {
  const id = uuidv7();
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      if (input.personId !== ctx.actor.id) await requireRole(tx, ctx.actor, null, ['administrator']);
      if (input.deputyId === ctx.actor.id)
        throw new Refusal('FORBIDDEN', 'Nobody makes themselves a deputy.');
      const away = timesOf(input, tx.at);
      await requireTheTwo(tx, input);
      await tx.query(
        `INSERT INTO delegation (id, person_id, deputy_id, starts_at, ends_at, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, input.personId, input.deputyId, away.from, away.until, ctx.actor.id, tx.at],
      );
      const given: { role: string; model: string | null; endsAt: string }[] = [];
      for (const { role, modelKey } of input.roles) {
        const modelId = await modelIdOf(tx, modelKey);
        const own = await ownEndOf(tx, input.personId, role, modelId);
        const endsAt = own && own < away.until ? own : away.until;
        await refuseOverlap(tx, input.deputyId, role, modelId, away);
        await tx.query(
          `INSERT INTO role_assignment (id, person_id, role, model_id, granted_by, granted_at, starts_at, ends_at, delegation_id, deputy_for)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [
            uuidv7(),
            input.deputyId,
            role,
            modelId,
            ctx.actor.id,
            tx.at,
            away.from,
            endsAt,
            id,
            input.personId,
          ],
        );
        given.push({ role, model: modelId, endsAt: endsAt.toISOString() });
      }
      return {
        result: undefined,
        events: [
          {
            event: 'delegation.made',
            subject: { kind: 'person', id: input.personId },
            data: {
              delegation: id,
              deputy: input.deputyId,
              from: away.from.toISOString(),
              until: away.until.toISOString(),
              roles: given,
            },
          },
        ],
      };
    },
    { attempt: { command: 'make-delegation', subject: { kind: 'person', id: input.personId } } },
  );
  return { delegationId: id, receipt };
}
