import type { Gate } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import type { Job, Tx } from '../change.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';

/** Evidence that we compute by executing the artifact, by the file that has the cases. */
export const executedKinds = {
  'golden-set-parity': 'golden-set',
  'robustness-run': 'robustness',
  'prior-agreement': 'golden-set',
} as const;
export type ExecutedKind = keyof typeof executedKinds;
/** Those that look at one version alone. */
export type RunKind = Exclude<ExecutedKind, 'prior-agreement'>;
const isExecutedKind = (kind: string): kind is ExecutedKind => Object.hasOwn(executedKinds, kind);

/** Evidence that we compute ourselves; a claim check judges the release notes and needs no file. */
export type ComputedKind = ExecutedKind | 'claim-check';
const isComputedKind = (kind: string): kind is ComputedKind => kind === 'claim-check' || isExecutedKind(kind);

const jobOf: Readonly<Record<ComputedKind, string>> = {
  'golden-set-parity': 'evidence.run',
  'robustness-run': 'evidence.run',
  'prior-agreement': 'agreement.measure',
  'claim-check': 'claims.check',
};

/**
 * Queues runs of evidence for a version: a row to watch, and the job that leaves with the transaction. A kind that is
 * queued or running already is not started twice.
 */
export async function startEvidence(
  tx: Tx,
  version: { readonly id: string },
  kinds: readonly ComputedKind[],
  personId: string | null,
): Promise<{ runIds: string[]; jobs: Job[] }> {
  const busy = await tx.query<{ kind: string }>(
    "SELECT kind FROM evidence_run WHERE version_id = $1 AND state IN ('queued', 'running')",
    [version.id],
  );
  const free = kinds.filter((kind) => !busy.rows.some((row) => row.kind === kind));
  const runIds: string[] = [];
  const jobs: Job[] = [];
  for (const kind of free) {
    const runId = uuidv7();
    await tx.query(
      "INSERT INTO evidence_run (id, version_id, kind, state, person_id, at) VALUES ($1, $2, $3, 'queued', $4, $5)",
      [runId, version.id, kind, personId, tx.at],
    );
    runIds.push(runId);
    const name = jobOf[kind];
    jobs.push({ name, payload: { runId }, key: `${name}/${runId}` });
  }
  return { runIds, jobs };
}

/**
 * Jobs for the evidence that a gate's policy requires and the version does not have yet. Artifacts never change, so a
 * result that is there holds for every later request; asking for it again is a person's own wish.
 */
export async function requiredEvidenceJobs(
  tx: Tx,
  { row, state }: LoadedVersion,
  gate: Gate,
): Promise<Job[]> {
  const required = state.policy.gates[gate].evidence.map(({ kind }) => kind as string).filter(isComputedKind);
  const missing = required.filter(
    (kind) =>
      !state.evidence.some(
        (found) => found.kind === kind && found.basis === 'checked' && found.result !== 'not-checked',
      ),
  );
  const present = await tx.query<{ kind: string }>(
    'SELECT kind FROM version_file WHERE version_id = $1 AND kind = ANY($2)',
    [row.id, missing.filter(isExecutedKind).map((kind) => executedKinds[kind])],
  );
  const computable = missing.filter(
    (kind) =>
      !isExecutedKind(kind) ||
      (row.artifact_digest !== null && present.rows.some((file) => file.kind === executedKinds[kind])),
  );
  return (await startEvidence(tx, row, computable, null)).jobs;
}

/** An amendment changes what is claimed, or what it rests on: where an open request asks for claims to be checked, they are again. */
export async function amendedEvidenceJobs(tx: Tx, { row, state }: LoadedVersion): Promise<Job[]> {
  const isAsked = state.requests.some(
    ({ state: open, gate, policy }) =>
      open === 'open' && policy.gates[gate].evidence.some(({ kind }) => kind === 'claim-check'),
  );
  return isAsked ? (await startEvidence(tx, row, ['claim-check'], null)).jobs : [];
}
