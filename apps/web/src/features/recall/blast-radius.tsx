import type { BlastRadius as Radius } from '@countersign/contracts';
import { type Column, Empty, Table } from '../../controls/index.ts';
import { boundedText, counted, countText, When } from '../../marks/index.ts';

type Caller = Radius['callers'][number];

const columns: readonly Column<Caller>[] = [
  { head: 'Consumer', cell: ({ consumer }) => consumer },
  { head: 'Predictions', cell: ({ predictions }) => countText(predictions), numeric: true, phone: true },
  { head: 'Last call', cell: ({ lastAt }) => <When at={lastAt} relative /> },
];

/** Callers that will get errors: those of an environment where nothing answers instead. */
function consequence({ serving, callers }: Radius): string {
  const bare = serving.filter(({ role, fallback }) => role !== 'shadow' && fallback === null);
  if (serving.length === 0) return 'It serves nowhere, so no caller is cut off.';
  if (bare.length === 0) {
    return serving
      .map(({ environment, fallback }) => `In ${environment} ${fallback ?? 'nothing'} answers instead.`)
      .join(' ');
  }
  return `No fallback is declared in ${bare.map(({ environment }) => environment).join(', ')}: ${counted(callers.length, 'caller')} will get errors. An advisory warns them first.`;
}

/** Who called the version and what follows from stopping it, shown before somebody does. */
export function BlastRadius({ radius }: { radius: Radius }) {
  return (
    <div>
      <p className="pb-2">
        <b>{boundedText(radius.predictions)} predictions</b>, {counted(radius.callers.length, 'caller')}.{' '}
        {radius.references.count > 0 && (
          <>
            Of these <b>{boundedText(radius.references)}</b> kept a reference only and cannot be reproduced.{' '}
          </>
        )}
        <span className="soft">{consequence(radius)}</span>
      </p>
      <Table
        label="Callers"
        rows={radius.callers.slice(0, 6)}
        keyOf={({ consumer }) => consumer}
        columns={columns}
        second={({ lastAt }) => <When at={lastAt} />}
        empty={<Empty title="Nobody called it." />}
      />
      {radius.callers.length > 6 && (
        <p className="table-foot">6 of {countText(radius.callers.length)} callers shown</p>
      )}
    </div>
  );
}
