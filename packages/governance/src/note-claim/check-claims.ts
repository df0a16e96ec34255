import type { NoteClaim } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { Finding } from '../evidence/record-evidence.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { judgeNotes } from './judge-notes.ts';

const verdictText: Record<NoteClaim['verdict'], string> = {
  holds: 'Holds',
  'does-not-hold': 'Does not hold',
  'cannot-check': 'Cannot be checked',
};

/** The claims of the release notes as evidence: it passes where every claim holds, and where nothing is claimed. */
export async function checkClaims(tx: Tx, { row }: LoadedVersion): Promise<Finding> {
  const claims = await judgeNotes(tx, { id: row.id, modelId: row.model_id });
  const holding = claims.filter(({ verdict }) => verdict === 'holds').length;
  return {
    of: { presentation: row.presentation },
    found: {
      name: 'Claims of the release notes',
      result: holding === claims.length ? 'pass' : 'fail',
      value: claims.length === 0 ? 'nothing is claimed' : `${holding} of ${claims.length}`,
      against: 'figures as registered, schemas',
      runtime: null,
      durationMs: null,
      cases: claims.map(({ claim, verdict, why }) => ({
        name: claim,
        category: null,
        outcome: verdict === 'holds' ? 'pass' : 'fail',
        expected: verdictText.holds,
        seen: `${verdictText[verdict]}: ${why}`,
      })),
      total: claims.length,
      failed: claims.length - holding,
    },
  };
}
