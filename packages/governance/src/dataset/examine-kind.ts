import { type DatasetReference, datasetLimits } from '@countersign/contracts';
import { examineDelta } from './examine-delta.ts';
import type { FactList } from './fact-list.ts';
import { type DvcEntry, parseDvc, parseDvcListing } from './parse-dvc.ts';
import { parseLfsPointer } from './parse-lfs-pointer.ts';
import type { RegisteredFile, RegisteredFiles } from './registered-files.ts';

type Examine = (list: FactList, files: RegisteredFiles, bytes: RegisteredFile | null) => Promise<void> | void;

export const notFetched = 'the portal fetches nothing, and no file of the version shows it';
const elsewhere = 'another system keeps it, which the portal does not ask';
const tooLarge = 'the file is larger than what is read to check it';

/** A path that the reference names must be a file of the version. */
export function fileAt(list: FactList, files: RegisteredFiles, name: string, word: string) {
  const path = list.source[name];
  if (path === undefined) return null;
  const file = files.at(path);
  if (!file) list.contradicted(word, `source.${name}`, path, 'the version has no file of this path');
  return file;
}

/** What a kind says beyond address, digest, size and rows. */
export const examineKind: Readonly<Record<DatasetReference['kind'], Examine>> = {
  uri: () => {},
  query: () => {},
  snapshot: (list) => {
    list.claimed('snapshot', 'source.snapshot', list.source.snapshot, elsewhere);
    list.claimed('taken at', 'source.takenAt', list.source.takenAt, elsewhere);
  },
  'base-and-changes': examineChanges,
  'git-blob': examineGitBlob,
  'git-lfs': examineLfs,
  dvc: examineDvc,
  delta: examineDelta,
  mlflow: (list) => {
    list.claimed('run', 'source.runId', list.source.runId, elsewhere);
    list.claimed('artifact', 'source.path', list.source.path, elsewhere);
    list.claimed(
      'MLflow digest',
      'source.digest',
      list.source.digest,
      'MLflow hashes a sample in a way of its own',
    );
  },
};

/** Base and each change by digest, and the rows that they add up to. */
function examineChanges(list: FactList, files: RegisteredFiles): void {
  const { base, changes } = list.source as { base?: Part; changes?: readonly Part[] };
  const parts = [base, ...(Array.isArray(changes) ? changes : [])].filter(isPart);
  let rows: number | null = 0;
  parts.forEach((part, at) => {
    const [name, field] = at === 0 ? ['base', 'source.base'] : [`change ${at}`, `source.changes.${at - 1}`];
    examinePart(list, files, part, name, field);
    const more: number | undefined =
      part.rows ??
      (part.added === undefined && part.removed === undefined
        ? undefined
        : (part.added ?? 0) - (part.removed ?? 0));
    rows = rows === null || more === undefined ? null : rows + more;
  });
  const said = list.reference.rows;
  if (rows === null || said === undefined) return;
  if (rows === said)
    list.claimed('rows', 'rows', said, 'base and changes add up to it; the portal did not count theirs');
  else list.contradicted('rows', 'rows', said, `base and changes add up to ${rows}`);
}

const isPart = (part: unknown): part is Part => typeof part === 'object' && part !== null;

interface Part {
  readonly uri?: string;
  readonly file?: string;
  readonly digest?: string;
  readonly rows?: number;
  readonly added?: number;
  readonly removed?: number;
}

function examinePart(list: FactList, files: RegisteredFiles, part: Part, name: string, field: string): void {
  const value = part.file ?? part.uri ?? part.digest;
  const file = part.file === undefined ? files.of(part.digest ?? null) : files.at(part.file);
  if (part.file !== undefined && !file)
    list.contradicted(name, field, value, 'the version has no file of this path');
  else if (file && part.digest !== undefined && part.digest !== file.digest)
    list.contradicted(name, field, value, `${file.path} has the digest ${file.digest}`);
  else if (file) list.checked(name, field, value, `its bytes are the version’s file ${file.path}`);
  else list.claimed(name, field, value, notFetched);
}

async function examineGitBlob(list: FactList, files: RegisteredFiles, bytes: RegisteredFile | null) {
  const { oid, repository, commit, path } = list.source;
  if (bytes && typeof oid === 'string') {
    const algorithm = oid.length === 40 ? 'sha1' : 'sha256';
    const found = await files.hash(bytes, algorithm, { head: `blob ${bytes.size}\0` });
    if (found === null) list.claimed('Git object', 'source.oid', oid, tooLarge);
    else list.held('Git object', 'source.oid', oid, found, bytes.path);
  } else list.claimed('Git object', 'source.oid', oid, notFetched);
  list.claimed('repository', 'source.repository', repository, elsewhere);
  list.claimed('commit', 'source.commit', commit, elsewhere);
  list.claimed('path', 'source.path', path, elsewhere);
}

