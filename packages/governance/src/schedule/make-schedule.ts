import { MailAddress, type MakeSchedule, Refusal, type ScheduleChanged } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { requireMailer } from '../mail/require-mailer.ts';
import { type DefinedReport, defineReport } from '../report/define-report.ts';
import { requireReporter } from '../report/report-authority.ts';
import { isTimeZone } from '../time-zone.ts';
import { askedOn, contextOf } from './schedule-row.ts';
import { dayIn, slotsOf } from './slots.ts';

/** At most so many of one person's, so that a mistake does not fill everybody's mailbox. */
const mostOfOne = 50;
/** Of these the moment is the run's own. */
const withoutPeriod: ReadonlySet<string> = new Set(['access', 'inventory']);

/**
 * Makes a report that is made and mailed at a cadence, with the roles that its maker has at each run. Recipients are people
 * who may read it, checked again each time, and confirmed mailboxes, which administrators and compliance officers choose.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_INPUT, CONFLICT where no mail server is configured or fifty are made
 */
export async function makeSchedule(ctx: Context, input: MakeSchedule): Promise<ScheduleChanged> {
  requireSession(ctx.actor);
  if (!isTimeZone(input.zone))
    throw new Refusal('BAD_INPUT', `${input.zone} is no time zone.`, { field: 'zone' });
  if (withoutPeriod.has(input.report.kind) && input.period !== 'everything')
    throw new Refusal('BAD_INPUT', 'This report tells of the moment of its run: it has no period.', {
      field: 'period',
    });
  const today = await dayIn(ctx.pool, input.zone, ctx.clock());
  const defined = await defineReport(ctx, askedOn({ ...input, asked: input.report }, today));
  await requireReporter(ctx, defined.opens);
  requireMailer(ctx);
  const people = [...new Set(input.people)];
  const mailboxes = [...new Set(input.mailboxes)];
  if (people.length + mailboxes.length === 0)
    throw new Refusal('BAD_INPUT', 'Name at least one recipient.', { field: 'people' });
  for (const personId of people) await requireReader(ctx, personId, defined);
  const { next } = await slotsOf(ctx.pool, input, ctx.clock());
  const id = uuidv7();
  const { receipt } = await change(ctx, async (tx) => {
    await requireMailboxes(tx, ctx, mailboxes);
    await refuseTooMany(tx, ctx.actor.id);
    await tx.query(
      `INSERT INTO report_schedule (id, name, asked, about, cadence, hour, zone, period, person_id, made_at, next_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        input.name,
        JSON.stringify(input.report),
        defined.about,
        input.cadence,
        input.hour,
        input.zone,
        input.period,
        ctx.actor.id,
        tx.at,
        next,
      ],
    );
    await tx.query(
      `INSERT INTO report_recipient (schedule_id, recipient_id, kind)
       SELECT $1::uuid, r, 'person' FROM unnest($2::uuid[]) r UNION ALL SELECT $1::uuid, r, 'mailbox' FROM unnest($3::uuid[]) r`,
      [id, people, mailboxes],
    );
    const { cadence, hour, zone, period, report } = input;
    return {
      result: undefined,
      events: [
        {
          event: 'schedule.made',
          subject: { kind: 'schedule', id },
          data: { kind: report.kind, cadence, hour, zone, period, people, mailboxes },
          records: { name: input.name, asked: JSON.stringify(report) },
        },
      ],
    };
  });
  return { scheduleId: id, receipt };
}

async function requireReader(ctx: Context, personId: string, { opens }: DefinedReport): Promise<void> {
  const { rows } = await ctx.pool.query<{ name: string; email: string | null }>(
    "SELECT name, email FROM person WHERE id = $1 AND active AND kind = 'person'",
    [personId],
  );
  const field = { field: 'people', personId };
  const person = rows[0];
  if (!person) throw new Refusal('BAD_INPUT', 'A recipient has no open account.', field);
  if (!MailAddress.safeParse(person.email).success)
    throw new Refusal('BAD_INPUT', `The address of ${person.name} takes no mail.`, field);
  await requireReporter(await contextOf(ctx, personId), opens).catch((error) => {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('BAD_INPUT', `${person.name} may not read this report.`, field);
  });
}

async function requireMailboxes(tx: Tx, { actor }: Context, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await requireRole(tx, actor, null, ['administrator', 'compliance']);
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM mailbox WHERE id = ANY ($1::uuid[]) AND confirmed_at IS NOT NULL AND removed_at IS NULL',
    [ids],
  );
  if (rows.length !== ids.length)
    throw new Refusal('BAD_INPUT', 'A mailbox among the recipients was not confirmed, or was removed.', {
      field: 'mailboxes',
    });
}

async function refuseTooMany(tx: Tx, personId: string): Promise<void> {
  const { rows } = await tx.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM report_schedule WHERE person_id = $1 AND state <> 'deleted'",
    [personId],
  );
  if (rows[0]!.count >= mostOfOne)
    throw new Refusal('CONFLICT', `You have ${mostOfOne} scheduled reports: delete one.`, {
      most: mostOfOne,
    });
}
