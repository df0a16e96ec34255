import { buffer } from 'node:stream/consumers';
import { limits, type VersionAddress } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { listFiles } from '../version/list-files.ts';
import { type ParsedNotebook, parseNotebook } from './parse-cells.ts';

export interface OpenedNotebook {
  readonly path: string;
  readonly digest: string;
  /** What stands in the way of reading it; null where nothing does. */
  readonly reason: 'UNREADABLE' | 'TOO_LARGE' | 'TOO_MANY' | null;
  readonly notebook: ParsedNotebook;
}

const nothing: ParsedNotebook = { metadata: {}, cells: [] };

/** A notebook of a version with its cells; null where the version has no such file. @throws Refusal FORBIDDEN, NOT_FOUND of the version */
export async function openNotebook(
  ctx: Context,
  address: VersionAddress & { readonly path: string },
): Promise<OpenedNotebook | null> {
  const file = (await listFiles(ctx, address)).find(({ path }) => path === address.path);
  if (!file || !(await ctx.blobs.has(file.digest))) return null;
  const { path, digest, size } = file;
  if (size > limits.notebook) return { path, digest, reason: 'TOO_LARGE', notebook: nothing };
  const parsed = parseNotebook((await buffer(ctx.blobs.open(digest))).toString('utf8'));
  return parsed === null
    ? { path, digest, reason: 'UNREADABLE', notebook: nothing }
    : parsed === 'TOO_MANY'
      ? { path, digest, reason: parsed, notebook: nothing }
      : { path, digest, reason: null, notebook: parsed };
}
