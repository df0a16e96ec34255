import { type DeliveryRow, deliveryStates, type WebhookRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { selfState } from '../../app/self-state.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Definitions,
  Empty,
  FilterSegments,
  PageTitle,
  Paging,
  ProblemNote,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, countText, EntryLink, EventName, groupWord, Result, When } from '../../marks/index.ts';
import {
  ChangeWebhookSheet,
  RemoveWebhookSheet,
  ReplaceSecretSheet,
  ResumeWebhookSheet,
} from './change-sheets.tsx';
import { DeliverySection } from './delivery-section.tsx';
import { deliveriesQuery, webhookQuery } from './queries.ts';
import type { WebhookSearch } from './search.ts';
import { WebhookState } from './webhook-mark.tsx';
import { deliveryWord, formWord } from './words.ts';
import './webhook.css';

const route = getRouteApi('/frame/develop/webhooks/$webhook');

const tones = { waiting: 'owed', delivered: 'ok', failed: 'no' } as const;

const columnsOf = (webhook: string, search: WebhookSearch): readonly Column<DeliveryRow>[] => [
  {
    head: 'Event',
    cell: ({ id, event }) => (
      <Link
        to="/develop/webhooks/$webhook"
        params={{ webhook }}
        search={{ ...search, delivery: id }}
        resetScroll={false}
        aria-current={search.delivery === id ? 'true' : undefined}
      >
        <EventName event={event} />
      </Link>
    ),
  },
  {
    head: 'Entry',
    cell: ({ number }) =>
      number === null ? <span className="muted">test</span> : <EntryLink number={number} />,
    width: 100,
  },
  {
    head: 'State',
    cell: ({ state }) => <Result tone={tones[state]}>{deliveryWord[state]}</Result>,
    width: 120,
    phone: true,
  },
  { head: 'Tries', numeric: true, cell: ({ attempts }) => countText(attempts), width: 70 },
  { head: 'First tried', cell: ({ madeAt }) => <When at={madeAt} precision="second" />, width: 230 },
];

function Deliveries({ webhook, search }: { webhook: string; search: WebhookSearch }) {
  const query = useQuery(deliveriesQuery(webhook, search));
  const columns = columnsOf(webhook, search);
  return (
    <Section
      title="Deliveries"
      count="kept for thirty days"
      right={
        <FilterSegments label="Which deliveries">
          {[undefined, ...deliveryStates].map((state) => (
            <Link
              key={state ?? 'all'}
              to="/develop/webhooks/$webhook"
              params={{ webhook }}
              search={{ state }}
              resetScroll={false}
              aria-current={search.state === state ? 'true' : undefined}
              activeOptions={selfState}
            >
              {state ? deliveryWord[state] : 'All'}
            </Link>
          ))}
        </FilterSegments>
      }
    >
      <Await query={query} loading={<TableLoading columns={columns} rows={3} />}>
        {({ items, next }) => (
          <>
            <Table
              label="Deliveries"
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              second={({ madeAt, attempts }) => (
                <>
                  <When at={madeAt} precision="second" />, {counted(attempts, 'try', 'tries')}
                </>
              )}
              empty={
                <Empty title={search.state ? 'None of these.' : 'Nothing was sent yet.'}>
                  A test shows at once whether the receiver takes what is sent.
                </Empty>
              }
            />
            <Paging count={items.length} one="delivery" many="deliveries" after={search.after} next={next} />
          </>
        )}
      </Await>
    </Section>
  );
}

const Facts = ({ webhook }: { webhook: WebhookRow }) => (
  <Definitions
    items={[
      ['State', <WebhookState key="state" webhook={webhook} />],
      [
        'Address',
        <span key="url" className="mono break-all">
          {webhook.url}
        </span>,
      ],
      ['Form', formWord[webhook.form]],
      ['Asks for', webhook.events.map((group) => groupWord[group]).join(', ')],
      [
        'Models',
        webhook.models.length > 0 ? webhook.models.join(', ') : 'every model that its person may see',
      ],
      ['Of', webhook.person.name],
    ]}
  />
);

function Acts({ webhook, open }: { webhook: WebhookRow; open: (next: Partial<WebhookSearch>) => void }) {
  const webhookId = webhook.id;
  const test = useCommand(
    () => api.webhook.test.mutate({ webhookId }),
    ({ id }) => open({ delivery: id, state: undefined, after: undefined }),
  );
  const pause = useCommand(() => api.webhook.pause.mutate({ webhookId }));
  return (
    <>
      <Button kind="main" busy={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? 'Sending' : 'Send a test'}
      </Button>
      {webhook.state === 'active' ? (
        <Button busy={pause.isPending} onClick={() => pause.mutate()}>
          Pause
        </Button>
      ) : (
        <Button onClick={() => open({ sheet: 'resume' })}>Resume</Button>
      )}
      <Button onClick={() => open({ sheet: 'change' })}>Change</Button>
      {webhook.form === 'standard' && (
        <Button onClick={() => open({ sheet: 'secret' })}>Replace the secret</Button>
      )}
      <Button kind="stop" onClick={() => open({ sheet: 'remove' })}>
        Remove
      </Button>
      {(test.error || pause.error) && (
        <ProblemNote title="Not done" problem={problemOf(test.error ?? pause.error)} />
      )}
    </>
  );
}

/** One webhook: what it asks for, what it was sent, and what came back. */
export function WebhookPage() {
  const { webhook: webhookId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const query = useQuery(webhookQuery(webhookId));
  const open = (next: Partial<WebhookSearch>) =>
    void navigate({
      to: '/develop/webhooks/$webhook',
      params: { webhook: webhookId },
      search: { ...search, sheet: undefined, ...next },
      resetScroll: false,
    });
  const close = () => open({});
  return (
    <Await
      whole
      query={query}
      loading={
        <div className="page" aria-busy="true">
          <PageTitle first title="Webhook" beside="reading what was sent" />
          <Section first title="Deliveries">
            <TableLoading columns={columnsOf(webhookId, search)} rows={6} />
          </Section>
        </div>
      }
    >
      {(webhook) => (
        <div className="page">
          <title>{`${webhook.name} · Countersign`}</title>
          <nav className="crumbs" aria-label="Breadcrumb">
            <Link to="/develop/webhooks">Webhooks</Link>
            <span aria-hidden="true">/</span>
            <span>{webhook.name}</span>
          </nav>
          <PageTitle title={webhook.name} acts={<Acts webhook={webhook} open={open} />} />
          <div className="pt-4">
            <Facts webhook={webhook} />
          </div>
          {search.delivery && <DeliverySection webhookId={webhookId} id={search.delivery} />}
          <Deliveries webhook={webhookId} search={search} />
          {search.sheet === 'change' && <ChangeWebhookSheet webhook={webhook} onClose={close} />}
          {search.sheet === 'secret' && <ReplaceSecretSheet webhook={webhook} onClose={close} />}
          {search.sheet === 'resume' && <ResumeWebhookSheet webhook={webhook} onClose={close} />}
          {search.sheet === 'remove' && (
            <RemoveWebhookSheet
              webhook={webhook}
              onClose={close}
              onRemoved={() => void navigate({ to: '/develop/webhooks' })}
            />
          )}
        </div>
      )}
    </Await>
  );
}
