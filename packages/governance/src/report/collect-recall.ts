import { type RecallBoard, Refusal, type ReportLine } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { countEntries, type EntryChoice } from '../ledger/stream-entries.ts';
import { secondText } from '../paper/zone-text.ts';
import { findRecall, versionsOfRecall } from '../recall/find-recall.ts';
import { readRecallBoard, spanOf } from '../recall/read-board.ts';
import { entriesSection } from './entry-lines.ts';
import {
  type Collecting,
  column,
  listed,
  mostListed,
  type PlannedSection,
  type ReportPlan,
} from './report-plan.ts';

const limit = mostListed + 1;

/**
 * One recall from the mark to its end, or so far: what was told, where it stopped, every notice with every answer, re-scoring, the closing and
 * the entries of all of it. @throws Refusal NOT_FOUND
 */
export async function collectRecall({ ctx, definition, size }: Collecting): Promise<ReportPlan> {
  const recallId = definition.recall;
  if (recallId === undefined) throw new Refusal('NOT_FOUND', 'There is no such recall.');
  const board = await readRecallBoard(ctx, { recallId });
  const recall = await findRecall(ctx.pool, recallId);
  const span = spanOf(recall, await versionsOfRecall(ctx.pool, recall.id), board.state);
  const choice: EntryChoice = {
    modelIds: null,
    versionIds: null,
    predictionIds: null,
    people: null,
    from: null,
    to: null,
    events: null,
    recall: span,
    size,
  };
  const entries = await countEntries(ctx, choice);
  const { row } = board;
  const name = `${row.model.key} ${row.label}`;
  return {
    title: board.closed ? 'Closure report of a recall' : 'Report of a recall so far',
    statement: statementOf(board, name, size, definition.zone),
    empty: false,
    first: entries.first,
    last: entries.last,
    entries: entries.count,
    facts: [
      ['Version', name],
      ['Standing', row.standing === 'blocked' ? 'Do not use' : 'Advisory'],
      ['Severity', row.severity],
      ['State', board.state],
      ['Fixed version', row.replacement ?? 'None yet'],
      [
        'Conditions that hold',
        `${board.conditions.filter(({ met }) => met).length} of ${board.conditions.length}`,
      ],
    ].map(([fact, value]) => ({ name: fact!, value: value!, kind: 'text' as const })),
    sections: [
      toldSection(board, definition.zone),
      versionsSection(board),
      callersSection(board),
      placesSection(board),
      await noticesSection(ctx, recall.id),
      await stepsSection(ctx, recall.id),
      await rescoringsSection(ctx, recall.id),
      conditionsSection(board),
      entriesSection(ctx, choice, entries.count),
    ],
  };
}

function statementOf(board: RecallBoard, name: string, size: number, zone: string): string[] {
  const { row, closed, versions } = board;
  const others = versions.length - 1;
  const end = closed
    ? `It was closed at ${secondText(closed.at, zone)} by ${closed.by.name}${closed.unmet.length > 0 ? `, although ${closed.unmet.length} of its conditions did not hold` : ', every condition holding'}.`
    : board.state === 'lifted'
      ? 'Every mark of it is lifted; it was not closed.'
      : 'It is open.';
  return [
    `${name} was marked ${row.standing === 'blocked' ? '“do not use”' : 'advisory'} at ${secondText(row.at, zone)} by ${row.by.name}${others > 0 ? `, with ${others} earlier ${others === 1 ? 'version' : 'versions'}` : ''}: ${row.reason}`,
    end,
    `This was made against the first ${size.toLocaleString('en')} entries of the ledger.`,
  ];
}

function toldSection(board: RecallBoard, zone: string): PlannedSection {
  const when = (at: string | null | undefined) => (at ? secondText(at, zone) : null);
  const { row, closed } = board;
  const inputs = board.affectedInputs?.map(({ field, comparison, value }) =>
    [field, comparison, value].join(' '),
  );
  const count = board.affectedCount;
  const told: [string, string | null][] = [
    ['Reason', row.reason],
    ['Scope', board.scope === 'this' ? 'This version' : 'This and all before'],
    ['Affected inputs', board.affected],
    ['Affected inputs, as conditions', inputs?.join(' and ') ?? null],
    [
      'Affected predictions',
      count &&
        `${count.matching} of ${count.looked}${count.unreadable > 0 ? `; of ${count.unreadable} no inputs are kept` : ''}${count.done ? '' : ', counting goes on'}`,
    ],
    ['Fixed version', row.replacement],
    ['Until there is a fix', board.fallback],
    ['Deadline', when(row.deadline)],
    ['Closed', when(closed?.at)],
    ['Closed by', closed?.by.name ?? null],
    ['Closed with the reason', closed?.reason ?? null],
    ['Closed although', closed && closed.unmet.length > 0 ? closed.unmet.join('; ') : null],
  ];
  return listed(
    {
      key: 'told',
      title: 'What is told of it',
      form: 'facts',
      columns: [column('fact', 'Fact'), column('value', 'Value')],
    },
    told.flatMap(([fact, value]) => (value === null ? [] : [{ fact, value }])),
  );
}

const versionsSection = ({ versions }: RecallBoard): PlannedSection =>
  listed(
    {
      key: 'versions',
      title: 'Versions',
      form: 'table',
      columns: [
        column('version', 'Version', 'code'),
        column('standing', 'Standing now'),
        column('ended', 'Mark ended', 'instant'),
        column('lifts', 'Lift signed by', 'text'),
      ],
    },
    versions.map(({ label, standing, endedAt, liftSignatures }) => ({
      version: label,
      standing,
      ended: endedAt,
      lifts: liftSignatures.map(({ person }) => person?.name ?? 'Unknown person').join(', ') || null,
    })),
  );

