import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  examplePassword,
  examplePeople,
  hasExamples,
  loadExamples,
  makeExampleTokens,
  removeExamples,
} from '@countersign/examples';
import { findApiToken, type House, offerSetUp } from '@countersign/governance';
import type { Settings } from '../settings.ts';
import { StartCancelled, StartFailure } from './start-failure.ts';

const tokensFile = 'demo-tokens.json';

/** @throws StartFailure where people with known passwords exist and must not */
export async function refuseKnownPasswords(house: House, settings: Settings): Promise<void> {
  if (settings.examplesAllowed) return;
  const found = await house.db.person.findFirst({
    where: { example: true, active: true },
    select: { id: true },
  });
  if (!found) return;
  throw new StartFailure(
    'This installation holds the example people, whose passwords are known, and others could reach it or its database. ' +
      'End their access with npm run remove-examples, use another COUNTERSIGN_DATA, or set COUNTERSIGN_EXAMPLES=allow if you mean it.',
  );
}

/** Loads the examples at the first start and keeps their tokens at hand. @returns the lines that say how to sign in */
export async function openExamples(
  house: House,
  dataDirectory: string,
  progress: (sentence: string) => void,
  isStopping: () => boolean,
): Promise<string[]> {
  await loadExamples(house, (done, total, name) => {
    // Between two steps nothing is half done: the next start goes on from here.
    if (isStopping()) throw new StartCancelled();
    progress(
      `Loading the examples, once: ${String(done + 1).padStart(String(total).length)} of ${total}, ${name}`,
    );
  });
  if (!(await hasExamples(house))) return [];
  const file = await keepTokens(house, dataDirectory);
  const width = Math.max(...examplePeople.map(({ email }) => email.length));
  return [
    `Example people, all with the password ${examplePassword}`,
    ...examplePeople.map(({ email, role }) => `  ${email.padEnd(width)}  ${role}`),
    `Their API tokens, by role: ${file}`,
  ];
}

async function keepTokens(house: House, dataDirectory: string): Promise<string> {
  const file = join(dataDirectory, tokensFile);
  if (await areValid(house, file)) return file;
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, `${JSON.stringify(await makeExampleTokens(house), null, 2)}\n`, { mode: 0o600 });
  await rename(aside, file);
  return file;
}

/** Ends the examples and what was kept of them. @returns what was done, in sentences */
export async function endExamples(house: House, dataDirectory: string): Promise<string[]> {
  const done = await removeExamples(house);
  await rm(join(dataDirectory, tokensFile), { force: true });
  return done.length === 0
    ? ['There are no examples here.']
    : [...done, 'What they did stays in the ledger.'];
}

/** Tokens of a database that was replaced meanwhile are of no use. */
async function areValid(house: House, file: string): Promise<boolean> {
  try {
    const tokens: unknown = JSON.parse(await readFile(file, 'utf8'));
    const [first] = Object.values(tokens as Record<string, string>);
    return typeof first === 'string' && (await findApiToken(house, first)) !== null;
  } catch {
    return false;
  }
}

/** @returns the lines that tell how the first administrator is set up; none where somebody has an account */
export async function openSetUp(house: House): Promise<string[]> {
  const token = await offerSetUp(house);
  if (!token) return [];
  return [
    'Nobody has an account yet. Set up the first administrator with this token; it works once, until the next start:',
    `  ${token}`,
  ];
}
