import { Refusal } from '@countersign/contracts';

/** Levels of nesting, which bounds recursion here and in the canonical form. */
const maxDepth = 64;

/**
 * NUL has no place in PostgreSQL's text, a lone surrogate none in UTF-8, an unsafe integer none in canonical JSON.
 * @param field path of the value in what was sent, for the refusal
 * @throws Refusal BAD_INPUT
 */
export function refuseBrokenJson(value: unknown, field: string, depth = 0): void {
  if (depth > maxDepth)
    throw new Refusal('BAD_INPUT', `JSON here nests at most ${maxDepth} levels deep.`, {});
  if (typeof value === 'string') {
    if (/[\0\p{Cs}]/u.test(value))
      throw new Refusal('BAD_INPUT', 'A text holds a NUL or broken character.', { field });
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      throw new Refusal('BAD_INPUT', 'A number is beyond what JSON carries exactly; write it as text.', {
        field,
      });
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const at = field === '' ? key : `${field}.${key}`;
      refuseBrokenJson(key, at, depth + 1);
      refuseBrokenJson(item, at, depth + 1);
    }
  }
}
