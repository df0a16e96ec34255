import type { GatePolicy, RequiredEvidence } from './policy.ts';
import type { EvidenceState, RequestState } from './state.ts';

export interface EvidenceStatus extends RequiredEvidence {
  readonly status: 'pass' | 'fail' | 'missing';
  /** Where the result was computed; null for a result that belongs to no environment. */
  readonly environmentId: string | null;
}

/** A result of the request's own environment wins over one that belongs to none. */
function resultFor(
  evidence: readonly EvidenceState[],
  required: RequiredEvidence,
  environmentId: string | null,
): EvidenceState | undefined {
  let general: EvidenceState | undefined;
  for (const found of evidence) {
    if (found.kind !== required.kind || (found.basis !== 'checked' && required.claimedCounts !== true))
      continue;
    if (found.environmentId === environmentId) return found;
    if (found.environmentId === null) general ??= found;
  }
  return general;
}

function statusOf(
  found: EvidenceState | undefined,
  { must, atLeast }: RequiredEvidence,
): EvidenceStatus['status'] {
  if (found === undefined || found.result === 'not-checked') return 'missing';
  if (must === 'present' || found.result === 'pass') return 'pass';
  if (found.result === 'fail') return 'fail';
  const { share = null } = found;
  if (atLeast === undefined || share === null) return 'missing';
  return share >= atLeast ? 'pass' : 'fail';
}

/** How a request's required evidence stands: one line per requirement, in the policy's order. */
export function evidenceStatus(
  evidence: readonly EvidenceState[],
  request: Pick<RequestState, 'gate' | 'environmentId' | 'policy'>,
): EvidenceStatus[] {
  const policy: GatePolicy = request.policy.gates[request.gate];
  return policy.evidence.map((required) => {
    const found = resultFor(evidence, required, request.environmentId);
    return {
      ...required,
      status: statusOf(found, required),
      environmentId: found?.environmentId ?? null,
    };
  });
}
