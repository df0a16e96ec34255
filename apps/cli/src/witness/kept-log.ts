import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type FollowProblem,
  keyText,
  noteText,
  parseKey,
  readSeen,
  type SeenCheckpoint,
  type VerifierKey,
} from '@countersign/ledger';
import { CommandFailure, usageFailure } from '../command-failure.ts';
import { nodeCrypto } from '../pack/node-crypto.ts';
import { writeAside } from '../write-aside.ts';

/** What a witness remembers of one ledger. */
interface State {
  /** Verifier keys in the order in which they were trusted: the first was given from outside, each next one was handed over to. */
  readonly keys: readonly string[];
  /** The newest checkpoint, with this witness's cosignature. */
  readonly note: string | null;
}

const sha256Hex = (text: string): string => Buffer.from(nodeCrypto.sha256(Buffer.from(text))).toString('hex');

/** One ledger in the witness's folder, by its origin. */
export class KeptLog {
  #state: State;

  private constructor(
    readonly folder: string,
    readonly origin: string,
    state: State,
  ) {
    this.#state = state;
  }

  /** @throws CommandFailure where the ledger was followed under another key, or the file is damaged */
  static async open(folder: string, given: VerifierKey): Promise<KeptLog> {
    const own = join(folder, 'ledgers', sha256Hex(given.name).slice(0, 16));
    const file = join(own, 'state.json');
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw new CommandFailure(2, `${file} cannot be read: ${error.message}`);
    });
    if (text === null) return new KeptLog(own, given.name, { keys: [keyText(given)], note: null });
    const state = parseState(file, text);
    if (!state.keys.includes(keyText(given)))
      throw usageFailure(
        `${given.name} is followed under another key, ${state.keys.at(-1)}. A key that the ledger did not hand over to is not taken.`,
      );
    return new KeptLog(own, given.name, state);
  }

  /** The key that is trusted now. */
  get key(): VerifierKey {
    return parseKey(this.#state.keys.at(-1)!, nodeCrypto.sha256);
  }

  /** The keys that it handed over from, oldest first. */
  get earlierKeys(): VerifierKey[] {
    return this.#state.keys.slice(0, -1).map((key) => parseKey(key, nodeCrypto.sha256));
  }

  /** The newest checkpoint that was kept; null before the first. */
  get latest(): SeenCheckpoint | null {
    return this.#state.note === null ? null : readSeen(this.#state.note);
  }

  /** Keeps a checkpoint for good, before anybody is told of it. `key`: the one that is trusted from now on. */
  async keep(seen: SeenCheckpoint, key: VerifierKey): Promise<void> {
    const note = noteText(seen.note);
    const keys = this.#state.keys.includes(keyText(key))
      ? this.#state.keys
      : [...this.#state.keys, keyText(key)];
    const shelf = String(Math.floor(seen.size / 1_000_000));
    await writeAside(join(this.folder, 'checkpoints', shelf, String(seen.size)), note);
    const state: State = { keys, note };
    await writeAside(
      join(this.folder, 'state.json'),
      `${JSON.stringify({ origin: this.origin, ...state }, null, 2)}\n`,
    );
    this.#state = state;
  }

  /** Keeps what was refused beside what it contradicts. Returns the folder of the evidence. */
  async keepEvidence(
    problem: FollowProblem | 'not-handed-over',
    offered: string,
    report: string,
  ): Promise<string> {
    const folder = join(this.folder, 'refused', `${problem}-${sha256Hex(offered).slice(0, 16)}`);
    if (this.#state.note !== null) await writeAside(join(folder, 'kept'), this.#state.note);
    await writeAside(join(folder, 'offered'), offered);
    await writeAside(join(folder, 'report.txt'), report);
    return folder;
  }
}

function parseState(file: string, text: string): State {
  try {
    const { keys, note } = JSON.parse(text) as State;
    for (const key of keys) parseKey(key, nodeCrypto.sha256);
    if (note !== null) readSeen(note);
    if (keys.length === 0) throw new SyntaxError('it names no key');
    return { keys, note };
  } catch (error) {
    throw new CommandFailure(
      2,
      `${file} is damaged (${(error as Error).message}). Restore it from a backup: a witness that forgets has seen nothing.`,
    );
  }
}
