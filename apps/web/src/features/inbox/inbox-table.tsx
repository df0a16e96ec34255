import type { InboxItem } from '@countersign/contracts';
import type { EarnedStage } from '@countersign/lifecycle';
import type { ReactNode } from 'react';
import { type Column, Empty, Table } from '../../controls/index.ts';
import { OverdueTag, RowRail, railOfRow, When } from '../../marks/index.ts';
import { ClaimLines } from '../claim/index.ts';
import { askedOf, InboxItemButton, InboxItemName, rowOf } from './inbox-item.tsx';

/** Rails need what the gates gave; a deployed version earned its approval. */
const earnedOf = ({ version: { stage } }: InboxItem): EarnedStage =>
  stage === 'deployed' || stage === 'deprecated' ? 'approved' : stage;

const railOf = (item: InboxItem) =>
  railOfRow({
    stage: item.version.stage,
    standing: item.kind === 'lift' ? 'blocked' : 'usable',
    earned: earnedOf(item),
    openGate: item.gate && {
      gate: item.gate,
      environment: item.environment,
      signed: item.signed,
      needed: item.needed,
    },
  });

/** Requests that may be gone through in one sitting: of the low tier, at an ordinary gate. */
export const isForSitting = ({ kind, tier, incident }: InboxItem): boolean =>
  kind === 'sign' && tier === 'low' && incident === null;

export interface Selection {
  readonly chosen: ReadonlySet<string>;
  readonly turn: (requestId: string) => void;
}

const columnsOf = (first: InboxItem | undefined, selection?: Selection): readonly Column<InboxItem>[] => [
  {
    head: 'Asked of you',
    cell: (item) => (
      <>
        {selection && isForSitting(item) ? (
          <label className="flex min-h-[24px] items-center gap-2">
            <input
              type="checkbox"
              checked={selection.chosen.has(item.requestId)}
              onChange={() => selection.turn(item.requestId)}
            />
            <b>{askedOf(item).asked}</b>
            <span className="sr">
              of {item.model.key} {item.version.label}: select for one sitting
            </span>
          </label>
        ) : (
          <b>{askedOf(item).asked}</b>
        )}
        {item.deputyFor && (
          <span className="cap block whitespace-normal">as deputy of {item.deputyFor.name}</span>
        )}
      </>
    ),
    width: '12%',
  },
  { head: 'Version', cell: (item) => <InboxItemName item={item} /> },
  {
    head: 'Stage and gate',
    cell: (item) => (
      <span className="inline-flex items-center gap-3 whitespace-nowrap">
        <RowRail stops={railOf(item)} />
        {item.needed > 0 && `${item.signed} of ${item.needed} signed`}
      </span>
    ),
    width: 220,
  },
  {
    head: 'Why it is here',
    cell: ({ why, claims }) => (
      <>
        {why}
        <ClaimLines claims={claims} />
      </>
    ),
  },
  {
    spare: true,
    head: 'Asked',
    cell: ({ askedAt }) => <When at={askedAt} precision="day" relative />,
    width: 176,
  },
  {
    head: 'Due',
    sorted: 'ascending',
    cell: ({ dueAt }) =>
      dueAt ? (
        <b className="font-normal">
          <When at={dueAt} relative />
          {Date.parse(dueAt) <= Date.now() && (
            <span className="block">
              <OverdueTag />
            </span>
          )}
        </b>
      ) : (
        <span className="muted">no date</span>
      ),
    width: 190,
  },
  {
    head: 'Open',
    headHidden: true,
    cell: (item) => <InboxItemButton item={item} main={item === first} />,
    phone: true,
    width: 120,
  },
];

export const inboxColumns = columnsOf(undefined);

const nothing = (
  <Empty title="Nothing waits for your signature.">
    Requests that you may sign, changes asked of your versions and marks to lift appear here, soonest due
    first.
  </Empty>
);

/** What waits, soonest due first; the first one carries the page's main button. */
export function InboxTable({
  items,
  selection,
  empty = nothing,
}: {
  items: readonly InboxItem[];
  /** Where several may be chosen to be signed in one sitting. */
  selection?: Selection | undefined;
  empty?: ReactNode;
}) {
  return (
    <Table
      label="Waiting for you"
      roomy
      rows={items}
      keyOf={rowOf}
      columns={columnsOf(items[0], selection)}
      second={(item) => (
        <>
          <InboxItemName item={item} />
          <br />
          {item.why}
          {item.dueAt && (
            <>
              , due <When at={item.dueAt} />
            </>
          )}
          {item.deputyFor && <>, as deputy of {item.deputyFor.name}</>}
          <ClaimLines claims={item.claims} />
        </>
      )}
      empty={empty}
    />
  );
}
