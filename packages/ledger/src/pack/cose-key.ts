import type { PasskeyKey } from './pack-crypto.ts';

type Item = number | Uint8Array;

/** Reads the few shapes of CBOR (RFC 8949) that a COSE key is made of: a map of small integers to integers and byte strings. */
class Cbor {
  #at = 0;
  constructor(readonly bytes: Uint8Array) {}

  #head(): [major: number, length: number] {
    const first = this.#byte();
    const small = first & 0x1f;
    if (small < 24) return [first >> 5, small];
    if (small > 26) throw new SyntaxError('a passkey’s key of an unknown shape');
    let length = 0;
    for (let more = 1 << (small - 24); more > 0; more -= 1) length = length * 256 + this.#byte();
    return [first >> 5, length];
  }

  #byte(): number {
    const byte = this.bytes[this.#at];
    if (byte === undefined) throw new SyntaxError('a passkey’s key is cut');
    this.#at += 1;
    return byte;
  }

  #item(): Item {
    const [major, length] = this.#head();
    if (major === 0) return length;
    if (major === 1) return -1 - length;
    if (major !== 2 || this.#at + length > this.bytes.length)
      throw new SyntaxError('a passkey’s key of an unknown shape');
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  map(): Map<Item, Item> {
    const [major, length] = this.#head();
    if (major !== 5 || length > 16) throw new SyntaxError('a passkey’s key of an unknown shape');
    const map = new Map<Item, Item>();
    for (let pair = 0; pair < length; pair += 1) map.set(this.#item(), this.#item());
    return map;
  }
}

/** COSE (RFC 9053) of the kinds that passkeys have; null for another kind. @throws SyntaxError where it is no COSE key */
export function parseCoseKey(bytes: Uint8Array): PasskeyKey | null {
  const key = new Cbor(bytes).map();
  const part = (label: number): Uint8Array => {
    const value = key.get(label);
    if (!(value instanceof Uint8Array)) throw new SyntaxError('a passkey’s key lacks a part');
    return value;
  };
  const [kind, algorithm, curve] = [key.get(1), key.get(3), key.get(-1)];
  if (kind === 2 && algorithm === -7 && curve === 1) return { alg: 'ES256', x: part(-2), y: part(-3) };
  if (kind === 1 && algorithm === -8 && curve === 6) return { alg: 'EdDSA', x: part(-2) };
  if (kind === 3 && algorithm === -257) return { alg: 'RS256', n: part(-1), e: part(-2) };
  return null;
}
