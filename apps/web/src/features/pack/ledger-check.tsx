import { keepLarger, keptCheckpoint } from '../../app/kept-checkpoint.ts';
import { Button, Section } from '../../controls/index.ts';
import { keysOfThisPortal, ledgerAddress } from './portal-keys.ts';
import { useVerifyTask } from './use-verify-task.ts';
import { VerifyOutcome } from './verdict-view.tsx';

const sentences = {
  sound: 'Every entry is where the tree says, and the tree has the root that was signed.',
  broken: 'The ledger is not what its checkpoint says. Keep this page and tell compliance.',
  'cannot-tell': 'Nothing is broken, and something could not be answered.',
} as const;

/** The whole ledger of this portal, followed by this browser. */
export function LedgerCheck() {
  const running = useVerifyTask(({ verdict, checkpoint }) => {
    if (verdict.verdict === 'sound' && checkpoint) keepLarger(checkpoint);
  });
  const verify = () =>
    running.task.mutate(async () => {
      const kept = keptCheckpoint();
      return {
        kind: 'ledger',
        at: ledgerAddress(),
        keys: await keysOfThisPortal(),
        witnesses: [],
        kept: kept === null ? [] : [{ name: 'The checkpoint that this browser kept', text: kept }],
      };
    });
  return (
    <Section first title="This ledger">
      <div className="verify-intro">
        <p>
          This browser reads the ledger from its first entry to its newest checkpoint and computes every hash
          again.
        </p>
        <Button onClick={verify} busy={running.task.isPending}>
          {running.task.isPending ? 'Verifying' : 'Verify this ledger'}
        </Button>
      </div>
      <VerifyOutcome running={running} unit="entries" sentences={sentences} />
      <p className="cap verify-note pt-3">
        The key comes from this portal, so this finds what was altered or lost, and not a portal that was
        replaced as a whole. For that hold its key against a copy of your own. After each sound result the
        browser keeps the checkpoint: the next time the ledger has to continue it.
      </p>
    </Section>
  );
}
