import {
  type NoticeEscalation,
  type NoticeKind,
  type NoticeState,
  type RecallRow,
  settledNoticeStates,
} from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { House } from '../context.ts';
import { sendMail } from '../mail/send-mail.ts';
import { changeNotices } from './change-notices.ts';
import { openNotices } from './open-notices.ts';
import { responsibleSql } from './why-drop-notice.ts';
import { writeReminders } from './write-reminders.ts';
import { writeSteps } from './write-steps.ts';

interface Pressed {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly recall_id: string | null;
  readonly version_id: string;
  readonly model_id: string;
  readonly model_key: string;
  readonly label: string;
  readonly name: string;
  readonly consumer_key: string;
  readonly state: NoticeState;
  readonly state_at: Date;
  readonly severity: RecallRow['severity'] | null;
  readonly until: Date | null;
  readonly due_at: Date | null;
  readonly raised_at: Date;
  readonly reminded_at: Date | null;
  readonly escalation: NoticeEscalation | null;
  readonly addresses: number;
}

const hour = 3_600_000;
/** How long between two reminders, and how long a consumer may be silent, by severity; a deprecation is gentler. */
const pauses: Readonly<Record<RecallRow['severity'], number>> = {
  critical: 4 * hour,
  high: 24 * hour,
  medium: 72 * hour,
  low: 7 * 24 * hour,
};
const gentle = 14 * 24 * hour;

const pauseOf = ({ kind, severity }: Pressed): number =>
  kind === 'recall' && severity ? pauses[severity] : gentle;
const untold: readonly NoticeState[] = ['nobody', 'undeliverable'];
const hasTime = ({ state, until }: Pressed, now: Date): boolean =>
  state === 'time-asked' && until !== null && until > now;

/** Why people beyond the consumer are to be told now, if they were not told of it yet. */
export function whyEscalate(notice: Pressed, now: Date): NoticeEscalation | null {
  const why = troubleOf(notice, now);
  return why === null || why === notice.escalation || notice.escalation === 'overdue' ? null : why;
}

function troubleOf(notice: Pressed, now: Date): NoticeEscalation | null {
  if (notice.kind === 'switch')
    return notice.state === 'nobody' || notice.state === 'undeliverable' ? notice.state : null;
  if (hasTime(notice, now)) return null;
  const overdue = notice.state === 'time-asked' || (notice.due_at !== null && notice.due_at <= now);
  if (overdue) return 'overdue';
  if (notice.state === 'nobody' || notice.state === 'undeliverable')
    return notice.kind === 'recall' ? notice.state : null;
  const isSilent = notice.state === 'sent' || notice.state === 'delivered';
  return notice.kind === 'recall' && isSilent && now.getTime() - notice.raised_at.getTime() >= pauseOf(notice)
    ? 'silent'
    : null;
}

/** Of a switch who has said nothing is reminded once, on the last day before it may happen. */
const isLastDay = (
  { state, raised_at: raisedAt, due_at: dueAt, reminded_at: remindedAt }: Pressed,
  now: Date,
) => {
  if ((state !== 'sent' && state !== 'delivered') || remindedAt !== null || dueAt === null) return false;
  const lastDay = dueAt.getTime() - 24 * hour;
  return raisedAt.getTime() < lastDay && lastDay <= now.getTime() && now < dueAt;
};

/** A consumer that did not move is reminded where an address takes mail, and is let alone while it has the time it asked for. */
export const isToRemind = (notice: Pressed, now: Date): boolean =>
  notice.kind === 'switch' ? notice.addresses > 0 && isLastDay(notice, now) : isToPress(notice, now);

const isToPress = (notice: Pressed, now: Date): boolean =>
  notice.addresses > 0 &&
  !untold.includes(notice.state) &&
  !hasTime(notice, now) &&
  now.getTime() - Math.max(notice.state_at.getTime(), notice.reminded_at?.getTime() ?? 0) >= pauseOf(notice);

/** Reminds consumers that have not moved, and tells owner and operators of those that cannot be reached, are silent or late. */
export async function pressNotices(house: House): Promise<void> {
  const now = house.clock();
  for await (const rows of openNotices<Pressed>(
    house,
    `SELECT n.id, n.kind, n.recall_id, n.version_id, v.model_id, m.key AS model_key, v.label, n.name, n.consumer_key, n.state, n.state_at, r.severity,
       n.until, n.due_at, n.raised_at, n.reminded_at, n.escalation,
       (SELECT count(*)::int FROM notice_recipient p WHERE p.notice_id = n.id AND p.state <> 'failed') AS addresses
     FROM notice n JOIN version v ON v.id = n.version_id JOIN model m ON m.id = v.model_id LEFT JOIN recall r ON r.id = n.recall_id`,
    { where: 'n.state <> ALL ($4)', values: [settledNoticeStates] },
  ))
    await pressSome(house, rows, now);
}

