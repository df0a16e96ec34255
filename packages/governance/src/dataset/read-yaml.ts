import { parseDocument } from 'yaml';
import { FormatFault } from './format-fault.ts';
import { utf8 } from './parse-lfs-pointer.ts';

/** Levels of `[` and `{`, and of `- - -` on one line, that a file may have; a reader's time grows with their square. */
const maxLevels = 64;
const manyOnOneLine = new RegExp(`^[ \\t]*(?:[-?:][ \\t]+){${maxLevels}}`, 'm');

function refuseDeep(text: string): void {
  let level = 0;
  for (const bracket of text.match(/[[\]{}]/g) ?? []) {
    level = bracket === '[' || bracket === '{' ? level + 1 : Math.max(0, level - 1);
    if (level > maxLevels) break;
  }
  if (level > maxLevels || manyOnOneLine.test(text)) throw tooDeep();
}

const tooDeep = () => new FormatFault('the file', 'has aliases or nests too deep; no tool writes either');

/**
 * YAML of one document, every scalar read as text, so that a digest of digits stays one and 3.10 is no 3.1; aliases are refused.
 * @throws FormatFault with line and column
 */
export function readYaml(bytes: Uint8Array, maxBytes: number): unknown {
  if (bytes.length > maxBytes) throw new FormatFault('the file', `has more than ${maxBytes} bytes`);
  const text = utf8(bytes);
  refuseDeep(text);
  try {
    const document = parseDocument(text, { schema: 'failsafe', prettyErrors: true, logLevel: 'silent' });
    const [error] = document.errors;
    if (error) {
      const at = error.linePos?.[0];
      const place = at ? `line ${at.line}, column ${at.col}` : 'the file';
      throw new FormatFault(place, `is no YAML (${error.code})`);
    }
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof FormatFault) throw error;
    // Aliases that were refused, or nesting that no stack holds.
    throw tooDeep();
  }
}
