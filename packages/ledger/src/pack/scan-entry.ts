/** What an entry's bytes say at a glance, without building anything of them. */
export interface Glance {
  readonly event: string;
  /** Whether its data name a signature. */
  readonly isSigned: boolean;
}

const code = (letter: string): number => letter.charCodeAt(0);
const [quote, backslash, colon, comma] = ['"', '\\', ':', ','].map(code) as [number, number, number, number];
const [openBrace, closeBrace, openBracket, closeBracket] = ['{', '}', '[', ']'].map(code) as [
  number,
  number,
  number,
  number,
];
const [minus, zero, nine] = ['-', '0', '9'].map(code) as [number, number, number];
const bytesOf = (text: string) => Uint8Array.from(text, code);
const words = ['true', 'false', 'null'].map(bytesOf);
const signature = bytesOf('signature');
/** More digits than these may be beyond 2^53. */
const mostDigits = 15;
const mostDepth = 32;

/** Members of an entry in their order, and what their values begin with; null for a value of any kind. */
const members = [
  ['actor', '{'],
  ['at', '"'],
  ['data', '{'],
  ['digests', '{'],
  ['event', '"'],
  ['step', null],
  ['subject', '{'],
  ['v', '1'],
].map(([name, begin]) => ({ name: bytesOf(name!), begin: begin == null ? null : code(begin) }));
const [dataMember, eventMember] = [2, 4];

const unsettled = -1;

/**
 * One look over the bytes of an entry: what is plainly canonical (ASCII without escapes, whole numbers, sorted keys) and has the
 * members of one. Null where that is not plain, and the whole reader has to decide. It takes a tenth of the time of parsing
 * and writing again, which a million entries notice.
 */
export function glanceAt(bytes: Uint8Array): Glance | null {
  const scan = new Scan(bytes);
  return scan.run();
}

/** Events that were seen, by a hash of their bytes: making a text anew for each of a million entries is slow. */
const seen = new Map<number, string>();
const mostSeen = 1_000;

function eventIn(bytes: Uint8Array, from: number, to: number): string {
  let hash = to - from;
  for (let at = from; at < to; at += 1) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
  const known = seen.get(hash);
  if (known !== undefined && isText(known, bytes, from, to)) return known;
  const event = String.fromCharCode(...bytes.subarray(from, to));
  if (seen.size < mostSeen) seen.set(hash, event);
  return event;
}

function isText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at - from) !== bytes[at]) return false;
  return true;
}

class Scan {
  #event = '';
  #isSigned = false;

  constructor(readonly bytes: Uint8Array) {}

  run(): Glance | null {
    const { bytes } = this;
    if (bytes[0] !== openBrace) return null;
    let at = 1;
    for (let index = 0; index < members.length; index += 1) {
      const { name, begin } = members[index]!;
      if (index > 0) {
        if (bytes[at] !== comma) return null;
        at += 1;
      }
      if (bytes[at] !== quote || !this.#is(name, at + 1) || bytes[at + 1 + name.length] !== quote)
        return null;
      at += name.length + 2;
      if (bytes[at] !== colon) return null;
      at += 1;
      if (begin !== null && bytes[at] !== begin) return null;
      const from = at;
      at = index === dataMember ? this.#object(at, 1, true) : this.#value(at, 1);
      if (at === unsettled) return null;
      if (index === eventMember) this.#event = eventIn(bytes, from + 1, at - 1);
    }
    // The version is the one digit.
    if (bytes[at] !== closeBrace || at + 1 !== bytes.length || bytes[at - 2] !== colon) return null;
    return { event: this.#event, isSigned: this.#isSigned };
  }

  #is(word: Uint8Array, at: number): boolean {
    for (let index = 0; index < word.length; index += 1)
      if (this.bytes[at + index] !== word[index]) return false;
    return true;
  }

  /** Where the value that begins here ends; `unsettled` where it is not plain. */
  #value(at: number, depth: number): number {
    const first = this.bytes[at]!;
    if (first === quote) return this.#string(at);
    if (first === openBrace) return this.#object(at, depth, false);
    if (first === openBracket) return this.#array(at, depth);
    if (first === minus || (first >= zero && first <= nine)) return this.#number(at);
    const word = words.find((candidate) => this.#is(candidate, at));
    return word ? at + word.length : unsettled;
  }

  #string(from: number): number {
    const { bytes } = this;
    for (let at = from + 1; at < bytes.length; at += 1) {
      const byte = bytes[at]!;
      if (byte === quote) return at + 1;
      if (byte < 0x20 || byte > 0x7e || byte === backslash) return unsettled;
    }
    return unsettled;
  }

  #number(from: number): number {
    const { bytes } = this;
    const digits = bytes[from] === minus ? from + 1 : from;
    let at = digits;
    while (bytes[at]! >= zero && bytes[at]! <= nine) at += 1;
    const length = at - digits;
    const isPlain = length === 1 || bytes[digits] !== zero;
    const isZero = length === 1 && bytes[digits] === zero;
    if (length === 0 || length > mostDigits || !isPlain || (isZero && digits > from)) return unsettled;
    return bytes[at] === comma || bytes[at] === closeBrace || bytes[at] === closeBracket ? at : unsettled;
  }

  #array(from: number, depth: number): number {
    const { bytes } = this;
    if (bytes[from + 1] === closeBracket) return from + 2;
    for (let at = from + 1; depth < mostDepth; at += 1) {
      at = this.#value(at, depth + 1);
      if (at === unsettled || bytes[at] === closeBracket) return at === unsettled ? unsettled : at + 1;
      if (bytes[at] !== comma) return unsettled;
    }
    return unsettled;
  }

  #object(from: number, depth: number, isData: boolean): number {
    const { bytes } = this;
    if (bytes[from + 1] === closeBrace) return from + 2;
    let before = unsettled;
    for (let at = from + 1; depth < mostDepth; at += 1) {
      if (bytes[at] !== quote) return unsettled;
      const key = at;
      at = this.#string(at);
      if (at === unsettled || bytes[at] !== colon) return unsettled;
      if (before !== unsettled && !this.#isAfter(before + 1, key + 1)) return unsettled;
      before = key;
      if (isData && at - key === signature.length + 2 && this.#is(signature, key + 1)) this.#isSigned = true;
      at = this.#value(at + 1, depth + 1);
      if (at === unsettled || bytes[at] === closeBrace) return at === unsettled ? unsettled : at + 1;
      if (bytes[at] !== comma) return unsettled;
    }
    return unsettled;
  }

  /** Whether the key that begins at `second` comes after the one at `first`. In ASCII bytes sort as UTF-16 does. */
  #isAfter(first: number, second: number): boolean {
    const { bytes } = this;
    for (let at = 0; ; at += 1) {
      const [one, other] = [bytes[first + at]!, bytes[second + at]!];
      if (one === quote) return other !== quote;
      if (other === quote) return false;
      if (one !== other) return one < other;
    }
  }
}