async function examineLfs(list: FactList, files: RegisteredFiles): Promise<void> {
  const { oid, size, pointer: path, repository, commit } = list.source;
  const said = typeof oid === 'string' ? oid.replace('sha256:', '') : list.reference.digest;
  const file = fileAt(list, files, 'pointer', 'pointer');
  if (file)
    await list.reading('pointer', 'source.pointer', path, async () => {
      const pointer = await files.parsed(file, datasetLimits.pointer, parseLfsPointer);
      if (!pointer) return list.claimed('pointer', 'source.pointer', path, tooLarge);
      list.checked('pointer', 'source.pointer', path, 'read as a Git-LFS pointer');
      list.held('object', 'source.oid', said, pointer.oid, file.path);
      list.held('size', 'source.size', size, pointer.size, file.path);
    });
  list.claimed('object', 'source.oid', said, notFetched);
  list.claimed('repository', 'source.repository', repository, elsewhere);
  list.claimed('commit', 'source.commit', commit, elsewhere);
  list.claimed('path', 'source.path', list.source.path, elsewhere);
}

async function examineDvc(
  list: FactList,
  files: RegisteredFiles,
  data: RegisteredFile | null,
): Promise<void> {
  const { md5, size, nfiles, path, repository, revision } = list.source;
  const pointer = fileAt(list, files, 'pointer', 'DVC file');
  if (pointer)
    await list.reading('DVC file', 'source.pointer', pointer.path, async () => {
      const entries = await files.parsed(pointer, datasetLimits.pointer, parseDvc);
      if (!entries) return list.claimed('DVC file', 'source.pointer', pointer.path, tooLarge);
      holdDvc(list, entries, pointer.path);
    });
  const listing = fileAt(list, files, 'listing', 'directory listing');
  if (listing)
    await list.reading('directory listing', 'source.listing', listing.path, async () => {
      const found = await files.parsed(listing, datasetLimits.listing, parseDvcListing);
      if (!found) return list.claimed('directory listing', 'source.listing', listing.path, tooLarge);
      list.checked('directory listing', 'source.listing', listing.path, 'read as DVC’s list of a directory');
      list.held('MD5 of the listing', 'source.md5', md5, found.md5, `the MD5 of ${listing.path}`);
      list.held('files', 'source.nfiles', nfiles, found.files, listing.path);
    });
  if (data && typeof md5 === 'string' && !md5.endsWith('.dir')) await holdMd5(list, files, data, md5);
  list.claimed('MD5', 'source.md5', md5, notFetched);
  list.claimed('size', 'source.size', size, notFetched);
  list.claimed('files', 'source.nfiles', nfiles, notFetched);
  list.claimed('path', 'source.path', path, elsewhere);
  list.claimed('repository', 'source.repository', repository, elsewhere);
  list.claimed('revision', 'source.revision', revision, elsewhere);
}

/** Before its version 3 DVC hashed texts with line feeds alone: either way counts. */
async function holdMd5(
  list: FactList,
  files: RegisteredFiles,
  data: RegisteredFile,
  md5: string,
): Promise<void> {
  const plain = await files.hash(data, 'md5');
  const found = plain === null || plain === md5 ? plain : await files.hash(data, 'md5', { lineFeeds: true });
  if (found === null) list.claimed('MD5', 'source.md5', md5, tooLarge);
  else if (found === md5) list.checked('MD5 of the data', 'source.md5', md5, `computed from ${data.path}`);
  else list.contradicted('MD5 of the data', 'source.md5', md5, `${data.path} has the MD5 ${plain}`);
}

/** The entry that a reference means: by stage and path where it names them, else the one that has its MD5. */
function holdDvc(list: FactList, entries: readonly DvcEntry[], pointer: string): void {
  const { md5, size, nfiles, path, stage } = list.source;
  const meant = entries.filter(
    (entry) =>
      (stage === undefined || entry.stage === stage) && (path === undefined || samePath(entry.path, path)),
  );
  const entry = meant.find((one) => one.md5 === md5) ?? (path === undefined ? undefined : meant[0]);
  if (!entry) {
    list.contradicted('DVC file', 'source.pointer', pointer, 'it tracks nothing of this path, stage or MD5');
    return;
  }
  const where = `${pointer} at ${entry.place}`;
  list.checked('DVC file', 'source.pointer', pointer, `it tracks ${entry.path} at ${entry.place}`);
  list.held('MD5', 'source.md5', md5, entry.md5, where);
  if (path !== undefined) list.checked('path', 'source.path', path, where);
  if (stage !== undefined) list.checked('stage', 'source.stage', stage, where);
  if (entry.size !== null) list.held('size', 'source.size', size, entry.size, where);
  if (entry.nfiles !== null) list.held('files', 'source.nfiles', nfiles, entry.nfiles, where);
}

const samePath = (entry: string, path: unknown): boolean =>
  typeof path === 'string' &&
  entry.replace(/^\.\//, '').replace(/\/$/, '') === path.replace(/^\.\//, '').replace(/\/$/, '');
