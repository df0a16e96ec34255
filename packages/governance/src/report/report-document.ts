import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ReportHead, ReportLine, ReportSection } from '@countersign/contracts';
import { rangesOf } from '@countersign/ledger';

/** A report piece by piece, in the order of `report.json`. Nothing holds it whole. */
export type ReportPart =
  | { readonly part: 'head'; readonly head: ReportHead }
  | { readonly part: 'section'; readonly section: ReportSection }
  | { readonly part: 'line'; readonly section: ReportSection; readonly line: ReportLine };

export type ReportParts = AsyncIterable<ReportPart>;

/** Characters that are collected before they are handed on. */
const pieceLength = 64 * 1024;

/**
 * `report.json`: the head on a line, then each section and each of its rows on a line of its own, so that it is read again
 * piece by piece. It is ordinary JSON all the same.
 */
export async function* reportText(parts: ReportParts): AsyncGenerator<Buffer> {
  let text = '';
  let isFirstSection = true;
  let isFirstLine = true;
  const entries = new Set<number>();
  const predictions: string[] = [];
  for await (const part of parts) {
    if (part.part === 'head') text += `${JSON.stringify(part.head).slice(0, -1)},"rows":{\n`;
    else if (part.part === 'section') {
      text += `${isFirstSection ? '' : '\n],\n'}${JSON.stringify(part.section.key)}:[`;
      isFirstSection = false;
      isFirstLine = true;
    } else {
      text += `${isFirstLine ? '' : ','}\n${JSON.stringify(part.line)}`;
      isFirstLine = false;
      for (const number of entriesIn(part.section, part.line)) entries.add(number);
      if (part.section.key === 'predictions') predictions.push(String(part.line.prediction));
    }
    if (text.length < pieceLength) continue;
    yield Buffer.from(text);
    text = '';
  }
  const speaksOf = { entries: rangesOf(entries), predictions };
  yield Buffer.from(`${text}${isFirstSection ? '' : '\n]\n'}},"speaksOf":${JSON.stringify(speaksOf)}}\n`);
}

/** Numbers of the entries that a row cites, in whatever section it stands. */
function* entriesIn({ columns }: ReportSection, line: ReportLine): Generator<number> {
  for (const { key, kind } of columns) {
    const cell = line[key];
    if (kind === 'entry' && typeof cell === 'number') yield cell;
  }
}

/** Reads what `reportText` wrote. @throws Error where it is something else */
export async function* readParts(source: Readable): ReportParts & AsyncGenerator<ReportPart> {
  let head: ReportHead | undefined;
  let section: ReportSection | undefined;
  for await (const line of linesOf(source)) {
    if (!head) {
      const { rows: _, ...read } = JSON.parse(`${line}}}`) as ReportHead & { rows: object };
      head = read;
      yield { part: 'head', head };
    } else if (line.startsWith('{')) {
      if (!section) throw new Error('a row stands before its section');
      yield { part: 'line', section, line: JSON.parse(line.replace(/,$/, '')) as ReportLine };
    } else if (line.startsWith('"')) {
      const key = JSON.parse(line.replace(/:\[$/, '')) as string;
      section = head.sections.find((found) => found.key === key);
      if (!section) throw new Error(`the report has no section ${key}`);
      yield { part: 'section', section };
    }
  }
  if (!head) throw new Error('the report is empty');
}

/** Node's own reader of lines also ends them at U+2028, which a text may hold. */
async function* linesOf(source: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}
