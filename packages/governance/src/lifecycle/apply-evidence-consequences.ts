import { afterEvidence, type EvidenceState } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import type { LoadedVersion } from './load-version.ts';
import { moveVersion, type VersionEvent, writeConsequences } from './move-version.ts';

/**
 * New evidence of a version: a required check that turns from pass to fail voids the sign-offs that relied on it, and
 * one that passes may complete a gate. The caller has written the evidence row and holds the version's lock.
 */
export async function applyEvidenceConsequences(
  tx: Tx,
  loaded: LoadedVersion,
  evidence: EvidenceState,
  event: VersionEvent,
): Promise<[LedgerEventInput, ...LedgerEventInput[]]> {
  const after = afterEvidence(loaded.state, evidence, tx.at.toISOString());
  const consequent = await writeConsequences(tx, loaded, after, 'check-failed');
  return moveVersion(tx, loaded, after, [event, ...consequent]);
}
