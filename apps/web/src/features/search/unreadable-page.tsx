import type { UnreadableThing } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  PageTitle,
  Paging,
  ProblemNote,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { boundedText, counted, countText, When } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { PathLink } from './path-link.tsx';
import { unreadableQuery } from './queries.ts';
import { unreadablePartWord } from './words.ts';

const route = getRouteApi('/frame/admin/search');

function TryAgain({ thing: { part, id, title } }: { thing: UnreadableThing }) {
  const retry = useCommand(() => api.search.retryUnreadable.mutate({ thing: { part, id } }));
  return (
    <span className="flex flex-col items-end">
      <Button small busy={retry.isPending} onClick={() => retry.mutate()}>
        Try again
        <span className="sr"> to read {title}</span>
      </Button>
      {retry.error && <ProblemNote title="It was not tried again" problem={problemOf(retry.error)} />}
    </span>
  );
}

/** Something that is due is read within moments. */
const Again = ({ thing: { tries, againAt } }: { thing: UnreadableThing }) => (
  <>
    tried {counted(tries, 'time')},{' '}
    {Date.parse(againAt) <= Date.now() ? (
      'and again now'
    ) : (
      <>
        again <When at={againAt} precision="minute" />
      </>
    )}
  </>
);

const columns: readonly Column<UnreadableThing>[] = [
  {
    head: 'What',
    cell: ({ part, title, path }) => (
      <>
        {path ? (
          <PathLink path={path} className="wrap-anywhere">
            {title}
          </PathLink>
        ) : (
          <span className="wrap-anywhere">{title}</span>
        )}
        <span className="cap block">{unreadablePartWord[part]}</span>
      </>
    ),
    width: '30%',
  },
  { head: 'Why it could not be read', cell: ({ reason }) => <span className="wrap-anywhere">{reason}</span> },
  {
    head: 'Since',
    cell: (thing) => (
      <>
        <When at={thing.since} precision="minute" />
        <span className="cap block">
          <Again thing={thing} />
        </span>
      </>
    ),
    width: 240,
  },
  {
    head: 'Try again',
    headHidden: true,
    cell: (thing) => <TryAgain thing={thing} />,
    width: 120,
    phone: true,
  },
];

function Missing({ after }: { after: string | undefined }) {
  const query = useQuery(unreadableQuery({ limit: 50, ...(after && { after }) }));
  const retry = useCommand(() => api.search.retryUnreadable.mutate({}));
  const several = (query.data?.items.length ?? 0) > 1;
  return (
    <Section
      first
      title="What search could not read"
      count={query.data && boundedText(query.data.total)}
      right={
        several && (
          <Button small busy={retry.isPending} onClick={() => retry.mutate()}>
            Try all again
          </Button>
        )
      }
    >
      {retry.error && <ProblemNote title="Nothing was tried again" problem={problemOf(retry.error)} />}
      <Await query={query} loading={<TableLoading columns={columns} rows={4} roomy />}>
        {({ items, next, filling }) => (
          <>
            {filling && (
              <p className="lede">
                What can be found is being gathered anew: {countText(filling.done)} of{' '}
                {counted(filling.of, 'model')} so far. What cannot be read of the others is not known yet.
              </p>
            )}
            <Table
              label="What search could not read"
              roomy
              top
              rows={items}
              keyOf={({ part, id }) => `${part} ${id}`}
              columns={columns}
              second={(thing) => (
                <>
                  {thing.reason}
                  <br />
                  Since <When at={thing.since} precision="minute" />, <Again thing={thing} />
                </>
              )}
              empty={
                <Empty title={filling ? 'Nothing is missing so far.' : 'Nothing is missing.'}>
                  Everything that was registered, logged and said can be found by its words.
                </Empty>
              }
            />
            {(after || next) && <Paging count={items.length} one="thing" after={after} next={next} />}
            <p className="cap pt-3">
              What stands here is in no search, and nothing else is held up by it. It is tried again by
              itself, after a minute first and each day in the end; what is found anew leaves this list.
            </p>
          </>
        )}
      </Await>
    </Section>
  );
}

/** The state of what is found by words: what is missing of it, and why. */
export function UnreadablePage() {
  const { after } = route.useSearch();
  const me = useMe();
  return (
    <div className="page">
      <title>Search index · Countersign</title>
      <PageTitle first title="Search index" beside="what cannot be found by words, and why" />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      {hasRole(me, ['administrator']) ? (
        <Missing after={after} />
      ) : (
        <Empty title="The state of the search is for administrators.">
          Reasons may repeat what stands in a document.
        </Empty>
      )}
    </div>
  );
}
