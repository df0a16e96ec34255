import type { RequestState, VersionState } from './state.ts';
import type { ReferenceKind } from './vocabulary.ts';

export interface ReferenceStatus {
  readonly kind: ReferenceKind;
  readonly met: boolean;
}

/** The references that a request's gate requires, in the policy's order, and whether the version has one of each. */
export const referenceStatus = (
  { references }: Pick<VersionState, 'references'>,
  { gate, policy }: Pick<RequestState, 'gate' | 'policy'>,
): ReferenceStatus[] =>
  (policy.gates[gate].references ?? []).map((kind) => ({ kind, met: references.includes(kind) }));
