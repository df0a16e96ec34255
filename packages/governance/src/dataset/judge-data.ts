import type { DatasetReference, ExaminedDataset } from '@countersign/contracts';
import type { PlacedFact } from './fact-list.ts';
import type { RegisteredFile } from './registered-files.ts';

/** Facts that tell bytes from any others. A size does not. */
const identities: ReadonlySet<string> = new Set(['digest', 'Git object', 'MD5 of the data']);
const mostNames = 5;

/**
 * What the facts of a reference come to for the data as a whole. Checked: the version holds their bytes, and these are what
 * the reference says. A pointer or a log that was read shows what somebody wrote of the data, and not the data.
 * @param bytes the version's own file that holds the data
 */
export function judgeData(
  { digest }: DatasetReference,
  facts: readonly PlacedFact[],
  bytes: RegisteredFile | null,
): ExaminedDataset['data'] {
  const against = facts.find(({ basis }) => basis === 'contradicted');
  if (against) return { basis: 'contradicted', why: `${against.name} is not so: ${against.why}` };
  const checked = facts.filter(({ basis }) => basis === 'checked');
  if (bytes) return judgeBytes(bytes, facts, digest !== undefined && digest !== null);
  const parts = facts.filter(({ field }) => /^source\.(?:base|changes\.\d+)$/.test(field));
  if (parts.length > 0 && parts.every(({ basis }) => basis === 'checked'))
    return { basis: 'checked', why: `the version holds the bytes of ${namesOf(parts)}` };
  const absent = 'no file of the version has the bytes, and the portal fetches nothing';
  return {
    basis: 'claimed',
    why: checked.length > 0 ? `${absent}; checked is only what is said of ${namesOf(checked)}` : absent,
  };
}

function judgeBytes(
  { path }: RegisteredFile,
  facts: readonly PlacedFact[],
  saysDigest: boolean,
): ExaminedDataset['data'] {
  const telling = facts.filter(({ name }) => identities.has(name) && (saysDigest || name !== 'digest'));
  const held = `its bytes are the version’s file ${path}`;
  const same = telling.filter(({ basis }) => basis === 'checked');
  if (same.length > 0)
    return {
      basis: 'checked',
      why: `${held}, whose ${namesOf(same)} ${same.length === 1 ? 'is' : 'are'} what the reference says`,
    };
  const [open] = telling;
  if (open)
    return { basis: 'claimed', why: `${held}, but ${open.name} could not be held against them: ${open.why}` };
  return { basis: 'checked', why: `${held}, which the reference names` };
}

function namesOf(facts: readonly PlacedFact[]): string {
  const names = [...new Set(facts.map(({ name }) => name))];
  const [shown, rest] = [names.slice(0, mostNames), names.length - mostNames];
  const last = rest > 0 ? `${rest} more` : shown.length > 1 ? shown.pop() : undefined;
  return last === undefined ? shown.join(', ') : `${shown.join(', ')} and ${last}`;
}
