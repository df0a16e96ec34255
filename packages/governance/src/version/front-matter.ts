type Scalar = string | number | boolean | null;

/**
 * The facts between the two `---` lines at the head of release notes: `key: value` lines, and lists of scalars or of
 * `{key: value}` records, as release notes write them. Null where there are none, or they hold more than that: notes
 * are prose, and a part that is not understood is shown as it stands rather than half.
 */
export function parseFrontMatter(markdown: string): Record<string, unknown> | null {
  const head = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(markdown)?.[1];
  if (head === undefined) return null;
  const facts: Record<string, unknown> = {};
  let list: unknown[] | null = null;
  for (const line of head.split(/\r?\n/)) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const item = /^\s*-\s+(.+)$/.exec(line)?.[1];
    const [, key, rest] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (item !== undefined && list !== null) {
      const value = parseValue(item);
      if (value === undefined) return null;
      list.push(value);
    } else if (key !== undefined && rest !== undefined) {
      list = rest === '' ? [] : null;
      const value = list ?? parseValue(rest);
      if (value === undefined) return null;
      facts[key] = value;
    } else {
      return null;
    }
  }
  return facts;
}

function parseValue(text: string): unknown {
  const inner = /^\{(.*)\}$/.exec(text.trim())?.[1];
  if (inner === undefined) return parseScalar(text.trim());
  const record: Record<string, Scalar> = {};
  for (const part of inner.match(/(?:"[^"]*"|'[^']*'|[^,"'])+/g) ?? []) {
    const [, key, value] = /^\s*([\w-]+):\s*(.*?)\s*$/.exec(part) ?? [];
    if (key === undefined || value === undefined) return undefined;
    record[key] = parseScalar(value);
  }
  return record;
}

function parseScalar(text: string): Scalar {
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(text);
  if (quoted) return quoted[1] ?? quoted[2] ?? '';
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null' || text === '~' || text === '') return null;
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
