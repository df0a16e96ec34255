import { MailAddress, type SubscriptionDelivery } from '@countersign/contracts';
import { findOpened, type Opened } from '../authority/read-scope.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { type FollowedEntry, followedSelect } from '../ledger/follow-entries.ts';
import { tellEntries } from '../ledger/tell-entries.ts';
import { type Mail, sendMail } from '../mail/send-mail.ts';
import { writeOperational } from '../write-operational.ts';
import { followedMail, type Telling } from './followed-mail.ts';
import { deliveryOf, readMatched } from './matched.ts';
import { readSubscribers } from './subscriber-row.ts';

/** People whose mail is put together in one look; the others have their turn in the next. */
const atOnce = 50;
/** What one mail covers, and what of it is told line by line: of one model, and in all. */
const mostOfMail = 5_000;
const mostOfModel = 25;
const mostTold = 150;

interface Waiting {
  readonly number: string;
  readonly model: string | null;
  readonly made_at: Date;
  readonly due_at: Date;
  /** As it is chosen now. */
  readonly delivery: SubscriptionDelivery;
}

/**
 * Mails what is due, each person's in one mail (and digests in one of their own). What they may see is asked anew; what
 * they may not, or do not follow any more, is left out. The mail and the note that it tells of are one transaction, so no
 * entry is left out and none is told in two mails.
 * @throws Error where somebody's mail could not be put together; it is due still, and the others' are not held up
 */
export async function sendFollowed(house: House): Promise<void> {
  const { rows } = await house.pool.query<{ person_id: string }>(
    'SELECT person_id FROM followed_entry WHERE due_at <= $1 GROUP BY person_id ORDER BY min(due_at) LIMIT $2',
    [house.clock(), atOnce],
  );
  if (rows.length === 0) return;
  const opened = await findOpened(
    house,
    rows.map(({ person_id }) => person_id),
  );
  const failed: unknown[] = [];
  for (const { person_id: personId } of rows)
    await mailPerson(house, personId, opened.get(personId)).catch((error) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}

async function mailPerson(house: House, personId: string, opened: Opened | undefined): Promise<void> {
  const ctx: Context = { ...house, actor: systemActor('subscriptions') };
  const { numbers, waiting } = await readWaiting(ctx, personId, opened);
  const found = await house.pool.query<{ email: string }>('SELECT email FROM person WHERE id = $1', [
    personId,
  ]);
  const to = found.rows[0]!.email;
  const canMail = house.mailer !== undefined && opened !== undefined && MailAddress.safeParse(to).success;
  const mails = canMail ? await mailsOf(ctx, personId, waiting, opened.isConsumer) : [];
  await settle(house, { personId, to, numbers, mails });
}

async function readWaiting(
  ctx: Context,
  personId: string,
  opened: Opened | undefined,
): Promise<{ numbers: string[]; waiting: Waiting[] }> {
  const due = await ctx.pool.query<Omit<Waiting, 'delivery'>>(
    `SELECT f.number, f.made_at, f.due_at, m.key AS model FROM followed_entry f
     JOIN ledger_number n ON n.number = f.number JOIN ledger_entry l ON l.id = n.entry_id LEFT JOIN model m ON m.id = l.model_id
     WHERE f.person_id = $1 AND f.due_at <= $2 ORDER BY f.number LIMIT $3`,
    [personId, ctx.clock(), mostOfMail],
  );
  const numbers = due.rows.map(({ number }) => number);
  const matched = await readMatched(ctx.pool, 's.person_id = $4 AND n.number = ANY ($5::bigint[])', [
    personId,
    numbers,
  ]);
  const chosen = new Map(matched.map((one) => [one.number, deliveryOf(opened, one)]));
  const waiting = due.rows.flatMap((row) => {
    const delivery = chosen.get(row.number);
    return delivery && delivery !== 'portal' ? [{ ...row, delivery }] : [];
  });
  return { numbers, waiting };
}

interface Made {
  readonly mail: Omit<Mail, 'to'>;
  readonly numbers: readonly string[];
}

/** What is told at once, and a digest of the rest. */
async function mailsOf(
  ctx: Context,
  personId: string,
  waiting: readonly Waiting[],
  isConsumer: boolean,
): Promise<Made[]> {
  const settings = (await readSubscribers(ctx.pool, [personId])).get(personId);
  const made: Made[] = [];
  for (const isDigest of [false, true]) {
    const part = waiting.filter(({ delivery }) => (delivery !== 'immediate') === isDigest);
    if (part.length === 0 || !settings) continue;
    const telling = await tell(ctx, part, isConsumer);
    made.push({
      mail: followedMail(ctx.url, settings.zone, telling),
      numbers: part.map(({ number }) => number),
    });
  }
  return made;
}

async function tell(ctx: Context, part: readonly Waiting[], isConsumer: boolean): Promise<Telling> {
  const byModel = new Map<string | null, Waiting[]>();
  for (const one of part) {
    const group = byModel.get(one.model);
    if (group) group.push(one);
    else byModel.set(one.model, [one]);
  }
  let left = mostTold;
  const chosen = [...byModel].map(([model, rows]) => {
    const told = rows.slice(0, Math.min(mostOfModel, left));
    left -= told.length;
    return { model, told: told.map(({ number }) => number), more: rows.length - told.length };
  });
  const { rows } = await ctx.pool.query<FollowedEntry>(
    `${followedSelect} WHERE n.number = ANY ($1::bigint[]) ORDER BY n.number`,
    [chosen.flatMap(({ told }) => told)],
  );
  const told = await tellEntries(ctx, rows, isConsumer);
  return {
    groups: chosen.map(({ model, told: numbers, more }) => ({
      model,
      told: told.filter((_, index) => numbers.includes(rows[index]!.entry_number)),
      more,
    })),
    count: part.length,
    deliveries: new Set(part.map(({ delivery }) => delivery)),
    wasHeld: part.some(
      (one) => one.delivery === 'immediate' && one.due_at.getTime() - one.made_at.getTime() > heldMs,
    ),
  };
}

/** Longer than two mails are apart. */
const heldMs = 90_000;

interface Settled {
  readonly personId: string;
  readonly to: string;
  readonly numbers: readonly string[];
  readonly mails: readonly Made[];
}

/** Another process that was faster has mailed the same: then nothing is done. */
async function settle(house: House, { personId, to, numbers, mails }: Settled): Promise<void> {
  await writeOperational(house, async (tx) => {
    await tx.query('SELECT FROM subscriber WHERE person_id = $1 FOR UPDATE', [personId]);
    const due = await tx.query(
      'UPDATE followed_entry SET due_at = NULL WHERE person_id = $1 AND number = ANY ($2::bigint[]) AND due_at IS NOT NULL',
      [personId, numbers],
    );
    if (due.rowCount !== numbers.length) throw new Overtaken();
    for (const { mail, numbers: told } of mails) {
      const mailId = await sendMail(house, tx, { ...mail, to });
      await tx.query(
        'UPDATE followed_entry SET mail_id = $3 WHERE person_id = $1 AND number = ANY ($2::bigint[])',
        [personId, told, mailId],
      );
      await tx.query('UPDATE subscriber SET mailed_at = $2 WHERE person_id = $1', [personId, tx.at]);
    }
  }).catch((error) => {
    if (!(error instanceof Overtaken)) throw error;
  });
}

class Overtaken extends Error {}
