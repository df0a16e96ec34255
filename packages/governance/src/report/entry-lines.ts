import type { ReportLine } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { type ChosenEntry, type EntryChoice, streamEntries } from '../ledger/stream-entries.ts';
import { column, type PlannedSection } from './report-plan.ts';

/** The entries themselves, in the order of the ledger; they are read while the file is written. */
export const entriesSection = (ctx: Context, choice: EntryChoice, count: number): PlannedSection => ({
  key: 'entries',
  title: 'Entries',
  form: 'table',
  note: 'In the order of the ledger. The sentence tells less than the entry does; the entry is what counts, and its leaf hash is what the ledger’s tree is built of.',
  columns: [
    column('entry', 'Entry', 'entry'),
    column('at', 'When', 'instant'),
    column('event', 'Event', 'code', 'beneath'),
    column('model', 'Model', 'code', 'data'),
    column('version', 'Version', 'code', 'data'),
    column('step', 'Step', 'count', 'data'),
    column('what', 'What happened'),
    column('texts', 'Texts beside it', 'notes', 'beneath'),
    column('documents', 'Documents beside it', 'notes', 'data'),
    column('who', 'Who'),
    column('refused', 'Refused', 'flag', 'beneath'),
    column('leaf', 'Leaf hash', 'digest', 'data'),
  ],
  count,
  lines: lines(ctx, choice),
});

async function* lines(ctx: Context, choice: EntryChoice): AsyncGenerator<ReportLine> {
  for await (const page of streamEntries(ctx, choice)) yield* page.map(lineOf);
}

const lineOf = (entry: ChosenEntry): ReportLine => ({
  entry: entry.number,
  at: entry.at,
  event: entry.event,
  model: entry.model,
  version: entry.version,
  step: entry.step,
  what: entry.summary,
  texts: joined(entry.texts.filter(([, text]) => !isDocument(text))),
  documents: joined(entry.texts.filter(([, text]) => isDocument(text))),
  who: entry.actor.name,
  refused: entry.refused,
  leaf: entry.leaf,
});

/** Signed records, goals and values are kept as JSON: too long to read between the lines. */
const isDocument = (text: string | null): boolean => text !== null && /^[[{]/.test(text);

const joined = (texts: ChosenEntry['texts']): string | null =>
  texts
    .filter(([, text]) => text !== '')
    .map(textOf)
    .join(' · ') || null;

const textOf = ([name, text]: ChosenEntry['texts'][number]): string => `${name}: ${text ?? '(erased)'}`;
