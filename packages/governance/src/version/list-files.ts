import { Refusal, type VersionAddress, type VersionFile } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { previewOf } from './file-preview.ts';

/** The files of a version, by path. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listFiles(ctx: Context, { model, version }: VersionAddress): Promise<VersionFile[]> {
  const scope = await requireInsight(ctx);
  const found = await ctx.db.version.findFirst({
    where: { label: version, model: { key: model } },
    select: { modelId: true, files: { orderBy: { path: 'asc' } } },
  });
  if (!found) throw new Refusal('NOT_FOUND', 'There is no such version.', { model, version });
  requireModelIn(scope, found.modelId);
  return found.files.map(({ path, kind, digest, size }) => ({
    path,
    kind,
    digest,
    size: Number(size),
    preview: previewOf(path, Number(size)),
  }));
}