const callersSection = ({ radius }: RecallBoard): PlannedSection =>
  listed(
    {
      key: 'consumers',
      title: 'Consumers that it concerns',
      form: 'table',
      note: 'Declared: a use that the consumer declared covers a version. Discovered: seen in traffic alone.',
      columns: [
        column('consumer', 'Consumer', 'code'),
        column('name', 'Name'),
        column('use', 'Use'),
        column('predictions', 'Predictions', 'count'),
        column('last', 'Last call', 'instant'),
      ],
    },
    radius.callers.map(({ consumer, name, use, predictions, lastAt }) => ({
      consumer,
      name,
      use,
      predictions,
      last: lastAt,
    })),
  );

const placesSection = ({ places }: RecallBoard): PlannedSection =>
  listed(
    {
      key: 'places',
      title: 'Places',
      form: 'table',
      note: 'Where it served when it was marked. Unconfirmed until a probe or a heartbeat proved that it stopped.',
      columns: [
        column('place', 'Place'),
        column('version', 'Version', 'code'),
        column('state', 'State'),
        column('basis', 'Proved by'),
        column('found', 'What was found'),
        column('at', 'When', 'instant'),
      ],
    },
    places.map(({ kind, environment, name, label, state, basis, found, at }) => ({
      place: kind === 'elsewhere' ? 'Serving outside' : [name, environment].filter(Boolean).join(', '),
      version: label,
      state,
      basis,
      found,
      at,
    })),
  );

const conditionsSection = ({ conditions }: RecallBoard): PlannedSection =>
  listed(
    {
      key: 'conditions',
      title: 'Conditions of closing',
      form: 'table',
      note: 'As they hold when this report is made; what did not hold at the closing stands above.',
      columns: [
        column('wants', 'What has to hold'),
        column('met', 'Holds', 'flag'),
        column('stands', 'How it stands'),
      ],
    },
    conditions.map(({ wants, met, stands }) => ({ wants, met, stands })),
  );

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

async function noticesSection({ pool }: Context, recallId: string): Promise<PlannedSection> {
  const { rows } = await pool.query<
    ReportLine & { raised_at: Date; state_at: Date; until: Date | null; last_call_at: Date | null }
  >(
    `SELECT consumer_key AS consumer, name, state, state_at, until, calls::int AS calls, last_call_at, raised_at, escalation
     FROM notice WHERE recall_id = $1 ORDER BY consumer_key, id LIMIT ${limit}`,
    [recallId],
  );
  return listed(
    {
      key: 'notices',
      title: 'Notices',
      form: 'table',
      note: 'Each consumer’s copy and how far it came.',
      columns: [
        column('consumer', 'Consumer', 'code'),
        column('name', 'Name', 'text', 'beneath'),
        column('state', 'State'),
        column('since', 'Since', 'instant'),
        column('until', 'Until', 'instant', 'beneath'),
        column('calls', 'Calls', 'count'),
        column('lastCall', 'Last call', 'instant'),
        column('raised', 'Raised', 'instant', 'beneath'),
        column('escalation', 'Escalated because', 'text', 'beneath'),
      ],
    },
    rows.map(({ raised_at, state_at, until, last_call_at, ...line }) => ({
      ...line,
      since: iso(state_at),
      until: iso(until),
      lastCall: iso(last_call_at),
      raised: iso(raised_at),
    })),
  );
}

/** Every step of every notice; an address that answered is shown as that, not as a person. */
async function stepsSection({ pool }: Context, recallId: string): Promise<PlannedSection> {
  const { rows } = await pool.query<ReportLine & { at: Date }>(
    `SELECT n.consumer_key AS consumer, s.at, s.kind AS step, s.basis, coalesce(p.name, r.address) AS who, s.comment
     FROM notice n JOIN notice_step s ON s.notice_id = n.id LEFT JOIN person p ON p.id = s.person_id LEFT JOIN notice_recipient r ON r.id = s.recipient_id
     WHERE n.recall_id = $1 ORDER BY s.at, s.id LIMIT ${limit}`,
    [recallId],
  );
  return listed(
    {
      key: 'answers',
      title: 'Steps and answers',
      form: 'table',
      note: 'Checked: Countersign saw it. Claimed: somebody with an account said so. Claimed by mailbox: whoever reads the address did.',
      columns: [
        column('at', 'When', 'instant'),
        column('consumer', 'Consumer', 'code'),
        column('step', 'Step'),
        column('basis', 'Basis'),
        column('who', 'Who'),
        column('comment', 'Comment', 'text', 'beneath'),
      ],
    },
    rows.map((line) => ({ ...line, at: line.at.toISOString() })),
  );
}

async function rescoringsSection({ pool }: Context, recallId: string): Promise<PlannedSection> {
  const { rows } = await pool.query<ReportLine & { at: Date }>(
    `SELECT f.label AS fixed, r.state, r.total, r.rescored, r.not_rescored AS "notRescored", r.flipped, r.asked_at AS at
     FROM rescoring r JOIN version f ON f.id = r.fixed_id WHERE r.recall_id = $1 ORDER BY r.asked_at, r.id LIMIT ${limit}`,
    [recallId],
  );
  return listed(
    {
      key: 'rescorings',
      title: 'Re-scoring',
      form: 'table',
      note: 'Affected predictions executed on the fixed version. Flipped: the decision would have been another one.',
      columns: [
        column('fixed', 'On version', 'code'),
        column('state', 'State'),
        column('total', 'Predictions', 'count'),
        column('rescored', 'Re-scored', 'count'),
        column('notRescored', 'Not re-scored', 'count'),
        column('flipped', 'Flipped', 'count'),
        column('at', 'Asked for', 'instant'),
      ],
    },
    rows.map((line) => ({ ...line, at: line.at.toISOString() })),
  );
}
