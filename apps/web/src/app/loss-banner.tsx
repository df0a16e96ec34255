import type { LedgerLoss } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';

/** For whoever administers or answers for the ledger: until somebody decides, nothing is signed. */
export function LossBanner({ loss }: { loss: LedgerLoss }) {
  return (
    <aside className="example-banner" aria-label="Ledger">
      The database {loss.kind === 'behind' ? 'lacks entries' : 'has other entries than those'} that had been
      published, so nothing can be signed. <Link to="/audit/ledger">See what is missing</Link>.
    </aside>
  );
}
