import { hashBytes, parseKey, type Tile, tilePath, type VerifierKey } from '@countersign/ledger';
import { nodeCrypto } from '../pack/node-crypto.ts';

/** The portal could not be asked, or answered something that is none of its answers: nothing can be said about its ledger. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** A key as the portal lists it. */
export interface ListedKey {
  readonly key: VerifierKey;
  /** Size of the first checkpoint that it signed; null before that. */
  readonly since: number | null;
}

const patienceMs = 30_000;
const longestText = 1 << 20;

/** A portal's ledger as a stranger reads it over HTTP. Nothing here checks anything but sizes. */
export class PortalLedger {
  constructor(
    /** Of the portal, with its path if it has one, without a trailing slash. */
    readonly url: string,
    readonly signal?: AbortSignal,
  ) {}

  async checkpoint(size?: number): Promise<string> {
    return this.#text(size === undefined ? 'checkpoint' : `checkpoint/${size}`);
  }

  /** Newest first. */
  async keys(): Promise<ListedKey[]> {
    const text = await this.#text('keys');
    try {
      const { items } = JSON.parse(text) as { items: { verifier: string; since: number | null }[] };
      return items.map(({ verifier, since }) => ({ key: parseKey(verifier, nodeCrypto.sha256), since }));
    } catch (error) {
      throw new Unreachable(`its list of keys cannot be read: ${(error as Error).message}`);
    }
  }

  readonly tile = async (tile: Tile): Promise<Uint8Array> => {
    const bytes = await this.#get(tilePath(tile), tile.width * hashBytes);
    if (bytes.length !== tile.width * hashBytes)
      throw new Unreachable(`${tilePath(tile)} has ${bytes.length} bytes, not ${tile.width * hashBytes}`);
    return bytes;
  };

  /** Gives a cosigned checkpoint to the portal. Returns why it was not taken; null: it was. */
  async give(note: string): Promise<string | null> {
    const reply = await this.#fetch('cosignatures', {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: note,
    });
    const text = Buffer.from(await this.#bytes(reply, longestText)).toString('utf8');
    if (reply.ok) return null;
    try {
      const { error } = JSON.parse(text) as { error: { code: string; message: string } };
      return `${error.message} (${error.code})`;
    } catch {
      return `it answered ${reply.status}`;
    }
  }

  async #text(path: string): Promise<string> {
    return Buffer.from(await this.#get(path, longestText)).toString('utf8');
  }

  async #get(path: string, longest: number): Promise<Uint8Array> {
    const reply = await this.#fetch(path);
    if (!reply.ok) {
      await reply.body?.cancel();
      throw new Unreachable(`${path} was answered with ${reply.status}`);
    }
    return this.#bytes(reply, longest);
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const ends = AbortSignal.timeout(patienceMs);
    try {
      return await fetch(`${this.url}/ledger/${path}`, {
        ...init,
        redirect: 'error',
        signal: this.signal ? AbortSignal.any([ends, this.signal]) : ends,
      });
    } catch (error) {
      throw unreachable(error);
    }
  }

  /** A body is as long as its sender likes, so it is counted as it comes. */
  async #bytes(reply: Response, longest: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const part of reply.body ?? []) {
        length += part.length;
        if (length > longest) throw new Unreachable(`an answer of more than ${longest} bytes`);
        parts.push(part);
      }
    } catch (error) {
      throw error instanceof Unreachable ? error : unreachable(error);
    }
    return Buffer.concat(parts);
  }
}

const unreachable = (error: unknown): Unreachable => {
  const { cause, message } = error as Error;
  return new Unreachable(cause instanceof Error ? cause.message || cause.name : message);
};
