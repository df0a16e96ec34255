import { type EvidenceRun, Refusal, type VersionAddress } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { type ComputedKind, executedKinds, startEvidence } from './start-evidence.ts';

/** Computes a piece of evidence again, at a person's wish. @throws Refusal EVIDENCE_RUNNING where it runs already */
export async function runEvidence(
  ctx: Context,
  input: VersionAddress & { kind: ComputedKind },
): Promise<EvidenceRun> {
  const { id, attempt } = await attemptOn(ctx, 'run-evidence', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id });
      await requireRole(tx, ctx.actor, loaded.row.model_id, [
        'developer',
        'owner',
        'reviewer',
        'approver',
        'operator',
        'compliance',
      ]);
      if (input.kind !== 'claim-check') {
        const file = await tx.query('SELECT FROM version_file WHERE version_id = $1 AND kind = $2', [
          id,
          executedKinds[input.kind],
        ]);
        if (!file.rowCount || !loaded.row.artifact_digest) {
          throw new Refusal(
            'NOT_FOUND',
            'The version brought nothing from which this evidence could be computed.',
            { kind: input.kind },
          );
        }
      }
      const { runIds, jobs } = await startEvidence(
        tx,
        loaded.row,
        [input.kind],
        ctx.actor.kind === 'person' ? ctx.actor.id : null,
      );
      const runId = runIds[0];
      if (!runId)
        throw new Refusal('EVIDENCE_RUNNING', 'This evidence is being computed already.', {
          kind: input.kind,
        });
      const events = await moveVersion(tx, loaded, null, [
        { event: 'version.evidence-requested', data: { run: runId, kind: input.kind } },
      ]);
      return { result: runId, events, jobs };
    },
    { attempt },
  );
  return { id: result, kind: input.kind, state: 'queued', done: 0, total: 0, error: null, at: receipt.at };
}
