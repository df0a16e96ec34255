import type { Consumer, TrafficRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import {
  Await,
  Button,
  buttonClass,
  type Column,
  Definitions,
  Empty,
  PageTitle,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, countText, Result, When } from '../../marks/index.ts';
import { LineageLink } from '../lineage/index.ts';
import { ConsumerNotices } from '../notice/index.ts';
import { isInsider, useMe } from '../session/index.ts';
import { EndUseSheet, HandOverSheet, RetireSheet } from './end-sheets.tsx';
import { consumerQuery } from './queries.ts';
import { ChangeSheet, RegisterSheet } from './register-sheet.tsx';
import type { ConsumerSearch } from './search.ts';
import { columnsOfUses } from './use-columns.tsx';
import { UseSheet } from './use-sheet.tsx';
import { cadenceText, kindWord, latencyText, originWord, targetText } from './words.ts';

const route = getRouteApi('/frame/consumers/$consumer');

const useMark = {
  declared: <Result tone="ok">declared</Result>,
  'not-declared': <Result tone="owed">not declared</Result>,
  earlier: <Result tone="none">before its uses</Result>,
} as const;

const trafficColumns: readonly Column<TrafficRow>[] = [
  {
    head: 'Version',
    cell: ({ model, version }) => (
      <Link to="/m/$model/v/$version" params={{ model, version }}>
        {model} {version}
      </Link>
    ),
  },
  {
    head: 'In',
    cell: ({ environment }) => environment ?? <span className="muted">not said</span>,
    width: 110,
  },
  { head: 'Seen by', cell: ({ origin }) => originWord[origin], width: 130, spare: true },
  { head: 'Calls', numeric: true, cell: ({ calls }) => countText(calls), width: 90 },
  { head: 'Errors', numeric: true, cell: ({ errors }) => countText(errors), width: 80 },
  { head: 'Mean latency', cell: latencyText, width: 190, spare: true },
  { head: 'Last seen', cell: ({ lastAt }) => <When at={lastAt} />, width: 190 },
  {
    head: 'Use',
    cell: ({ use }) => useMark[use],
    width: 150,
    phone: true,
  },
];

const Facts = ({ consumer }: { consumer: Consumer }) => (
  <Definitions
    items={[
      [
        'Predicts under',
        <span key="key" className="break-words">
          {consumer.key}
        </span>,
      ],
      ['Purpose', consumer.purpose],
      ['Answers for it', consumer.answerer?.name],
      [
        'Contacts',
        consumer.contacts.length > 0 ? (
          <span key="contacts" className="break-all">
            {consumer.contacts.join(', ')}
          </span>
        ) : (
          'none: only who answers for it is told'
        ),
      ],
      ['Predictions a day', consumer.volumePerDay === null ? 'not said' : countText(consumer.volumePerDay)],
      ['Service levels', consumer.serviceLevels ?? 'not said'],
      ['When a version answers no more', consumer.whenBlocked ?? 'not said'],
      ['Registered', consumer.registeredAt && <When key="at" at={consumer.registeredAt} />],
    ]}
  />
);

function Webhooks({ consumer }: { consumer: Consumer }) {
  if (!consumer.registered) return null;
  return (
    <Section title="Webhooks of who answers for it" count={consumer.webhooks.length}>
      {consumer.webhooks.length === 0 ? (
        <Empty title="There is none.">A webhook tells a program at once what happens to a version.</Empty>
      ) : (
        <ul>
          {consumer.webhooks.map(({ id, name, state, own }) => (
            <li key={id} className="py-1">
              {own ? (
                <Link to="/develop/webhooks/$webhook" params={{ webhook: id }}>
                  {name}
                </Link>
              ) : (
                name
              )}
              , {state}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Sheets({
  consumer,
  search,
  close,
}: {
  consumer: Consumer;
  search: ConsumerSearch;
  close: () => void;
}) {
  const navigate = useNavigate();
  const { key } = consumer;
  switch (search.sheet) {
    case 'register':
      return consumer.registered ? null : <RegisterSheet name={key} onDone={close} onClose={close} />;
    case 'change':
      return <ChangeSheet consumer={consumer} onClose={close} />;
    case 'use':
      return (
        <UseSheet consumer={key} environments={consumer.environments} model={search.model} onClose={close} />
      );
    case 'end':
      return search.use ? <EndUseSheet useId={search.use} onClose={close} /> : null;
    case 'hand-over':
      return consumer.mayHandOver ? <HandOverSheet consumer={consumer} onClose={close} /> : null;
    case 'retire':
      return (
        <RetireSheet consumer={key} onDone={() => void navigate({ to: '/consumers' })} onClose={close} />
      );
    default:
      return null;
  }
}

function Acts({ consumer, open }: { consumer: Consumer; open: (next: ConsumerSearch) => void }) {
  const handOver = consumer.mayHandOver && (
    <Button onClick={() => open({ sheet: 'hand-over' })}>Hand over</Button>
  );
  if (!consumer.mayChange) return handOver;
  if (!consumer.registered)
    return (
      <Button kind="main" onClick={() => open({ sheet: 'register' })}>
        Declare this consumer
      </Button>
    );
  return (
    <>
      <Button kind="main" onClick={() => open({ sheet: 'use' })}>
        Declare a use
      </Button>
      <Button onClick={() => open({ sheet: 'change' })}>Change</Button>
      {handOver}
      <Button kind="stop" onClick={() => open({ sheet: 'retire' })}>
        Retire
      </Button>
    </>
  );
}

function Known({ consumer, search }: { consumer: Consumer; search: ConsumerSearch }) {
  const navigate = useNavigate();
  const me = useMe();
  const insider = ['', ...consumer.uses.map(({ model }) => model)].some((model) => isInsider(me, model));
  const open = (next: ConsumerSearch) =>
    void navigate({
      to: '/consumers/$consumer',
      params: { consumer: consumer.key },
      search: next,
      resetScroll: false,
    });
  const close = () => open({});
  return (
    <div className="page">
      <title>{`${consumer.name} · Countersign`}</title>
      <nav className="crumbs" aria-label="Breadcrumb">
        <Link to="/consumers">Consumers</Link>
        <span aria-hidden="true">/</span>
        <span className="break-words">{consumer.key}</span>
      </nav>
      <PageTitle
        title={consumer.name}
        beside={consumer.registered ? undefined : 'predicts, and nobody said who it is'}
        acts={
          <>
            {insider && (
              <LineageLink node={`consumer:${consumer.key}`} className={buttonClass()}>
                Lineage
              </LineageLink>
            )}
            <Acts consumer={consumer} open={open} />
          </>
        }
      />
      {consumer.registered && (
        <div className="pt-4">
          <Facts consumer={consumer} />
        </div>
      )}
      {consumer.registered && (
        <Section title="Uses" count={consumer.uses.filter(({ endedAt }) => endedAt === null).length}>
          <Table
            label="Uses"
            rows={consumer.uses}
            keyOf={({ id }) => id}
            columns={columnsOfUses((use) => open({ sheet: 'end', use }))}
            second={(use) => (
              <>
                {targetText(use)}, {kindWord[use.kind].toLowerCase()}, {cadenceText(use.cadenceMinutes)}
              </>
            )}
            empty={
              <Empty title="It declared no use.">
                What it uses is declared here, by REST, or by its repository with countersign consume.
              </Empty>
            }
          />
        </Section>
      )}
      <Section title="What it called" count={counted(consumer.traffic.length, 'place')}>
        <Table
          label="What it called"
          rows={consumer.traffic}
          keyOf={({ model, version, environment, origin }) => `${model} ${version} ${environment} ${origin}`}
          columns={trafficColumns}
          second={(row) => (
            <>
              {row.environment ?? 'environment not said'}, {counted(row.calls, 'call')}, last{' '}
              <When at={row.lastAt} />
            </>
          )}
          empty={<Empty title="Nothing yet.">Calls show here within seconds of the answer.</Empty>}
        />
      </Section>
      <ConsumerNotices consumer={consumer.key} />
      <Webhooks consumer={consumer} />
      {(consumer.mayChange || consumer.mayHandOver) && (
        <Sheets consumer={consumer} search={search} close={close} />
      )}
    </div>
  );
}

/** One consumer: who answers for it, what it uses, what it called. */
export function ConsumerPage() {
  const { consumer } = route.useParams();
  const search = route.useSearch();
  const query = useQuery(consumerQuery(consumer));
  return (
    <Await
      whole
      query={query}
      loading={
        <div className="page" aria-busy="true">
          <PageTitle first title="Consumer" beside="reading what it uses and called" />
          <Section first title="What it called">
            <TableLoading columns={trafficColumns} rows={4} />
          </Section>
        </div>
      }
    >
      {(known) => <Known consumer={known} search={search} />}
    </Await>
  );
}
