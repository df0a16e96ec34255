import { noteSections, type ReleaseNotes, type VersionAddress } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { readNames } from '../person/read-names.ts';
import { parseFrontMatter } from './front-matter.ts';

/** The notes in force, every revision of them, and the errata beside them. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readReleaseNotes(ctx: Context, input: VersionAddress): Promise<ReleaseNotes> {
  const scope = await readScope(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const [revisions, errata] = await Promise.all([
    ctx.db.revision.findMany({
      where: { versionId: row.id },
      orderBy: { revision: 'asc' },
      select: { revision: true, at: true, personId: true, kind: true, releaseNotes: true },
    }),
    ctx.db.erratum.findMany({ where: { versionId: row.id }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
  ]);
  const nameOf = await readNames(
    ctx,
    [...revisions, ...errata].map(({ personId }) => personId),
  );
  const markdown = revisions.find(({ revision }) => revision === row.revision)?.releaseNotes ?? '';
  return {
    markdown,
    revision: row.revision,
    frontMatter: parseFrontMatter(markdown),
    sections: noteSections(markdown),
    revisions: revisions.map(({ revision, at, personId, kind, releaseNotes }) => ({
      revision,
      at: at.toISOString(),
      by: nameOf(personId),
      kind: kind as ReleaseNotes['revisions'][number]['kind'],
      markdown: releaseNotes,
    })),
    errata: errata.map(({ id, text, personId, at }) => ({
      id,
      text,
      by: nameOf(personId),
      at: at.toISOString(),
    })),
  };
}
