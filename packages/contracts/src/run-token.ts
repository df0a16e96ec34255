/** A piece of a filter. `offset` and `end` are UTF-16 units from the beginning of the text. */
export interface RunToken {
  readonly kind: 'word' | 'number' | 'text' | 'sign';
  /** As written; of a text what stands between its marks. */
  readonly text: string;
  readonly offset: number;
  readonly end: number;
  /** The mark that a text began with. */
  readonly quote: '"' | "'" | '`' | null;
  readonly closed: boolean;
}

const word = /[\p{L}_][\p{L}\p{N}_./-]*/uy;
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const sign = /<=|>=|!=|==|<>|[<>=(),]|[^\s]/uy;
const texts = {
  '"': /"((?:[^"]|"")*)("?)/y,
  "'": /'((?:[^']|'')*)('?)/y,
  '`': /`((?:[^`]|``)*)(`?)/y,
} as const;

export const isClosed = ({ closed }: RunToken): boolean => closed;

/** The pieces of a filter, whatever it is: a character that belongs nowhere is a sign of its own. */
export function runTokens(text: string): RunToken[] {
  const tokens: RunToken[] = [];
  let offset = 0;
  const at = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
  while (offset < text.length) {
    if (/\s/.test(text[offset]!)) {
      offset += 1;
      continue;
    }
    const first = text[offset]!;
    if (first === '"' || first === "'" || first === '`') {
      const found = at(texts[first])!;
      const end = offset + found[0].length;
      const inner = found[1]!.replaceAll(first + first, first);
      tokens.push({ kind: 'text', text: inner, offset, end, quote: first, closed: found[2] !== '' });
      offset = end;
      continue;
    }
    const [kind, found] = (
      [
        ['word', at(word)],
        ['number', at(number)],
        ['sign', at(sign)],
      ] as const
    ).find(([, match]) => match !== null)!;
    const end = offset + found![0].length;
    tokens.push({ kind, text: found![0], offset, end, quote: null, closed: true });
    offset = end;
  }
  return tokens;
}
