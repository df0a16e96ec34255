import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Tx } from './tx.ts';

const names = new Map<string, string>();

/**
 * The statement under a name of its own, so that each connection parses it once and plans it a handful of times:
 * planning a page's statement takes PostgreSQL longer than executing it. For texts that are written here and
 * therefore few; every connection keeps each of them.
 */
export function prepared(text: string, values: readonly unknown[] = []): pg.QueryConfig {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url');
    names.set(text, name);
  }
  return { name, text, values: [...values] };
}

/** The same connection or pool, preparing whatever it is asked. */
export const preparing = (of: Pick<pg.ClientBase, 'query'>): Pick<Tx, 'query'> => ({
  query: (text, values) => of.query(prepared(text, values)),
});
