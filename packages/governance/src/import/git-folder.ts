import { importLimits } from '@countersign/contracts';
import { oidForm, oidOf } from './git-object.ts';
import { GitObjects } from './git-objects.ts';
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

/** Files of a commit that are asked for, and why others could not be had. */
export interface GitFiles {
  readonly files: Map<string, Uint8Array>;
  readonly missing: readonly { readonly path: string; readonly why: GitGap }[];
}

/** Not in the archive, as of shallow and partial clones; too large to be read; a link. */
export type GitGap = 'absent' | 'large' | 'link';

/** What is wanted of a folder of a commit, without that of the folders in it. */
interface Listing {
  readonly wanted: readonly { readonly path: string; readonly oid: string }[];
  readonly gaps: GitFiles['missing'];
  readonly folders: readonly Listing[];
}

/**
 * What a `.git` folder tells without Git (https://git-scm.com/docs/gitrepository-layout): its refs, and objects, be they in files of
 * their own or in packs.
 */
export class GitFolder {
  readonly #objects: GitObjects;
  readonly #isWanted: (path: string) => boolean;
  readonly #beside: (oidDigits: number) => ReadonlyMap<string, Uint8Array>;
  readonly #listings = new Map<string, Listing>();

  /** `files` are all of the archive; of commits those that `isWanted` says are read, from `beside` where they are checked out alone. */
  constructor(
    readonly folder: string,
    readonly files: Files,
    { isWanted, beside }: { isWanted(path: string): boolean; readonly beside: Iterable<Uint8Array> },
  ) {
    this.#objects = new GitObjects(folder, files);
    this.#isWanted = isWanted;
    let known: ReadonlyMap<string, Uint8Array> | null = null;
    this.#beside = (digits) => {
      known ??= new Map([...beside].map((bytes) => [oidOf('blob', bytes, digits), bytes]));
      return known;
    };
  }

  /** What stands in the folder and is not read, with the reason. */
  get unread(): readonly { readonly path: string; readonly reason: string }[] {
    void this.#objects.packs;
    const at = within(this.folder, 'reftable/');
    const inTable = [...this.files.keys()].find((path) => path.startsWith(at));
    return [
      ...this.#objects.halves.map((path) => ({
        path,
        reason: 'A pack of Git without its index, or an index without its pack: both are needed',
      })),
      ...(inTable === undefined
        ? []
        : [{ path: at, reason: 'Refs of Git in a reftable: refs in files and packed-refs are read' }]),
    ];
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

  /**
   * The commit that a ref stands for, through annotated tags; `at` is null where the tag's own object is not there. Null where it stands
   * for something else, or nobody knows for what.
   */
  commitOf({ oid, peeled }: GitRef): { readonly oid: string; readonly at: string | null } | null {
    let at: string | null = null;
    let named = oid;
    for (let tags = 0; tags < importLimits.depth; tags += 1) {
      const object = this.#objects.read(named);
      if (object?.type === 'commit') return { oid: named, at: at ?? momentIn(object.body, 'committer') };
      if (object?.type !== 'tag') break;
      const [, target = '', type] = /^object ([0-9a-f]+)\ntype (\w+)$/m.exec(headOf(object.body)) ?? [];
      at ??= momentIn(object.body, 'tagger');
      if (type === 'commit') return { oid: target, at };
      if (type !== 'tag') return null;
      named = target;
    }
    return peeled === null ? null : { oid: peeled, at };
  }

  /** Null where it is not in the folder. */
  commit(oid: string): GitCommit | null {
    const object = this.#objects.read(oid);
    if (object?.type !== 'commit') return null;
    const tree = /^tree ([0-9a-f]+)$/m.exec(headOf(object.body))?.[1];
    return tree === undefined ? null : { tree, at: momentIn(object.body, 'committer') };
  }

  /** The wanted files of a tree by path. One that is not there and is checked out unchanged is taken from there. */
  filesOf(tree: string): GitFiles {
    const files = new Map<string, Uint8Array>();
    const missing: GitFiles['missing'][number][] = [];
    const gather = ({ wanted, gaps, folders }: Listing): void => {
      this.#objects.room.takeEntry();
      for (const gap of gaps) {
        this.#objects.room.takeEntry();
        missing.push(gap);
      }
      for (const { path, oid } of wanted) {
        this.#objects.room.takeEntry();
        const blob = this.#objects.read(oid);
        const bytes = blob?.type === 'blob' ? blob.body : this.#beside(oid.length).get(oid);
        if (bytes) files.set(path, bytes);
        else missing.push({ path, why: blob?.type === 'large' ? 'large' : 'absent' });
      }
      folders.forEach(gather);
    };
    gather(this.#listing(tree, '', 0));
    return { files, missing };
  }

  /** Commits share most of their folders: each is looked through once. Those without anything wanted are left out. */
  #listing(oid: string, at: string, depth: number): Listing {
    const known = this.#listings.get(`${oid}:${at}`);
    if (known) return known;
    const wanted: Listing['wanted'][number][] = [];
    const gaps: GitFiles['missing'][number][] = [];
    const folders: Listing[] = [];
    const object = this.#objects.read(oid);
    if (object?.type !== 'tree' || depth > importLimits.depth)
      gaps.push({ path: at === '' ? 'all of it' : at, why: object?.type === 'large' ? 'large' : 'absent' });
    else
      for (const { name, mode, oid: of } of entriesIn(object.body, oid.length / 2)) {
        this.#objects.room.takeEntry();
        if (name.length > importLimits.path)
          throw refuseImport(this.folder, `tree ${oid}`, 'has a name that is too long for a path');
        const path = within(at, name);
        if (mode === '40000') {
          const inside = this.#listing(of, path, depth + 1);
          if (inside.wanted.length + inside.gaps.length + inside.folders.length > 0) folders.push(inside);
        } else if (!this.#isWanted(path)) continue;
        else if (mode.startsWith('100')) wanted.push({ path, oid: of });
        else gaps.push({ path, why: 'link' });
      }
    const listing = { wanted, gaps, folders };
    this.#listings.set(`${oid}:${at}`, listing);
    return listing;
  }
}

/** The lines before the message; longer ones than any tool writes are not looked at. */
const headOf = (body: Buffer): string => {
  const text = body.toString('utf8', 0, 65_536);
  const end = text.indexOf('\n\n');
  return end < 0 ? text : text.slice(0, end);
};

function momentIn(body: Buffer, who: 'tagger' | 'committer'): string | null {
  const seconds = new RegExp(`^${who} .* (\\d{1,11}) [+-]\\d{4}$`, 'm').exec(headOf(body))?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1_000).toISOString();
}

function* entriesIn(body: Buffer, oidBytes: number): Generator<{ name: string; mode: string; oid: string }> {
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const end = space < 0 ? -1 : body.indexOf(0, space);
    const next = end + 1 + oidBytes;
    if (end < 0 || next > body.length) return;
    yield {
      mode: body.toString('latin1', at, space),
      name: body.subarray(space + 1, end).toString('utf8'),
      oid: body.subarray(end + 1, next).toString('hex'),
    };
    at = next;
  }
}
