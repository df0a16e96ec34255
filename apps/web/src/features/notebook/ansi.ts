/** A piece of terminal text in one style. Colours are eight names, so that both themes keep them readable. */
export interface AnsiPart {
  text: string;
  classes: string;
}

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
type Colour = (typeof names)[number] | null;

interface Style {
  colour: Colour;
  bold: boolean;
  italic: boolean;
  underline: boolean;
}
const plain: Style = { colour: null, bold: false, italic: false, underline: false };

/** Every control sequence; the last group alone is a style. */
const sequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters
  /\u001b\][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)?|\u001b[PX^_][^\u001b]{0,4096}(?:\u001b\\)?|\u001b[@-Z\\^_]|(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[A-Za-ln-~]|(?:\u001b\[|\u009b)([0-9;:]{0,64})m/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is left of control characters is dropped
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Terminal text as pieces; cursor movements, titles and links are left out. */
export function ansiParts(text: string): AnsiPart[] {
  const parts: AnsiPart[] = [];
  let style = plain;
  let from = 0;
  const push = (piece: string) => {
    const kept = piece.replace(controls, '');
    if (kept !== '') parts.push({ text: kept, classes: classesOf(style) });
  };
  for (const match of text.matchAll(sequence)) {
    push(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1] !== undefined) style = styled(style, match[1]);
  }
  push(text.slice(from));
  return parts;
}

const classesOf = ({ colour, bold, italic, underline }: Style): string =>
  [colour && `ansi-${colour}`, bold && 'ansi-bold', italic && 'ansi-italic', underline && 'ansi-underline']
    .filter(Boolean)
    .join(' ');

function styled(before: Style, codes: string): Style {
  let style = before;
  const numbers = codes.split(/[;:]/).map(Number);
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] ?? 0;
    if (code === 0) style = plain;
    else if (code === 1) style = { ...style, bold: true };
    else if (code === 3) style = { ...style, italic: true };
    else if (code === 4) style = { ...style, underline: true };
    else if (code === 22) style = { ...style, bold: false };
    else if (code === 23) style = { ...style, italic: false };
    else if (code === 24) style = { ...style, underline: false };
    else if (code === 39) style = { ...style, colour: null };
    else if (code >= 30 && code <= 37) style = { ...style, colour: names[code - 30] ?? null };
    else if (code >= 90 && code <= 97) style = { ...style, colour: names[code - 90] ?? null };
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(numbers.slice(at + 1));
      if (code === 38) style = { ...style, colour };
      at += used;
    }
  }
  return style;
}

/** 256 colours and true colour, brought to the nearest of the eight; and how many numbers it took. */
function extended(numbers: readonly number[]): [Colour, number] {
  const [kind, first = 0, second = 0, third = 0] = numbers;
  if (kind === 2) return [nearest(first, second, third), 4];
  if (kind !== 5) return [null, 1];
  if (first < 16) return [names[first % 8] ?? null, 2];
  if (first > 231) return [null, 2];
  const cube = first - 16;
  return [nearest(Math.floor(cube / 36) * 51, (Math.floor(cube / 6) % 6) * 51, (cube % 6) * 51), 2];
}

function nearest(red: number, green: number, blue: number): Colour {
  const middle = Math.max(red, green, blue) / 2 + 16;
  return names[(red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0)] ?? null;
}
