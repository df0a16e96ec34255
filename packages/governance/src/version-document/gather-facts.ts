import type {
  EvidenceRow,
  FindingRow,
  ReleaseNotes,
  VersionAddress,
  VersionFile,
  VersionPage,
} from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { listEvidence } from '../evidence/list-evidence.ts';
import { listFindings } from '../finding/list-findings.ts';
import { latestCheckpoint } from '../ledger/find-checkpoint.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { listFiles } from '../version/list-files.ts';
import { readReleaseNotes } from '../version/read-release-notes.ts';
import { readVersion } from '../version/read-version.ts';

/** Everything that a document about a version is made of, read once. */
export interface VersionFacts {
  readonly page: VersionPage;
  readonly purpose: string;
  readonly files: readonly VersionFile[];
  readonly evidence: readonly EvidenceRow[];
  readonly signOffs: Awaited<ReturnType<typeof listSignOffs>>;
  /** Open ones; the newest 200. */
  readonly findings: readonly FindingRow[];
  readonly notes: ReleaseNotes;
  /** RFC 3339: when the facts were read. */
  readonly at: string;
  /** Address of the version's page. */
  readonly url: string;
  /** Signed checkpoint of the ledger at that moment; null before the first. */
  readonly checkpoint: { readonly size: number; readonly note: string } | null;
}

/** @throws Refusal NOT_FOUND, FORBIDDEN for whoever sees no files and sign-offs, such as a consumer */
export async function gatherFacts(ctx: Context, input: VersionAddress): Promise<VersionFacts> {
  await requireInsight(ctx);
  const page = await readVersion(ctx, input);
  const [model, files, evidence, signOffs, findings, notes, checkpoint] = await Promise.all([
    ctx.db.model.findUniqueOrThrow({ where: { key: input.model }, select: { purpose: true } }),
    listFiles(ctx, input),
    listEvidence(ctx, input),
    listSignOffs(ctx, input),
    listFindings(ctx, { ...input, state: 'open', limit: 200 }),
    readReleaseNotes(ctx, input),
    latestCheckpoint(ctx),
  ]);
  return {
    page,
    purpose: model.purpose,
    files,
    evidence: evidence.items,
    signOffs,
    findings: findings.items,
    notes,
    at: ctx.clock().toISOString(),
    url: `${ctx.url}/m/${input.model}/v/${encodeURIComponent(input.version)}`,
    checkpoint,
  };
}
