import { Refusal } from '@countersign/contracts';

/** Levels of nesting that anything here has a use for; what walks a value may then call itself. */
const maxDepth = 64;

/** NUL has no place in PostgreSQL's text, half a surrogate pair none in UTF-8: both would be lost or altered on the way. */
const broken = /[\0\p{Cs}]/u;

/**
 * Refuses what came in and could not be kept as it is, wherever it stands, before anybody looks at its meaning.
 * @param field path of the value in what was sent, for the refusal
 * @throws Refusal BAD_INPUT
 */
export function refuseUnsound(value: unknown, field: string, depth = 0): void {
  if (typeof value === 'string') {
    if (broken.test(value))
      throw new Refusal('BAD_INPUT', 'A text holds a NUL or half a character.', {
        field: field.slice(0, 200),
      });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= maxDepth)
    throw new Refusal('BAD_INPUT', `JSON here nests at most ${maxDepth} levels deep.`, {
      field: field.slice(0, 200),
    });
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      if (isWalked(value[index])) refuseUnsound(value[index], `${field}.${index}`, depth + 1);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (broken.test(key)) refuseUnsound(key, field, depth);
    if (isWalked(item)) refuseUnsound(item, field === '' ? key : `${field}.${key}`, depth + 1);
  }
}

/** Numbers are most of what comes in: they cost no path. */
const isWalked = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value !== null);
