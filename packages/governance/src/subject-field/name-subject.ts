import { Refusal } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';
import type { SubjectFieldInForce } from './subject-field-in-force.ts';

/** Characters of a subject's reference, wherever it stands. */
const longest = 200;

/**
 * Whom a row is about, by what its model declares; null for nobody. A field of the inputs is text, or a whole number,
 * which is taken as its digits. What is said beside the inputs must not say somebody else.
 * @throws Refusal BAD_INPUT where a row says it wrongly or twice, or INPUT_REFUSED where it names nobody and has to
 */
export function nameSubject(
  { source, field, unnamed }: SubjectFieldInForce,
  row: InputRow,
  said: string | null | undefined,
): string | null {
  if (source === 'none') return said ?? null;
  const named = source === 'input' ? inField(field!, row) : (said ?? null);
  if (source === 'input' && said != null && said !== named)
    throw new Refusal('BAD_INPUT', `${field} names another subject than the one said beside the inputs.`, {
      field: field!,
    });
  if (named === null && unnamed === 'refuse')
    throw new Refusal(
      'INPUT_REFUSED',
      source === 'input'
        ? `${field} names nobody: the model declares that it says whom a prediction is about.`
        : 'No subject is named: the model declares that each row says whom it is about.',
      { field: field ?? 'subject' },
    );
  return named;
}

/** Values are not repeated in what is said of them: a refusal may be kept and logged. */
function inField(field: string, row: InputRow): string | null {
  const value = Object.hasOwn(row, field) ? row[field] : null;
  if (value === null || value === undefined || value === '') return null;
  const text = typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : null;
  if (text === null || text.length > longest)
    throw new Refusal(
      'BAD_INPUT',
      `${field} names a subject by at most ${longest} characters or by a whole number.`,
      { field },
    );
  return text;
}

/** A row as it is fed to a version: without the field that names the subject, where the version does not read it. */
export function withoutSubject(
  { source, field }: SubjectFieldInForce,
  inputs: readonly { readonly name: string }[],
  row: InputRow,
): InputRow {
  if (source !== 'input' || !Object.hasOwn(row, field!) || inputs.some(({ name }) => name === field))
    return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));
}