async function pressSome(house: House, rows: readonly Pressed[], now: Date): Promise<void> {
  const groups = new Map<string, Pressed[]>();
  const put = (key: string, notice: Pressed) => groups.set(key, [...(groups.get(key) ?? []), notice]);
  for (const notice of rows) {
    const of = notice.recall_id ?? `${notice.kind} ${notice.version_id}`;
    const why = whyEscalate(notice, now);
    if (why) put(`${why}\n${of}`, notice);
    if (isToRemind(notice, now)) put(`remind\n${of}`, notice);
  }
  for (const [key, notices] of groups) {
    const act = key.split('\n', 1)[0] as NoticeEscalation | 'remind';
    await (act === 'remind' ? remind(house, notices, now) : escalate(house, notices, act));
  }
}

const remind = (house: House, notices: readonly Pressed[], now: Date) =>
  changeNotices(
    house,
    notices,
    {
      event: 'notices.reminded',
      still: `(n.reminded_at IS NULL OR n.reminded_at <= '${new Date(now.getTime() - pauseOf(notices[0]!)).toISOString()}')`,
    },
    async (tx, some) => {
      const { recall_id: recallId, version_id: versionId, kind } = some[0]!;
      await writeReminders(tx, { ids: some.map(({ id }) => id), recallId, versionId, kind });
    },
  );

const escalate = (house: House, notices: readonly Pressed[], why: NoticeEscalation) =>
  changeNotices(
    house,
    notices,
    { event: 'notices.escalated', data: { why }, still: `n.escalation IS DISTINCT FROM '${why}'` },
    async (tx, some) => {
      const ids = some.map(({ id }) => id);
      await tx.query('UPDATE notice SET escalated_at = $2, escalation = $3 WHERE id = ANY ($1::uuid[])', [
        ids,
        tx.at,
        why,
      ]);
      await writeSteps(tx, ids, { kind: 'escalated', detail: { why } });
      await tellResponsible(tx, house, some, why);
    },
  );

const sentences: Readonly<Record<NoticeEscalation, string>> = {
  nobody: 'there is nobody to tell: no contact was declared for them, or no address',
  undeliverable: 'no address of theirs takes our mail',
  silent: 'they were told and have not answered',
  overdue: 'their time to move is over',
};
const mostNamed = 20;
const mostTold = 25;

/** The owner of the model and its operators, by mail, in the transaction that says that they were told. */
async function tellResponsible(
  tx: Tx,
  house: House,
  notices: readonly Pressed[],
  why: NoticeEscalation,
): Promise<void> {
  const { model_id: modelId, model_key: model, label, recall_id: recallId, kind } = notices[0]!;
  const people = await tx.query<{ email: string }>(
    `SELECT DISTINCT email FROM (${responsibleSql('$1', '$2')}) AS responsible ORDER BY email LIMIT ${mostTold}`,
    [modelId, tx.at],
  );
  const count = notices.length === 1 ? 'One consumer' : `${notices.length} consumers`;
  for (const { email } of people.rows)
    await sendMail(house, tx, {
      kind: 'notice-escalated',
      about: { notices: notices.map(({ id }) => id), model: modelId },
      to: email,
      subject: `${count} of ${model} ${label}: ${why === 'nobody' ? 'nobody to tell' : why}`,
      parts: [
        kind === 'switch'
          ? `${model} is about to change to ${label}, and of ${notices.length === 1 ? 'one consumer' : `${notices.length} consumers`} that it concerns we must tell you: ${sentences[why]}.`
          : `${count} of ${model} ${label} ${notices.length === 1 ? 'has' : 'have'} not moved, and ${sentences[why]}.`,
        {
          code: notices
            .slice(0, mostNamed)
            .map(({ name, consumer_key: key }) => (name === key ? key : `${name} (${key})`))
            .join('\n'),
        },
        ...(notices.length > mostNamed ? [`And ${notices.length - mostNamed} more.`] : []),
        'Reach them some other way, and write down what they say on their notice.',
        {
          label: kind === 'recall' ? 'The recall' : 'The notices',
          link: recallId ? `${house.url}/recalls/${recallId}` : `${house.url}/notices?model=${model}`,
        },
      ],
    });
}
