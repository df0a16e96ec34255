import { readFile } from 'node:fs/promises';
import { verifyPermit } from '@countersign/ledger';
import type { Arguments } from '../arguments.ts';
import { usageFailure } from '../command-failure.ts';
import { nodeCrypto } from '../pack/node-crypto.ts';
import { readGiven } from '../pack/read-given.ts';
import type { Printer } from '../printer.ts';
import { artifactGiven } from './artifact-given.ts';

const usualAge = 600;

/** Holds a permit against what is about to be started, without the portal. @returns 0 good, 1 refused @throws CommandFailure */
export async function verifyGiven(
  file: string,
  values: Arguments['values'],
  printer: Printer,
): Promise<0 | 1> {
  const { keys } = readGiven({ key: values.key });
  if (keys.length === 0)
    throw usageFailure('The ledger’s key is needed: --key KEY, a line or a file (URL/ledger/key).');
  const { environment, revocations, 'longest-age': age = String(usualAge) } = values;
  if (environment === undefined)
    throw usageFailure('Say where it is about to be started: --environment NAME.');
  const artifact = await artifactGiven(values);
  if (artifact === undefined)
    throw usageFailure('Say what is about to be started: --artifact FILE, or --digest SHA256.');
  if (!/^\d{1,6}$/.test(age)) throw usageFailure('--longest-age is a number of seconds.');
  const found = await verifyPermit(
    {
      permit: await read(file),
      revocations: revocations === undefined ? null : await read(revocations),
      keys,
      at: new Date(),
      environment,
      artifact,
      longestAge: Number(age),
    },
    nodeCrypto.ed25519Verify,
  );
  const what = found.permit ? `${found.permit.model} ${found.permit.version}` : file;
  printer.result(found, () => [
    found.verdict === 'good' ? `${what} may be started in ${environment}.` : `${what}: do not start it.`,
    ...found.said,
  ]);
  return found.verdict === 'good' ? 0 : 1;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw usageFailure(`${file} cannot be read: ${(error as Error).message}`);
  }
}
