import type { House } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { answersFor } from './answers-for.ts';
import { moveNotices } from './write-steps.ts';

/** SQL: a webhook of somebody who answers for the consumer took the message of the mark or deprecation itself. */
const webhookTook = `EXISTS (SELECT FROM ledger_entry l JOIN ledger_number ln ON ln.entry_id = l.id
  JOIN webhook_delivery d ON d.number = ln.number AND d.state = 'delivered' JOIN webhook w ON w.id = d.webhook_id
  WHERE l.version_id = n.version_id AND l.at = n.raised_at AND l.event IN ('version.marked-blocked', 'version.marked-advisory', 'version.deprecated', 'switch.announced')
    AND ${answersFor('n', 'w.person_id')})`;

/**
 * What the logs of mails and webhooks know by now: delivered once a mail server or a receiver took it, undeliverable once every
 * address failed. An address that failed and took a mail later is delivered. Operational; who is told of dead ones is an entry.
 */
export async function settleDelivery(house: House): Promise<void> {
  await writeOperational(house, async (tx) => {
    await tx.query(
      `UPDATE notice_recipient p SET state = CASE m.state WHEN 'sent' THEN 'delivered' ELSE 'failed' END, problem = m.problem, state_at = $1
       FROM mail m, notice n WHERE m.id = p.mail_id AND n.id = p.notice_id AND n.ended_at IS NULL
         AND (p.state = 'sent' AND (m.state IN ('sent', 'failed') OR m.state = 'dropped' AND m.about ->> 'purpose' <> 'reminder') OR p.state = 'failed' AND m.state = 'sent')`,
      [tx.at],
    );
    const { rows } = await tx.query<{ id: string; state: string; took: boolean; over: boolean }>(
      `SELECT n.id, n.state, EXISTS (SELECT FROM notice_recipient p WHERE p.notice_id = n.id AND p.state = 'delivered') OR ${webhookTook} AS took,
         NOT EXISTS (SELECT FROM notice_recipient p WHERE p.notice_id = n.id AND p.state <> 'failed') AS over
       FROM notice n WHERE n.ended_at IS NULL AND n.state IN ('nobody', 'sent', 'undeliverable') ORDER BY n.id FOR UPDATE OF n SKIP LOCKED`,
    );
    const idsOf = (are: (row: (typeof rows)[number]) => boolean) => rows.filter(are).map(({ id }) => id);
    await moveNotices(
      tx,
      idsOf(({ took }) => took),
      'delivered',
    );
    await moveNotices(
      tx,
      idsOf(({ took, over, state }) => !took && over && state === 'sent'),
      'undeliverable',
    );
  });
}
