/** What is known of every run, by MLflow's words. */
export const runAttributes = ['run_id', 'run_name', 'status', 'start_time', 'end_time'] as const;
export type RunAttribute = (typeof runAttributes)[number];

export type RunColumn =
  | { readonly of: 'metrics' | 'params' | 'tags'; readonly key: string }
  | { readonly of: 'attributes'; readonly key: RunAttribute };

/** Every spelling that MLflow takes. */
const entities: Readonly<Record<string, RunColumn['of']>> = {
  metric: 'metrics',
  metrics: 'metrics',
  param: 'params',
  params: 'params',
  parameter: 'params',
  parameters: 'params',
  tag: 'tags',
  tags: 'tags',
  attr: 'attributes',
  attribute: 'attributes',
  attributes: 'attributes',
  run: 'attributes',
};

/** What a word before the first dot stands for; null for none. */
export const entityOf = (word: string): RunColumn['of'] | null => {
  const lower = word.toLowerCase();
  return Object.hasOwn(entities, lower) ? entities[lower]! : null;
};

export const isRunAttribute = (key: string): key is RunAttribute =>
  (runAttributes as readonly string[]).includes(key);

/** A key that needs no quotation marks. */
const plainKey = /^[\p{L}\p{N}_][\p{L}\p{N}_./-]*$/u;

/** A column as filters, orders and links write it. */
export const columnText = ({ of, key }: RunColumn): string =>
  `${of}.${plainKey.test(key) ? key : `\`${key.replaceAll('`', '``')}\``}`;

/** The column that a whole text names; null where it names none. The counterpart of `columnText`. */
export function parseRunColumn(text: string): RunColumn | null {
  const dot = text.indexOf('.');
  const of = dot < 0 ? 'attributes' : entityOf(text.slice(0, dot));
  if (of === null) return null;
  const rest = text.slice(dot + 1);
  const quoted = /^`((?:[^`]|``)+)`$|^"((?:[^"]|"")+)"$/.exec(rest);
  const key = quoted ? (quoted[1]?.replaceAll('``', '`') ?? quoted[2]!.replaceAll('""', '"')) : rest;
  if (!quoted && !plainKey.test(rest)) return null;
  if (of === 'attributes') return isRunAttribute(key) ? { of, key } : null;
  return { of, key };
}

export interface RunOrder {
  readonly column: RunColumn;
  readonly descending: boolean;
}

/** `metrics.rmse desc`; ascending where it says nothing. Null where it is no order. */
export function parseRunOrder(text: string): RunOrder | null {
  const direction = /\s+(asc|desc)$/i.exec(text.trimEnd());
  const column = parseRunColumn((direction ? text.slice(0, direction.index) : text).trim());
  return column && { column, descending: direction?.[1]?.toLowerCase() === 'desc' };
}
