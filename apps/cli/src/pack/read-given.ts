import { existsSync, readFileSync } from 'node:fs';
import { type Given, noteText, parseKey, parseProofFile, type VerifierKey } from '@countersign/ledger';
import { usageFailure } from '../command-failure.ts';
import { PortalLedger } from '../witness/portal-ledger.ts';
import { nodeCrypto } from './node-crypto.ts';

export interface GivenWords {
  readonly key?: readonly string[] | undefined;
  readonly checkpoint?: readonly string[] | undefined;
  readonly witness?: readonly string[] | undefined;
  /** Of the portal that serves the ledger. */
  readonly url?: string | undefined;
}

/** What a verifier brings along: keys as lines or as files that hold one, checkpoints as files. @throws CommandFailure */
export const readGiven = ({ key = [], checkpoint = [], witness = [], url }: GivenWords): Given => ({
  keys: key.flatMap(readKeys),
  witnesses: witness.flatMap(readKeys),
  kept: checkpoint.map((file) => ({ name: file, text: checkpointIn(readText(file)) })),
  ...(url !== undefined && { readTile: tileAt(url) }),
});

function tileAt(url: string): Given['readTile'] {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw usageFailure(`${url} is not an address.`);
  const { origin, pathname } = new URL(url);
  return new PortalLedger(origin + pathname.replace(/\/+$/, '')).tile;
}

function readKeys(given: string): VerifierKey[] {
  const lines = existsSync(given) ? readText(given) : given;
  try {
    return lines
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => parseKey(line, nodeCrypto.sha256));
  } catch (error) {
    throw usageFailure(`${given} is no key: ${(error as Error).message}. A key is one line, NAME+ID+KEY.`);
  }
}

/** A checkpoint as it is, or the one that a proof carries. */
function checkpointIn(text: string): string {
  if (!text.startsWith('c2sp.org/tlog-proof@')) return text;
  try {
    return noteText(parseProofFile(text).checkpoint);
  } catch (error) {
    throw usageFailure(`The proof cannot be read: ${(error as Error).message}.`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usageFailure(`${file} cannot be read: ${(error as Error).message}`);
  }
}
