import { parseTilePath } from '../tile.ts';

export const sumsPath = 'SHA256SUMS';
export const contentsPath = 'contents.json';
export const reportNames = ['report.json', 'report.csv', 'report.pdf'] as const;
export type ReportName = (typeof reportNames)[number];

export const entryPath = (number: number): string => `entries/${number}.json`;
export const proofPath = (number: number): string => `proofs/${number}.tlog-proof`;
export const blobPath = (digest: string): string => `blobs/sha256/${digest}`;
export const checkpointPath = (size: number): string => `checkpoints/${size}`;
export const consistencyPath = (before: number, after: number): string =>
  `consistency/${before}-${after}.json`;
export const predictionPath = (id: string): string => `predictions/${id}.json`;

/** What a file of a pack is, by its path. */
export type PackPath =
  | { readonly kind: 'plain' }
  | { readonly kind: 'tile'; readonly level: number; readonly index: number; readonly width: number }
  | { readonly kind: 'bundle'; readonly index: number; readonly width: number }
  | { readonly kind: 'entry' | 'proof' | 'checkpoint'; readonly number: number }
  | { readonly kind: 'consistency'; readonly before: number; readonly after: number }
  | { readonly kind: 'blob'; readonly digest: string }
  | { readonly kind: 'prediction'; readonly id: string };

const plain = new Set<string>(['README.txt', sumsPath, 'checkpoint', contentsPath, ...reportNames]);
const number = '(0|[1-9][0-9]{0,15})';
const numbered = [
  ['entry', new RegExp(`^entries/${number}\\.json$`)],
  ['proof', new RegExp(`^proofs/${number}\\.tlog-proof$`)],
  ['checkpoint', new RegExp(`^checkpoints/${number}$`)],
] as const;
const consistency = new RegExp(`^consistency/${number}-${number}\\.json$`);
const blob = /^blobs\/sha256\/([0-9a-f]{64})$/;
const prediction = /^predictions\/([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\.json$/;

/** Null for every path that no pack has, so that nothing leads out of one and nothing foreign travels in it. */
export function parsePackPath(path: string): PackPath | null {
  if (plain.has(path)) return { kind: 'plain' };
  if (path.startsWith('tile/')) return tileAt(path.slice(5));
  const [, digest] = blob.exec(path) ?? [];
  if (digest) return { kind: 'blob', digest };
  for (const [kind, form] of numbered) {
    const found = safe(form.exec(path)?.[1]);
    if (found !== null) return { kind, number: found };
  }
  const [, id] = prediction.exec(path) ?? [];
  if (id) return { kind: 'prediction', id };
  const sizes = consistency.exec(path);
  const [before, after] = [safe(sizes?.[1]), safe(sizes?.[2])];
  return before === null || after === null ? null : { kind: 'consistency', before, after };
}

function tileAt(path: string): PackPath | null {
  const tile = parseTilePath(path);
  if (!tile) return null;
  const { level, index, width } = tile;
  return level === 'entries' ? { kind: 'bundle', index, width } : { kind: 'tile', level, index, width };
}

function safe(digits: string | undefined): number | null {
  const value = Number(digits ?? Number.NaN);
  return Number.isSafeInteger(value) ? value : null;
}
