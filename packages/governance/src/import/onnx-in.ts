import { inspectOnnx } from '@countersign/scoring';
import type { Archive } from './archive-entry.ts';
import type { DraftList } from './draft.ts';

export interface OnnxFound {
  /** In its folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The one ONNX file of a folder, or the one that is named there, where it can be governed. */
export function onnxIn(
  archive: Archive,
  folder: string,
  said: string | null,
  list: DraftList,
): OnnxFound | null {
  const found = [...archive.files.keys()].filter((path) => path.startsWith(folder) && path.endsWith('.onnx'));
  const named = said === null ? found[0] : found.find((path) => path === `${folder}${said}`);
  for (const path of found)
    if (path !== named) list.leave(path, 'Another ONNX file than the one that is taken as the model');
  if (named === undefined) return null;
  const bytes = archive.files.get(named)!;
  const [problem] = inspectOnnx(bytes).problems;
  if (!problem) return { path: named.slice(folder.length), bytes };
  list.leave(named, `ONNX that cannot be served here: ${problem.message}`);
  return null;
}
