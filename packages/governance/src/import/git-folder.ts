import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { importLimits } from '@countersign/contracts';
import { tooMuch } from './archive-entry.ts';
import { textOf } from './mapping.ts';
import { refuseImport } from './refuse-import.ts';
import { within } from './within.ts';

type Files = ReadonlyMap<string, Uint8Array>;

export interface GitRef {
  /** `refs/tags/…`, `refs/exps/…`. */
  readonly name: string;
  readonly oid: string;
  /** What an annotated tag stands for, where `packed-refs` says so; null where it says that the ref is no such tag or says nothing. */
  readonly peeled: string | null;
  /** The file that says so. */
  readonly file: string;
}

export interface GitCommit {
  readonly tree: string;
  /** When it was committed, or the tag was made. */
  readonly at: string | null;
}

const oidForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * What a `.git` folder tells without Git (https://git-scm.com/docs/gitrepository-layout): its refs, and objects that lie in files of
 * their own. Packs are not read: what lies in one is null here.
 */
export class GitFolder {
  readonly #inflated = new Map<string, { type: string; body: Buffer } | null>();
  #room: number = importLimits.unpacked;
  #entries: number = importLimits.entries;

  readonly #beside: (oidDigits: number) => ReadonlyMap<string, Uint8Array>;

  /** `files` are all of the archive; `beside` are checked out, and known by the digest that Git would name them by. */
  constructor(
    readonly folder: string,
    readonly files: Files,
    beside: Iterable<Uint8Array>,
  ) {
    let known: ReadonlyMap<string, Uint8Array> | null = null;
    this.#beside = (digits) => {
      known ??= new Map([...beside].map((bytes) => [blobOid(bytes, digits), bytes]));
      return known;
    };
  }

  /** The commit that is checked out; null where HEAD names a branch without one. */
  get head(): string | null {
    const file = within(this.folder, 'HEAD');
    const bytes = this.files.get(file);
    if (!bytes) return null;
    const text = textOf(file, bytes).trim();
    const branch = /^ref: (refs\/\S+)$/.exec(text)?.[1];
    if (branch !== undefined) return this.refs.find(({ name }) => name === branch)?.oid ?? null;
    if (oidForm.test(text)) return text;
    throw refuseImport(file, 'line 1', 'names neither a ref nor a commit');
  }

  #refs: GitRef[] | null = null;
  /** A ref in a file of its own wins over what is packed. @throws Refusal IMPORT_REFUSED */
  get refs(): readonly GitRef[] {
    if (this.#refs) return this.#refs;
    const refs = new Map(this.#packedRefs().map((ref) => [ref.name, ref]));
    const at = within(this.folder, '');
    for (const [file, bytes] of this.files) {
      if (!file.startsWith(`${at}refs/`)) continue;
      const name = file.slice(at.length);
      const text = textOf(file, bytes).trim();
      if (text.startsWith('ref: ')) continue;
      if (!oidForm.test(text)) throw refuseImport(file, 'line 1', 'names no object of Git');
      refs.set(name, { name, oid: text, peeled: null, file });
    }
    this.#refs = [...refs.values()];
    return this.#refs;
  }

  #packedRefs(): GitRef[] {
    const file = within(this.folder, 'packed-refs');
    const bytes = this.files.get(file);
    const refs: GitRef[] = [];
    if (!bytes) return refs;
    textOf(file, bytes)
      .split(/\r?\n/)
      .forEach((line, index) => {
        if (line === '' || line.startsWith('#')) return;
        const [oid = '', name = '', ...more] = line.replace(/^\^/, '').split(' ');
        const last = refs.at(-1);
        const isPeeled = line.startsWith('^');
        const isWhole = oidForm.test(oid) && more.length === 0;
        if (isWhole && isPeeled && name === '' && last) refs[refs.length - 1] = { ...last, peeled: oid };
        else if (isWhole && !isPeeled && name.startsWith('refs/'))
          refs.push({ name, oid, peeled: null, file });
        else throw refuseImport(file, `line ${index + 1}`, 'is no object and ref');
      });
    return refs;
  }

  /** The commit that a ref stands for, through an annotated tag; `at` is null where the tag's own object cannot be read. */
  commitOf({ oid, peeled }: GitRef): { readonly oid: string; readonly at: string | null } | null {
    const object = this.#object(oid);
    if (object?.type === 'tag') {
      const target = /^object ([0-9a-f]+)$/m.exec(headOf(object.body))?.[1];
      return target === undefined ? null : { oid: target, at: momentIn(object.body, 'tagger') };
    }
    if (object?.type === 'commit') return { oid, at: momentIn(object.body, 'committer') };
    return peeled === null ? null : { oid: peeled, at: null };
  }

  /** Null where it lies in a pack, or is not in the folder. */
  commit(oid: string): GitCommit | null {
    const object = this.#object(oid);
    if (object?.type !== 'commit') return null;
    const tree = /^tree ([0-9a-f]+)$/m.exec(headOf(object.body))?.[1];
    return tree === undefined ? null : { tree, at: momentIn(object.body, 'committer') };
  }

  /**
   * Files of a tree that are asked for, by path; `missing` are those, and folders, that lie in a pack. One in a pack that is checked
   * out unchanged is taken from there.
   */
  filesOf(
    tree: string,
    isWanted: (path: string) => boolean,
  ): { readonly files: Map<string, Uint8Array>; readonly missing: string[] } {
    const files = new Map<string, Uint8Array>();
    const missing: string[] = [];
    const walk = (oid: string, at: string, depth: number) => {
      const object = this.#object(oid);
      if (object?.type !== 'tree' || depth > importLimits.depth) {
        missing.push(at === '' ? 'all of it' : at);
        return;
      }
      for (const { name, isFolder, oid: of } of entriesIn(object.body, oid.length / 2)) {
        this.#entries -= 1;
        if (this.#entries < 0)
          throw refuseImport(this.folder, '', `has trees of more than ${importLimits.entries} entries`);
        const path = within(at, name);
        if (isFolder) walk(of, path, depth + 1);
        else if (isWanted(path)) {
          const blob = this.#object(of);
          const bytes = blob?.type === 'blob' ? blob.body : this.#beside(of.length).get(of);
          if (bytes) files.set(path, bytes);
          else missing.push(path);
        }
      }
    };
    walk(tree, '', 0);
    return { files, missing };
  }

  #object(oid: string): { type: string; body: Buffer } | null {
    const known = this.#inflated.get(oid);
    if (known !== undefined) return known;
    const file = within(this.folder, `objects/${oid.slice(0, 2)}/${oid.slice(2)}`);
    const bytes = this.files.get(file);
    const object = bytes ? this.#inflate(file, oid, bytes) : null;
    this.#inflated.set(oid, object);
    return object;
  }

  /** An object is named by the digest of what it says: another one is refused. */
  #inflate(file: string, oid: string, bytes: Uint8Array): { type: string; body: Buffer } {
    let whole: Buffer;
    try {
      whole = inflateSync(bytes, { maxOutputLength: Math.max(1, Math.min(this.#room, importLimits.text)) });
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_BUFFER_TOO_LARGE')
        throw refuseImport(file, '', 'is no object of Git: it is broken or cut');
      if (this.#room <= importLimits.text) throw tooMuch();
      return { type: 'large', body: Buffer.alloc(0) };
    }
    this.#room -= whole.length;
    if (createHash(algorithmOf(oid.length)).update(whole).digest('hex') !== oid)
      throw refuseImport(file, '', 'is not the object of Git that its name says');
    const end = whole.indexOf(0);
    const [type = ''] = whole.subarray(0, end).toString('latin1').split(' ');
    return { type, body: whole.subarray(end + 1) };
  }
}

const algorithmOf = (oidDigits: number) => (oidDigits === 64 ? 'sha256' : 'sha1');

const blobOid = (bytes: Uint8Array, oidDigits: number): string =>
  createHash(algorithmOf(oidDigits)).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** The lines before the message. */
const headOf = (body: Buffer): string => {
  const end = body.indexOf('\n\n');
  return body.subarray(0, end < 0 ? body.length : end).toString('utf8');
};

function momentIn(body: Buffer, who: 'tagger' | 'committer'): string | null {
  const seconds = new RegExp(`^${who} .* (\\d{1,11}) [+-]\\d{4}$`, 'm').exec(headOf(body))?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1_000).toISOString();
}

function* entriesIn(
  body: Buffer,
  oidBytes: number,
): Generator<{ name: string; isFolder: boolean; oid: string }> {
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const end = body.indexOf(0, space);
    if (space < 0 || end < 0) return;
    const next = end + 1 + oidBytes;
    yield {
      isFolder: body.subarray(at, space).toString('latin1') === '40000',
      name: body.subarray(space + 1, end).toString('utf8'),
      oid: body.subarray(end + 1, next).toString('hex'),
    };
    at = next;
  }
}
