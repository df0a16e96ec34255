import type { InboxItem } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { useCommand } from '../../app/use-command.ts';
import { Await, Empty, PageTitle, Paging, ProblemNote, Section, TableLoading } from '../../controls/index.ts';
import { WaitingBatches } from '../as-found/index.ts';
import { AssignSheet } from '../claim/index.ts';
import { useUnseen } from '../follow/index.ts';
import { WaitingNotices } from '../notice/index.ts';
import { useMe } from '../session/index.ts';
import { WaitingTiers } from '../tier/index.ts';
import { InboxFilters } from './inbox-filters.tsx';
import { askedOf, rowOf } from './inbox-item.tsx';
import { InboxTable, inboxColumns, isForSitting, type Selection } from './inbox-table.tsx';
import { inboxQuery } from './queries.ts';
import { SavedFilters } from './saved-filters.tsx';
import { type InboxSearch, isFiltered } from './search.ts';
import { SittingStart, useSelection } from './sitting-start.tsx';
import { useRowKey, useRowKeys } from './use-row-keys.ts';

const route = getRouteApi('/frame/inbox');

const nothingOf: Record<NonNullable<InboxSearch['whose']>, { title: string; next: string }> = {
  mine: {
    title: 'You have claimed nothing, and nothing is assigned to you.',
    next: 'Press c on a row, or Claim on its review page, to say that you mean to sign it.',
  },
  free: {
    title: 'Nothing waits here that nobody has claimed.',
    next: 'A claim bars nobody: you may sign what somebody else means to sign.',
  },
  deputy: {
    title: 'Nothing waits for you as a deputy.',
    next: 'While somebody is away who named you, what they could sign appears here, marked with their name.',
  },
};

function Nothing({ search }: { search: InboxSearch }) {
  const { title, next } = search.whose
    ? nothingOf[search.whose]
    : { title: 'Nothing of that kind waits for you.', next: '' };
  return (
    <Empty title={title}>
      {next} <Link to="/inbox">Show everything that waits</Link>
    </Empty>
  );
}

/** Single keys on the rows: they can be turned off in the settings. */
function useInboxKeys(items: readonly InboxItem[], selection: Selection | undefined) {
  const me = useMe();
  const [assigning, setAssigning] = useState<InboxItem | null>(null);
  const claim = useCommand(({ requestId, claims }: InboxItem) =>
    claims.some(({ person }) => person.id === me.person.id)
      ? api.claim.release.mutate({ requestId })
      : api.claim.claim.mutate({ requestId }),
  );
  const find = useCallback(
    (row: string) => items.find((item) => item.kind === 'sign' && rowOf(item) === row),
    [items],
  );
  useRowKeys();
  const { mutate } = claim;
  useRowKey(
    'c',
    useCallback(
      (row) => {
        const item = find(row);
        if (item) mutate(item);
      },
      [find, mutate],
    ),
    'Claim or release it',
  );
  useRowKey(
    'a',
    useCallback(
      (row) => {
        const item = find(row);
        if (item?.mayAssign) setAssigning(item);
      },
      [find],
    ),
    'Assign it',
  );
  useRowKey(
    'x',
    useCallback(
      (row) => {
        const item = find(row);
        if (item && isForSitting(item)) selection?.turn(item.requestId);
      },
      [find, selection],
    ),
    'Select or leave out, for one sitting',
  );
  return { error: claim.error, assigning, close: () => setAssigning(null) };
}

function Items({ items, search }: { items: readonly InboxItem[]; search: InboxSearch }) {
  const me = useMe();
  const selection = useSelection(items);
  const { error, assigning, close } = useInboxKeys(items, selection);
  return (
    <>
      {error && <ProblemNote title="It stays as it was" problem={problemOf(error)} />}
      <InboxTable
        items={items}
        selection={selection}
        empty={isFiltered(search) ? <Nothing search={search} /> : undefined}
      />
      {selection && <SittingStart items={items} selection={selection} />}
      {me.preferences.shortcuts && items.length > 0 && (
        <p className="cap only-wide pt-2">
          Keys: <kbd>j</kbd> and <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>c</kbd> claims or releases
          {items.some(({ mayAssign }) => mayAssign) && (
            <>
              , <kbd>a</kbd> assigns
            </>
          )}
          {selection && (
            <>
              , <kbd>x</kbd> selects
            </>
          )}
          . Your <Link to="/settings">settings</Link> turn them off.
        </p>
      )}
      {assigning && (
        <AssignSheet
          requestId={assigning.requestId}
          what={`${askedOf(assigning).asked} of ${assigning.model.key} ${assigning.version.label}`}
          onClose={close}
        />
      )}
    </>
  );
}

export function InboxPage() {
  const search = route.useSearch();
  const { after } = search;
  const query = useQuery(inboxQuery(search));
  return (
    <div className="page">
      <title>Inbox · Countersign</title>
      <PageTitle first title="Inbox" />
      <div className="pt-3">
        <SectionTabs word="Work" counts={useUnseen()} />
      </div>
      <Section
        first
        title="Waiting for you"
        count={query.data?.items.length ? `${query.data.items.length}, soonest due first` : undefined}
      >
        <InboxFilters search={search} />
        <SavedFilters search={search} />
        <Await query={query} loading={<TableLoading columns={inboxColumns} rows={6} roomy />}>
          {({ items, next }) => (
            <>
              <Items items={items} search={search} />
              <Paging count={items.length} one="thing" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
      <WaitingNotices />
      <WaitingTiers />
      <WaitingBatches />
    </div>
  );
}
