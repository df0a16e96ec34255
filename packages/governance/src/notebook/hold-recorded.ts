import type { DatasetReference, NotebookState, RecordedDigest } from '@countersign/contracts';
import type { Recorded } from './recorded-digests.ts';

interface HeldFile {
  readonly path: string;
  readonly kind: string;
  readonly digest: string;
}

/** Something of the version that a recorded digest may be about. */
interface Known {
  readonly label: string;
  readonly kind: string;
  readonly names: readonly string[];
  readonly digests: readonly string[];
}

/** What a version can be asked by: its files, and the dataset references of the revision in force. */
export function knownOf(files: readonly HeldFile[], datasets: readonly DatasetReference[]): readonly Known[] {
  return [
    ...datasets.map(({ name, uri, digest, source }) => ({
      label: `dataset reference “${name}”`,
      kind: 'data',
      names: [name, uri, source?.file, source?.path].filter((one) => typeof one === 'string').map(bare),
      digests: [digest, source?.md5, source?.oid].filter((one) => typeof one === 'string'),
    })),
    ...files
      // A notebook's own bytes are no input of it.
      .filter(({ kind }) => kind !== 'notebook')
      .map(({ path, kind, digest }) => ({
        label: `file ${path}`,
        kind,
        names: [path],
        digests: [digest],
      })),
  ];
}

/** A recorded digest beside what the version has under that name, of that digest, or alone. */
export function holdRecorded(
  { of, name, names, digest, place, isParameter }: Recorded,
  known: readonly Known[],
): RecordedDigest {
  const tell = (result: RecordedDigest['result'], why: string, now: string | null = null) => ({
    ...{ of, name, digest, place, result, now, why },
  });
  /** Of the same algorithm. */
  const isAsLong = (other: string): boolean => other.length === digest.length;
  const named = calledSo(names, known);
  if (named.length > 0) return held(named, '');
  const same = known.find(({ digests }) => digests.includes(digest));
  if (same) return tell('same', `the version’s ${same.label}`);
  const candidates = known.filter(({ kind }) => kind === (of === 'script' ? 'script' : 'data'));
  const alone = new Set(candidates.flatMap(({ digests }) => digests.find(isAsLong) ?? []));
  if (isParameter && alone.size === 1)
    return held(candidates, of === 'script' ? ', its only script,' : ', the only data that it names,');
  return tell('unchecked', 'the version has nothing of that name or digest');

  function held(things: readonly Known[], as: string): RecordedDigest {
    const comparable = things.flatMap(({ label, digests }) =>
      digests.filter(isAsLong).map((other) => ({ label, other })),
    );
    const equal = comparable.find(({ other }) => other === digest);
    if (equal) return tell('same', `the version’s ${equal.label}`);
    const [first] = comparable;
    if (first) return tell('differs', `the version’s ${first.label}${as} has another digest`, first.other);
    return tell('unchecked', `the version’s ${things[0]!.label} has no digest of this kind`);
  }
}

/** By the whole name, and where nothing has it by the last part of its path. */
function calledSo(names: readonly string[], known: readonly Known[]): readonly Known[] {
  for (const name of names.map(bare)) {
    const exactly = known.filter((one) => one.names.includes(name));
    if (exactly.length > 0) return exactly;
    const last = lastPart(name);
    const byLast = known.filter((one) => one.names.some((other) => lastPart(other) === last));
    // Two files of one name in two folders: which of them it was cannot be told.
    if (last.includes('.') && (byLast.length === 1 || byLast.some(({ kind }) => kind === 'data')))
      return byLast;
  }
  return [];
}

const bare = (name: string): string => name.replace(/^file:(?:\/\/)?/, '').replace(/^(?:\.\/)+/, '');
const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** What all of it says of the notebook. */
export function stateOf(digests: readonly RecordedDigest[]): NotebookState {
  if (digests.length === 0) return 'unrecorded';
  if (digests.some(({ result }) => result === 'differs')) return 'stale';
  return digests.some(({ result }) => result === 'same') ? 'current' : 'unchecked';
}
