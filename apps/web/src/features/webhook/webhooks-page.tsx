import type { WebhookRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  FilterSegments,
  PageTitle,
  Paging,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { groupWord } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { AllowHostSheet, HostsSection, WithdrawHostSheet } from './hosts-section.tsx';
import { MakeWebhookSheet } from './make-webhook-sheet.tsx';
import { webhooksQuery } from './queries.ts';
import type { WebhooksSearch } from './search.ts';
import { WebhookMark } from './webhook-mark.tsx';
import { formWord } from './words.ts';

const route = getRouteApi('/frame/develop/webhooks');

const askedText = ({ models, events }: WebhookRow): string =>
  `${events.map((group) => groupWord[group].toLowerCase()).join(', ')}${models.length > 0 ? ` of ${models.join(', ')}` : ''}`;

const columnsOf = (everybody: boolean): readonly Column<WebhookRow>[] => [
  {
    head: 'Webhook',
    cell: ({ id, name }) => (
      <Link to="/develop/webhooks/$webhook" params={{ webhook: id }}>
        {name}
      </Link>
    ),
    width: '16%',
  },
  ...(everybody ? [{ head: 'Of', cell: ({ person }: WebhookRow) => person.name, width: '14%' }] : []),
  { head: 'Address', cell: ({ url }) => <span className="mono break-all">{url}</span> },
  { head: 'Form', cell: ({ form }) => formWord[form], width: 120, spare: true },
  { head: 'Asks for', cell: askedText, width: '24%' },
  { head: 'State', cell: (webhook) => <WebhookMark webhook={webhook} />, width: 110, phone: true },
];

function Everybody({ show }: { show: WebhooksSearch['show'] }) {
  return (
    <FilterSegments label="Whose webhooks">
      {([undefined, 'everybody'] as const).map((one) => (
        <Link
          key={one ?? 'own'}
          to="/develop/webhooks"
          search={{ show: one }}
          aria-current={show === one ? 'true' : undefined}
          activeOptions={selfState}
        >
          {one ? 'Everybody’s' : 'Your own'}
        </Link>
      ))}
    </FilterSegments>
  );
}

/** Where entries are sent as they are numbered. */
export function WebhooksPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const isAdministrator = hasRole(useMe(), ['administrator']);
  const everybody = isAdministrator && search.show === 'everybody';
  const query = useQuery(webhooksQuery(everybody, search.after));
  const columns = columnsOf(everybody);
  const open = (sheet: WebhooksSearch['sheet'], host?: string) =>
    void navigate({
      to: '/develop/webhooks',
      search: { show: search.show, after: search.after, sheet, host },
      resetScroll: false,
    });
  const close = () => open(undefined);
  return (
    <div className="page">
      <title>Webhooks · Countersign</title>
      <PageTitle
        first
        title="Webhooks"
        beside="what is numbered, sent on as it happens"
        acts={<Button onClick={() => open('make')}>Add a webhook</Button>}
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <Section
        first
        title={everybody ? 'Webhooks of everybody' : 'Your webhooks'}
        right={isAdministrator && <Everybody show={search.show} />}
      >
        <Await query={query} loading={<TableLoading columns={columns} rows={3} />}>
          {({ items, next }) => (
            <>
              <Table
                label="Webhooks"
                rows={items}
                keyOf={({ id }) => id}
                columns={columns}
                top
                second={(webhook) => (
                  <>
                    <span className="break-all">{webhook.url}</span>; {askedText(webhook)}
                  </>
                )}
                empty={
                  <Empty title="There is no webhook.">
                    A program that must know at once, of a recall above all, is told by a signed request; a
                    chat by a sentence.
                  </Empty>
                }
              />
              {(search.after || next) && (
                <Paging count={items.length} one="webhook" after={search.after} next={next} />
              )}
            </>
          )}
        </Await>
      </Section>
      {isAdministrator && (
        <HostsSection onAllow={() => open('allow')} onWithdraw={(host) => open('withdraw', host)} />
      )}
      {search.sheet === 'make' && <MakeWebhookSheet onClose={close} />}
      {isAdministrator && search.sheet === 'allow' && <AllowHostSheet onClose={close} />}
      {isAdministrator && search.sheet === 'withdraw' && search.host && (
        <WithdrawHostSheet hostId={search.host} onClose={close} />
      )}
    </div>
  );
}
