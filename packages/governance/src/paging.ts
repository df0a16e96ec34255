import { type Page, Refusal } from '@countersign/contracts';

export const largestPage = 200;
const usualPage = 50;

/** Rows of a page. @throws Refusal BAD_INPUT outside 1 to 200 */
export function limitOf(page: Pick<Page, 'limit'>, usual = usualPage): number {
  const limit = page.limit ?? usual;
  if (!Number.isInteger(limit) || limit < 1 || limit > largestPage) {
    throw new Refusal('BAD_INPUT', `A page holds 1 to ${largestPage} rows.`, { field: 'limit' });
  }
  return limit;
}

/** What a part of a key may be; `instant` also takes PostgreSQL's `infinity`, which stands for "never". */
const parts = {
  instant: /^(?:infinity|(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  integer: /^\d{1,18}$/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL takes no NUL in a text
  text: /^[^\u0000]{0,200}$/u,
} as const;
type Part = keyof typeof parts;

const isPart = (kind: Part, value: unknown): value is string =>
  typeof value === 'string' &&
  parts[kind].test(value) &&
  (kind !== 'instant' || value === 'infinity' || !Number.isNaN(Date.parse(value)));

/** The order that a list is paged in, as an opaque cursor. `name` keeps one list's cursor out of another. */
export interface Keyset {
  encode(values: readonly string[]): string;
  /**
   * The key after which a page starts; nulls for the first page.
   * @throws Refusal BAD_INPUT for anything that `encode` did not write
   */
  decode(after: string | undefined): (string | null)[];
}

export function keyset(name: string, ...kinds: readonly Part[]): Keyset {
  return {
    encode: (values) => Buffer.from(JSON.stringify([name, ...values])).toString('base64url'),
    decode(after) {
      if (after === undefined) return kinds.map(() => null);
      const key = parse(after);
      if (!Array.isArray(key) || key.length !== kinds.length + 1 || key[0] !== name) throw unknownCursor();
      return kinds.map((kind, index) => {
        const value: unknown = key[index + 1];
        if (!isPart(kind, value)) throw unknownCursor();
        return value;
      });
    },
  };
}

function parse(after: string): unknown {
  try {
    return JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

const unknownCursor = () =>
  new Refusal('BAD_INPUT', 'This is no cursor of this list: start again from its first page.', {
    field: 'after',
  });

/** Cuts a query's `limit + 1` rows into a page and the cursor of the next one. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  keys: Keyset,
  keyOf: (row: Row) => readonly string[],
): { rows: readonly Row[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? keys.encode(keyOf(last)) : null };
}
