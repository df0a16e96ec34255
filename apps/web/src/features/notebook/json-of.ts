export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The notebook format keeps a text as one string or as a list of lines. */
export const joined = (value: unknown): string =>
  Array.isArray(value)
    ? value.filter((line) => typeof line === 'string').join('')
    : typeof value === 'string'
      ? value
      : '';

/** A key of the file alone, never one that every object inherits. */
export const ownOf = (value: Json, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;
