import { inflateSync } from 'node:zlib';
import { importLimits } from '@countersign/contracts';
import { type GitObject, GitRoom, largeObject, oidOf } from './git-object.ts';
import { GitPack } from './git-pack.ts';
import { GitPackIndex } from './git-pack-index.ts';
import { refuseImport } from './refuse-import.ts';
import { within } from './within.ts';

const header = /^(commit|tree|blob|tag) (\d{1,15})$/;

/** The objects of a `.git` folder: in files of their own, and in packs. */
export class GitObjects {
  readonly #read = new Map<string, GitObject | null>();
  #packs: GitPack[] | null = null;
  /** Packs and indexes of which the archive has one without the other. */
  readonly halves: string[] = [];

  constructor(
    readonly folder: string,
    readonly files: ReadonlyMap<string, Uint8Array>,
    readonly room = new GitRoom(folder),
  ) {}

  /** Null where the archive has none of this name. @throws Refusal IMPORT_REFUSED */
  read(oid: string): GitObject | null {
    const known = this.#read.get(oid);
    if (known !== undefined) return known;
    this.room.takeObject();
    const file = within(this.folder, `objects/${oid.slice(0, 2)}/${oid.slice(2)}`);
    const bytes = this.files.get(file);
    const object = bytes ? this.#inflate(file, oid, bytes) : this.#readPacked(oid);
    this.#read.set(oid, object);
    return object;
  }

  /** The pack that had the last one comes first: what belongs together lies together. */
  #readPacked(oid: string): GitObject | null {
    const packs = this.packs;
    for (const [place, pack] of packs.entries()) {
      const object = pack.read(oid);
      if (!object) continue;
      packs.splice(place, 1);
      packs.unshift(pack);
      return object;
    }
    return null;
  }

  /** Those of which the archive has both files. @throws Refusal IMPORT_REFUSED */
  get packs(): GitPack[] {
    if (this.#packs) return this.#packs;
    const at = within(this.folder, 'objects/pack/');
    const named = (ending: string) =>
      new Set(
        [...this.files.keys()].flatMap((path) =>
          path.startsWith(at) && path.endsWith(ending) ? [path.slice(0, -ending.length)] : [],
        ),
      );
    const indexes = named('.idx');
    const packs = named('.pack');
    if (indexes.size > importLimits.gitPacks)
      throw refuseImport(
        this.folder,
        '',
        `has more than ${importLimits.gitPacks} packs; “git gc” makes one of them`,
      );
    for (const name of indexes) if (!packs.has(name)) this.halves.push(`${name}.idx`);
    for (const name of packs) if (!indexes.has(name)) this.halves.push(`${name}.pack`);
    this.#packs = [...indexes].filter((name) => packs.has(name)).map((name) => this.#open(name));
    return this.#packs;
  }

  #open(name: string): GitPack {
    const bytes = bufferOf(this.files.get(`${name}.pack`)!);
    const index = new GitPackIndex(`${name}.idx`, bufferOf(this.files.get(`${name}.idx`)!));
    return new GitPack(`${name}.pack`, bytes, index, this.room);
  }

  /** An object is named by the digest of what it says: another one is refused. */
  #inflate(file: string, oid: string, bytes: Uint8Array): GitObject {
    let whole: Buffer;
    try {
      whole = inflateSync(bytes, { maxOutputLength: importLimits.text });
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_BUFFER_TOO_LARGE')
        throw refuseImport(file, '', 'is no object of Git: it is broken or cut');
      this.room.takeBytes(importLimits.text);
      return largeObject;
    }
    this.room.takeBytes(whole.length);
    const end = whole.indexOf(0);
    const [, type, size] = header.exec(whole.toString('latin1', 0, Math.max(0, end))) ?? [];
    const body = whole.subarray(end + 1);
    if (!type || Number(size) !== body.length || oidOf(type, body, oid.length) !== oid)
      throw refuseImport(file, '', 'is not the object of Git that its name says');
    return { type: type as GitObject['type'], body };
  }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
