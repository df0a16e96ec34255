import type { EntryFilter, EntryRow, PageOf } from '@countersign/contracts';
import { windowsSql } from '../authority/audit-window.ts';
import { requireInsight, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { likePatterns } from '../search-words.ts';
import { type EntryStored, entrySelect, toEntryRows } from './entry-row.ts';

const byId = keyset('entries', 'integer');

/** Entries of the ledger, the newest first; those that are not numbered yet are among them. */
export async function listEntries(ctx: Context, input: EntryFilter): Promise<PageOf<EntryRow>> {
  const limit = limitOf(input);
  refuseBrokenJson(input, '');
  const [after] = byId.decode(input.after);
  const { windows } = await requireInsight(ctx);
  const { conditions, values } = filterOf(input, await findSubjects(ctx, input), windows);
  const found = await ctx.pool.query<EntryStored>(
    `${entrySelect}
     WHERE ${['($1::bigint IS NULL OR l.id < $1)', ...conditions].join(' AND ')}
     ORDER BY l.id DESC LIMIT $2`,
    [after, limit + 1, ...values],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, ({ id }) => [id]);
  return { items: await toEntryRows(ctx, rows), next };
}

interface Subjects {
  readonly models: readonly string[];
  readonly versions: readonly string[];
  readonly people: readonly string[];
}

/** Looked up beforehand: with ids in hand PostgreSQL walks the index of their entries from its end. */
async function findSubjects(ctx: Context, { model, version, who }: EntryFilter): Promise<Subjects> {
  if (model === undefined && version === undefined && who === undefined)
    return { models: [], versions: [], people: [] };
  const found = await ctx.pool.query<Subjects>(
    `SELECT ARRAY(SELECT id FROM model WHERE key = $1)::text[] AS models,
       ARRAY(SELECT v.id FROM version v JOIN model m ON m.id = v.model_id
         WHERE v.label = $2 AND ($1::text IS NULL OR m.key = $1))::text[] AS versions,
       ARRAY(SELECT p.id FROM person p WHERE $3::text IS NOT NULL
         AND (p.name ILIKE ALL ($4::text[]) OR p.email = lower($3)) ORDER BY p.id LIMIT 200)::text[] AS people`,
    [model, version, who, likePatterns(who ?? '')],
  );
  return found.rows[0]!;
}

/** Conditions from `$3` on. Only what was asked for is in the text, so that each filter is planned by its own index. */
function filterOf(
  input: EntryFilter,
  { models, versions, people }: Subjects,
  windows: Scope['windows'],
): { conditions: string[]; values: unknown[] } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const require = (condition: (parameter: string) => string, value: unknown) => {
    values.push(value);
    conditions.push(condition(`$${values.length + 2}`));
  };
  const oneOf = (column: string, ids: readonly string[]) =>
    ids.length === 1
      ? require((parameter) => `${column} = ${parameter}::uuid`, ids[0])
      : require((parameter) => `${column} = ANY (${parameter}::uuid[])`, ids);
  if (input.version !== undefined) oneOf('l.version_id', versions);
  else if (input.model !== undefined) oneOf('l.model_id', models);
  if (input.event !== undefined) require((parameter) => `l.event = ${parameter}`, input.event);
  if (input.actorId !== undefined) require((parameter) => `l.actor_id = ${parameter}`, input.actorId);
  if (input.who !== undefined) require((parameter) => `l.actor_id = ANY (${parameter}::text[])`, people);
  if (input.from !== undefined)
    require((parameter) => `l.at >= ${parameter}`, parseInstant(input.from, 'from'));
  if (input.to !== undefined) require((parameter) => `l.at < ${parameter}`, parseInstant(input.to, 'to'));
  if (input.refused !== undefined) conditions.push(`l.event ${input.refused ? '=' : '<>'} 'command.refused'`);
  if (windows !== null)
    conditions.push(
      windowsSql(windows, { model: 'l.model_id', at: 'l.at' }, (value) => `$${values.push(value) + 2}`),
    );
  return { conditions, values };
}
