import type { ReportLine } from '@countersign/contracts';
import { inks, type Type } from './pen.ts';
import { page, type Sheet, types } from './sheet.ts';
import { zoneText } from './zone-text.ts';

const stops = ['registered', 'reviewed', 'approved', 'deployed', 'deprecated'] as const;
type Stage = (typeof stops)[number];
const words: Readonly<Record<Stage, string>> = {
  registered: 'Registered',
  reviewed: 'Reviewed',
  approved: 'Approved',
  deployed: 'Deployed',
  deprecated: 'Deprecated',
};
/** The gate on the line that leaves a stop, by the column that counts its endorsements. */
const gates: Partial<Record<Stage, string>> = {
  registered: 'reviewSigned',
  reviewed: 'approvalSigned',
  approved: 'goLiveSigned',
};
const at: Readonly<Record<Stage, string>> = {
  registered: 'registeredAt',
  reviewed: 'reviewedAt',
  approved: 'approvedAt',
  deployed: 'deployedAt',
  deprecated: 'deprecatedAt',
};

export const railHeight = 44;
const name: Type = { hand: 'bold', size: 8.5, leading: 12, ink: inks.ink };
const later: Type = { hand: 'sans', size: 8.5, leading: 12, ink: inks.faint };
const day: Type = { hand: 'sans', size: 7.5, leading: 10, ink: inks.soft };

/** What the drawing says, for those who do not see it. */
export const railWords = (line: ReportLine, zone: string): string => {
  const reached = stops.flatMap((stage) => {
    const when = line[at[stage]];
    return typeof when === 'string' ? [`${words[stage]} ${zoneText(when, zone).day}`] : [];
  });
  return `${reached.join(', ')}. Now ${words[line.stage as Stage]}${line.standing === 'usable' ? '' : `, ${standingWord(line)}`}.`;
};

export const standingWord = ({ standing }: ReportLine): string =>
  standing === 'blocked' ? 'do not use' : String(standing);

/** The lifecycle rail: five stops, ticks for endorsements on the lines between them; `y` is the height of the dots. */
export function drawRail(
  sheet: Sheet,
  line: ReportLine,
  x: number,
  y: number,
  width: number,
  zone: string,
): void {
  const { pen } = sheet;
  const step = (width - 58) / (stops.length - 1);
  const marks = [...String(line.rail)].filter((sign) => sign !== '─');
  const position = stops.indexOf(line.stage as Stage);
  for (const [index, stage] of stops.entries()) {
    const dot = x + index * step + 5;
    const isReached = marks[index] === '●' || (index < position && typeof line[at[stage]] === 'string');
    if (index < stops.length - 1) {
      const isPassed = index < position;
      pen.line(
        [dot + 8, y],
        [dot + step - 8, y],
        isPassed ? 1.3 : 0.7,
        isPassed ? inks.ink : inks.line,
        isPassed ? undefined : 2,
      );
      ticks(sheet, Number(line[gates[stage] ?? ''] ?? 0), dot + step / 2, y);
    }
    if (index === position && line.standing === 'blocked') octagon(sheet, dot, y);
    else
      pen.circle(
        dot,
        y,
        isReached ? 4.6 : 4,
        { fill: isReached, weight: 1 },
        isReached ? inks.ink : inks.line,
      );
    label(sheet, line, stage, {
      x: dot - 5,
      y: y + 17,
      isReached,
      isNow: index === position,
      isAhead: index > position,
      zone,
    });
  }
}

function ticks({ pen }: Sheet, count: number, x: number, y: number): void {
  if (count === 0) return;
  const width = count * 10;
  pen.box(x - width / 2 - 3, y - 5, width + 6, 10, inks.white);
  for (let index = 0; index < count; index += 1) {
    const left = x - width / 2 + index * 10 + 1;
    pen.polyline(
      [
        [left, y + 0.5],
        [left + 2.6, y + 3.4],
        [left + 7.6, y - 3.4],
      ],
      1.1,
      inks.ink,
    );
  }
}

function octagon({ pen }: Sheet, x: number, y: number): void {
  const r = 7;
  const c = r * 0.414;
  pen.polygon(
    [
      [x - c, y - r],
      [x + c, y - r],
      [x + r, y - c],
      [x + r, y + c],
      [x + c, y + r],
      [x - c, y + r],
      [x - r, y + c],
      [x - r, y - c],
    ],
    inks.block,
  );
  pen.box(x - 3.6, y - 1, 7.2, 2, inks.white);
}

interface Label {
  readonly x: number;
  readonly y: number;
  readonly isReached: boolean;
  readonly isNow: boolean;
  readonly isAhead: boolean;
  readonly zone: string;
}

/** The stage that it is at is the one with a ground: colour is spent on state alone. */
function label(
  { pen }: Sheet,
  line: ReportLine,
  stage: Stage,
  { x, y, isReached, isNow, isAhead, zone }: Label,
): void {
  const text = words[stage];
  if (isNow) {
    const type: Type = { ...name, ink: inks[stage] };
    pen.box(x - 2, y - 9, pen.width(text, type) + 8, 13, inks[`${stage}Wash`]);
    pen.write(text, x + 2, y, type);
  } else pen.write(text, x, y, isReached ? name : later);
  const when = line[at[stage]];
  if (typeof when === 'string' && !isAhead) pen.write(zoneText(when, zone).day, x, y + 13, day);
}

/** One version of several: its name, what it is now, its rail. */
export function drawVersion(sheet: Sheet, line: ReportLine, zone: string): void {
  const { pen } = sheet;
  const title = `${line.model} ${line.version}`;
  pen.write(title, page.left, sheet.y + 9, types.bold);
  const facts = [
    `tier ${line.tier}`,
    ...(line.standing === 'usable' ? [] : [standingWord(line)]),
    ...(line.asFound ? ['entered as found'] : []),
    ...(line.policy ? [`policy ${line.policy}`] : []),
  ].join(', ');
  pen.write(facts, page.left + pen.width(`${title}   `, types.bold), sheet.y + 9, types.soft);
  drawRail(sheet, line, page.left, sheet.y + 24, page.right - page.left, zone);
}
