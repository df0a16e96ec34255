import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import { change, sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { applyEvidenceConsequences } from '../lifecycle/apply-evidence-consequences.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import type { ComputedEvidence } from './compute-evidence.ts';
import type { ComputedKind } from './start-evidence.ts';

/** What was found, and what besides kind, version and cases the digest of the evidence covers. */
export interface Finding {
  readonly found: ComputedEvidence;
  readonly of: Readonly<Record<string, unknown>>;
}

/** The evidence row, its entry and what follows for sign-offs and stage, in one change, under the version's lock. */
export async function recordEvidence(
  ctx: Context,
  runId: string,
  { kind, versionId }: { readonly kind: ComputedKind; readonly versionId: string },
  find: (tx: Tx, loaded: LoadedVersion) => Promise<Finding>,
): Promise<void> {
  const id = uuidv7();
  await change(ctx, async (tx) => {
    const loaded = await loadVersion(tx, { id: versionId });
    const { revision, substance } = loaded.row;
    const { found, of } = await find(tx, loaded);
    const { name, result, value, against, runtime, durationMs, cases, total, failed, share = null } = found;
    const digest = sha256Hex(
      canonicalJson({
        v: 1,
        kind,
        version: versionId,
        substance,
        ...of,
        result,
        value,
        against,
        ...(share !== null && { share }),
        cases,
      } as JsonValue),
    );
    const detail = JSON.stringify({ runtime, durationMs, cases, total, failed });
    await tx.query(
      `INSERT INTO evidence (id, version_id, revision, substance, kind, name, result, basis, value, against, detail, digest, at, share)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'checked', $8, $9, $10, $11, $12, $13)`,
      [id, versionId, revision, substance, kind, name, result, value, against, detail, digest, tx.at, share],
    );
    await tx.query("UPDATE evidence_run SET state = 'done', done = $2, total = $2 WHERE id = $1", [
      runId,
      total,
    ]);
    if (runtime)
      await tx.query('UPDATE version SET runtime = $2 WHERE id = $1', [versionId, JSON.stringify(runtime)]);
    const events = await applyEvidenceConsequences(
      tx,
      loaded,
      { kind, environmentId: null, result, basis: 'checked', share },
      { event: 'version.evidence-recorded', data: { evidence: id, kind, result, digest } },
    );
    return { result: undefined, events };
  });
}
