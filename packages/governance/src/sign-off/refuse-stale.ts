import { Refusal, type Sign } from '@countersign/contracts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import type { SigningMaterial } from './signing-material.ts';

/** The sign-off is over exactly what was shown. @throws Refusal STALE */
export function refuseStale(
  { row }: LoadedVersion,
  { evidenceDigests, goalDigest, referencesDigest }: SigningMaterial,
  input: Sign,
): void {
  if (input.substance !== row.substance || input.presentation !== row.presentation) {
    throw new Refusal(
      'STALE',
      'The version was amended since you opened it. Read what changed and sign again.',
      { revision: row.revision },
    );
  }
  if (JSON.stringify([...input.evidenceDigests].sort()) !== JSON.stringify(evidenceDigests)) {
    throw new Refusal('STALE', 'The evidence changed since you opened it. Read it and sign again.', {
      evidence: evidenceDigests,
    });
  }
  if (input.goalDigest !== goalDigest) {
    throw new Refusal('STALE', 'The goal is another one than you were shown. Read it and sign again.', {
      goal: goalDigest,
    });
  }
  if ((input.referencesDigest ?? null) !== referencesDigest) {
    throw new Refusal(
      'STALE',
      'The references or attachments changed since you opened them. Read them and sign again.',
      {
        references: referencesDigest,
      },
    );
  }
}
