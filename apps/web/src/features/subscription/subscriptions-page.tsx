import type { SubscriptionRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import {
  Await,
  Button,
  buttonClass,
  type Column,
  Empty,
  PageTitle,
  Paging,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import {
  ChangeSheet,
  deliveryWord,
  groupsText,
  subscriberQuery,
  subscriptionsQuery,
} from '../follow/index.ts';
import { NoMailServer } from '../mail/index.ts';
import { FollowSheet } from './follow-sheet.tsx';
import type { SubscriptionsSearch } from './search.ts';
import { SubscriberSection } from './subscriber-section.tsx';

const route = getRouteApi('/frame/settings/subscriptions');

const whatOf = ({ model, by }: SubscriptionRow): string =>
  `${model ?? 'every model that you may see'}${by ? `, by ${by.name}` : ''}`;

const columnsOf = (change: (id: string) => void): readonly Column<SubscriptionRow>[] => [
  {
    head: 'What',
    cell: ({ model, by }) => (
      <>
        {model ? (
          <Link to="/m/$model" params={{ model }}>
            {model}
          </Link>
        ) : (
          'Every model that you may see'
        )}
        {by && <span className="block">done by {by.name}</span>}
      </>
    ),
    width: '26%',
  },
  { head: 'Kinds of events', cell: ({ events }) => groupsText(events) },
  { head: 'You are told', cell: ({ delivery }) => deliveryWord[delivery], width: '20%' },
  {
    head: 'Change',
    headHidden: true,
    cell: (row) => (
      <Button small onClick={() => change(row.id)}>
        Change<span className="sr"> or stop following {whatOf(row)}</span>
      </Button>
    ),
    width: 100,
    phone: true,
  },
];

/** What one follows, and when one is told. */
export function SubscriptionsPage() {
  const { sheet, id, after } = route.useSearch();
  const navigate = useNavigate();
  const query = useQuery(subscriptionsQuery({ after }));
  const { data: subscriber } = useQuery(subscriberQuery);
  const open = (next: SubscriptionsSearch['sheet'], chosen?: string) =>
    void navigate({
      to: '/settings/subscriptions',
      search: { after, sheet: next, id: chosen },
      resetScroll: false,
    });
  const close = () => open(undefined);
  const columns = columnsOf((chosen) => open('change', chosen));
  const changed = query.data?.items.find((row) => row.id === id);
  return (
    <div className="page">
      <title>What you follow · Countersign</title>
      <nav className="crumbs" aria-label="Breadcrumb">
        <Link to="/settings">Settings</Link>
        <span aria-hidden="true">/</span>
        <span>What you follow</span>
      </nav>
      <PageTitle
        title="What you follow"
        beside="by model, kind of event and person"
        acts={
          <>
            <Link className={buttonClass()} to="/following">
              What happened
            </Link>
            <Button kind="main" onClick={() => open('follow')}>
              Follow something
            </Button>
          </>
        }
      />
      {subscriber?.mailTo === null && (
        <div className="pt-4">
          <NoMailServer />
        </div>
      )}
      <Section title="Subscriptions">
        <Await query={query} loading={<TableLoading columns={columns} rows={3} />}>
          {({ items, next }) => (
            <>
              <Table
                label="Subscriptions"
                rows={items}
                keyOf={(row) => row.id}
                columns={columns}
                top
                second={({ events, delivery }) => (
                  <>
                    {deliveryWord[delivery]}: {groupsText(events)}
                  </>
                )}
                empty={
                  <Empty title="You follow nothing.">
                    What waits for you is in your inbox without it. Follow a model, here or on its page, to be
                    told what happens to it.
                  </Empty>
                }
              />
              <Paging count={items.length} one="subscription" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
      <SubscriberSection />
      {sheet === 'follow' && <FollowSheet onClose={close} />}
      {sheet === 'change' && changed && <ChangeSheet row={changed} onClose={close} />}
    </div>
  );
}
