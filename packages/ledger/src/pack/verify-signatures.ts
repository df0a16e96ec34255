import { fromBase64 } from '../bytes.ts';
import type { Entry } from '../entry.ts';
import type { CheckedFiles } from './checked-files.ts';
import { counted, type Findings, reading } from './findings.ts';
import { PackFault } from './pack-fault.ts';
import { blobPath, entryPath } from './pack-path.ts';
import { isAssertionOf, type KeptAssertion } from './verify-assertion.ts';
import type { Travelling } from './verify-entries.ts';

/** Bytes of salt before a record's text. */
export const saltLength = 16;

interface Enrolled {
  readonly person: string;
  readonly publicKey: Uint8Array;
}

/** An entry that says that somebody signed. */
interface Signed {
  readonly signature: string;
  readonly key: string;
  readonly assurance?: string;
  readonly assertion?: KeptAssertion;
}

const hasSigned = (entry: Entry): boolean =>
  typeof entry.data.signature === 'string' &&
  typeof entry.data.key === 'string' &&
  typeof entry.digests.record === 'string';

const enrolling: ReadonlySet<string> = new Set(['person.added', 'key.made', 'person.passkey-added']);

/** Signatures of people, each by the key that an earlier entry of the pack enrolled for that person. */
export class SignatureCheck {
  readonly #keys = new Map<string, Enrolled>();
  readonly #passkeys = new Map<string, Enrolled>();
  readonly #seen = { held: 0, passkey: 0, withoutKey: 0, withoutRecord: 0, unknownKind: 0 };

  constructor(readonly checked: CheckedFiles) {}

  /** To be called with every entry in the order of the ledger. @throws PackFault */
  visit({ number, event, isSigned, read }: Travelling): Promise<void> | void {
    if (!isSigned && !enrolling.has(event)) return;
    const entry = read();
    const { data, subject } = entry;
    const enrol = (keys: Map<string, Enrolled>, id: unknown) => {
      if (typeof id !== 'string' || typeof data.publicKey !== 'string') return;
      keys.set(id, { person: subject.id, publicKey: this.#base64(number, data.publicKey) });
    };
    if (event === 'person.added') enrol(this.#keys, data.keyId);
    else if (event === 'key.made') enrol(this.#keys, data.key);
    else if (event === 'person.passkey-added') enrol(this.#passkeys, data.passkey);
    else if (hasSigned(entry)) return this.#verify(number, entry);
  }

  #base64(number: number, text: string): Uint8Array {
    try {
      return fromBase64(text);
    } catch {
      throw new PackFault('signatures', entryPath(number), `The key in entry ${number} is no Base 64.`);
    }
  }

  async #verify(number: number, entry: Entry): Promise<void> {
    const signed = entry.data as unknown as Signed;
    const path = blobPath(entry.digests.record!);
    const fault = (message: string) => new PackFault('signatures', path, `Entry ${number}: ${message}`);
    if (!this.checked.has(path)) {
      this.#seen.withoutRecord += 1;
      return;
    }
    const text = (await this.checked.read(path)).subarray(saltLength);
    const record = await reading('signatures', path, () => JSON.parse(new TextDecoder().decode(text)));
    if (record?.signer?.id !== entry.actor.id || record?.key !== signed.key)
      throw fault('the record that was signed is another person’s or key’s.');
    const key = this.#keys.get(signed.key);
    if (!key) {
      this.#seen.withoutKey += 1;
      return;
    }
    const signature = this.#base64(number, signed.signature);
    if (
      key.person !== entry.actor.id ||
      !(await this.checked.crypto.ed25519Verify(key.publicKey, text, signature))
    )
      throw fault('the signature does not hold.');
    if (signed.assertion || signed.assurance === 'passkey')
      await this.#verifyPasskey(signed.assertion, entry.actor.id, text, path, fault);
    this.#seen.held += 1;
  }

  async #verifyPasskey(
    assertion: KeptAssertion | undefined,
    person: string,
    text: Uint8Array,
    path: string,
    fault: (message: string) => PackFault,
  ): Promise<void> {
    if (!assertion) throw fault('it says that a passkey signed, and carries no answer of one.');
    const passkey = this.#passkeys.get(assertion.passkey);
    if (!passkey) {
      this.#seen.withoutKey += 1;
      return;
    }
    if (passkey.person !== person) throw fault('the passkey that signed is somebody else’s.');
    const held = await reading('signatures', path, () =>
      isAssertionOf(assertion, passkey.publicKey, text, this.checked.crypto),
    );
    if (held === false) throw fault('the passkey’s signature does not hold.');
    if (held === null) this.#seen.unknownKind += 1;
    else this.#seen.passkey += 1;
  }

  tell(findings: Findings): void {
    const { held, passkey, withoutKey, withoutRecord, unknownKind } = this.#seen;
    if (held > 0)
      findings.say(
        'signatures',
        'sound',
        `${counted(held, 'signature')} of people hold${passkey > 0 ? `, ${passkey.toLocaleString('en')} of them by passkey too` : ''}`,
      );
    if (withoutKey > 0)
      findings.say(
        'signatures',
        'cannot-tell',
        `${counted(withoutKey, 'signature')} whose key no entry of the pack enrols`,
      );
    if (unknownKind > 0)
      findings.say(
        'signatures',
        'cannot-tell',
        `${counted(unknownKind, 'passkey')} of a kind that cannot be checked here`,
      );
    if (withoutRecord > 0)
      findings.say(
        'signatures',
        'note',
        `${counted(withoutRecord, 'signature')} not checked, because what was signed does not travel`,
      );
  }
}
