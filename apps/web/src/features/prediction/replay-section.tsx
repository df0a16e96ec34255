import type { PredictionPage, ReplayResult } from '@countersign/contracts';
import { type Column, Empty, Section, Table } from '../../controls/index.ts';
import { EntryLink, verdictWord, When } from '../../marks/index.ts';
import { ReplayView } from './replay-view.tsx';

const columns: readonly Column<ReplayResult>[] = [
  { head: 'Verdict', cell: ({ verdict }) => verdictWord[verdict] },
  { head: 'When', cell: ({ at }) => <When at={at} precision="second" />, phone: true },
  {
    head: 'Runtime',
    cell: ({ runtime }) => runtime && `${runtime.name} ${runtime.version}, ${runtime.provider}`,
  },
  { head: 'By', cell: ({ by }) => by?.name },
  { head: 'Entry', cell: ({ number }) => <EntryLink number={number} />, numeric: true },
];

/** The two newest side by side, the older ones as rows. */
export function ReplaySection({ page, isGone }: { page: PredictionPage; isGone: boolean }) {
  const [newest, second, ...older] = page.replays;
  return (
    <Section
      title="Replays"
      count={page.replays.length === 0 ? 'none yet' : `${page.replays.length}, newest first`}
      right="A replay never changes the prediction; each is an entry of its own"
    >
      {newest ? (
        <div className="halves replays" aria-live="polite">
          <ReplayView replay={newest} />
          {second && <ReplayView replay={second} />}
        </div>
      ) : (
        <div className="border-t border-ink">
          {isGone ? (
            <Empty title="It was not replayed while its contents were here.">
              Now nobody can. What was recorded can still be shown to be unchanged: its digests are sealed.
            </Empty>
          ) : (
            <Empty title="It was not replayed yet.">
              Reproducing runs the version again on the recorded inputs, in the recorded runtime, and compares
              every bit of the outputs.
            </Empty>
          )}
        </div>
      )}
      {older.length > 0 && (
        <div className="pt-4">
          <Table label="Older replays" rows={older} keyOf={({ id }) => id} columns={columns} />
        </div>
      )}
    </Section>
  );
}
