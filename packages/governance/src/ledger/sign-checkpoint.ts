import { checkpointText, noteText, signNote } from '@countersign/ledger';
import type pg from 'pg';
import type { Keyring } from '../keys/keyring.ts';
import type { Log } from '../log.ts';
import { type LedgerSigner, openLedgerKey, signWith } from './ledger-key.ts';

/** A signed checkpoint as it is published. */
export interface SignedCheckpoint {
  /** Entries that it covers. */
  readonly size: number;
  /** C2SP signed-note. */
  readonly note: string;
}

/** Signs and keeps what the tree is, with the key that is in force. */
export class CheckpointSigner {
  #signers: readonly LedgerSigner[] = [];
  #unopened: string | undefined;

  constructor(
    readonly keyring: Keyring,
    readonly log: Log,
  ) {}

  /**
   * Signs a checkpoint in the transaction that numbers what it covers; null where the installation key is another than
   * the one that sealed the ledger's key: numbers are given all the same. The first checkpoint of a new key is signed
   * by the key before it too, so that whoever trusts that one can go on.
   */
  async sign(
    client: pg.ClientBase,
    keyId: string,
    tree: { readonly size: number; readonly root: Uint8Array },
    at: Date,
  ): Promise<SignedCheckpoint | null> {
    const signers = await this.#signersOf(client, keyId);
    if (!signers[0]) return null;
    const text = checkpointText({ origin: signers[0].key.name, ...tree });
    const signatures = await Promise.all(
      signers.map((signer) => signNote(text, signer.key, signWith(signer))),
    );
    const note = noteText({ text, signatures });
    await client.query(
      'INSERT INTO ledger_checkpoint (size, root, at, key_id, note) VALUES ($1, $2, $3, $4, $5)',
      [tree.size, Buffer.from(tree.root), at, keyId, note],
    );
    this.#signers = signers.slice(0, 1);
    return { size: tree.size, note };
  }

  /** First the key in force; none where it cannot be opened. */
  async #signersOf(client: pg.ClientBase, keyId: string): Promise<readonly LedgerSigner[]> {
    if (this.#signers[0]?.id === keyId || this.#unopened === keyId) return this.#signers;
    const current = await this.#open(client, keyId);
    if (!current) {
      this.#unopened = keyId;
      this.#signers = [];
      return [];
    }
    const last = await client.query<{ key_id: string }>(
      'SELECT key_id FROM ledger_checkpoint ORDER BY size DESC LIMIT 1',
    );
    const before = last.rows[0]?.key_id ?? keyId;
    const previous = before === keyId ? null : await this.#open(client, before);
    return previous ? [current, previous] : [current];
  }

  async #open(client: pg.ClientBase, keyId: string): Promise<LedgerSigner | null> {
    try {
      return await openLedgerKey(client, this.keyring, keyId);
    } catch (error) {
      this.log.error(
        { err: error, keyId },
        'a key of the ledger cannot be opened: no checkpoint is signed with it',
      );
      return null;
    }
  }
}
