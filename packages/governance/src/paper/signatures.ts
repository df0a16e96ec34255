import type { ReportLine } from '@countersign/contracts';
import { inks, type Type } from './pen.ts';
import { inner, type Node, page, type Sheet, types } from './sheet.ts';
import { secondText } from './zone-text.ts';

const gateWord: Readonly<Record<string, string>> = {
  review: 'review',
  approval: 'approval',
  goLive: 'go-live',
};
const decisionWord: Readonly<Record<string, string>> = {
  endorse: 'Endorsed',
  'request-changes': 'Asked for changes',
  reject: 'Rejected',
};
const stateWord: Readonly<Record<string, string>> = {
  owed: 'Waits to be endorsed again after a change of prose.',
  void: 'Void since.',
  withdrawn: 'Withdrawn since.',
  cleared: 'Answered by a new revision since.',
  replaced: 'Replaced by a later signature of the same person.',
};
const assuranceWord: Readonly<Record<string, string>> = {
  passkey: 'signer’s own passkey, over the record’s digest',
  'server-key/password': 'server-held key, after password',
  'server-key/password+code': 'server-held key, after password and code',
  'server-key/password/in-sitting': 'server-held key, after password, in one sitting',
  'server-key/single-sign-on': 'server-held key, after a step-up at the identity provider',
};

const person: Type = { hand: 'bold', size: 11, leading: 15, ink: inks.ink };
const left = page.left + 20;
const leftWidth = 156;
const right = left + leftWidth + 20;
const rightWidth = page.right - right;

interface Block {
  readonly lines: readonly string[];
  readonly type: Type;
}

/** A signature as on a certificate: the name on a rule, what it meant and why, when, by what means, over what. */
export function drawSignature(
  sheet: Sheet,
  list: Node,
  line: ReportLine,
  position: number,
  zone: string,
): void {
  const { pen } = sheet;
  const block = (text: string | null, type: Type, width = rightWidth): Block[] =>
    text === null || text === '' ? [] : [{ lines: pen.lines(text, type, width), type }];
  const place = `as ${line.role}${line.deputyFor ? `, deputy for ${line.deputyFor}` : ''}, ${gateWord[String(line.gate)] ?? line.gate} gate${line.environment ? ` for ${line.environment}` : ''}${line.incident ? `, expedited, incident ${line.incident}` : ''}`;
  const aside = [
    ...block(place, types.soft, leftWidth),
    ...block(`${line.model} ${line.version}, revision ${line.revision}`, types.note, leftWidth),
    ...block(`policy ${line.policy}`, types.note, leftWidth),
  ];
  const names = pen.lines(String(line.person), person, leftWidth);
  const main = [
    ...block(`${decisionWord[String(line.decision)] ?? line.decision}: ${line.meaning}`, types.bold),
    ...block(line.reason ? `“${line.reason}”` : null, types.text),
    ...block(
      `${secondText(String(line.at), zone)}${line.entry === null ? '' : `, entry ${Number(line.entry).toLocaleString('en')}`}`,
      types.text,
    ),
    ...block(assuranceWord[String(line.assurance)] ?? String(line.assurance), types.soft),
    ...block(
      `${line.valid ? 'Verified.' : 'NOT VERIFIED: the signature does not fit its record.'} ${stateWord[String(line.state)] ?? ''}`.trim(),
      line.valid ? types.soft : { ...types.bold, ink: inks.block },
    ),
    ...block(inFours(String(line.record)), types.mono),
  ];
  const height = Math.max(heightOf(main), names.length * person.leading + 5 + heightOf(aside));
  sheet.room(height + 18);
  const top = sheet.y + 8;
  sheet.group(list, 'LI', (item) => {
    sheet.add(item, 'Lbl', () => pen.write(String(position), page.left, top + 9, types.soft));
    sheet.group(item, 'LBody', (body) => {
      sheet.y = top;
      sheet.add(body, 'P', () => sheet.down(names, person, left));
      sheet.aside(() => pen.rule(left, sheet.y + 1, leftWidth, 0.75));
      sheet.y += 5;
      for (const { lines, type } of aside) sheet.add(body, 'P', () => sheet.down(lines, type, left));
      sheet.y = top;
      for (const { lines, type } of main) sheet.add(body, 'P', () => sheet.down(lines, type, right));
    });
  });
  sheet.y = top + height + 8;
  sheet.aside(() => pen.rule(page.left, sheet.y, inner, 0.4, inks.line));
}

const heightOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { lines, type }) => sum + lines.length * type.leading, 0);

/** A digest as people compare it. */
export const inFours = (digest: string): string => digest.match(/.{1,4}/g)?.join(' ') ?? digest;
