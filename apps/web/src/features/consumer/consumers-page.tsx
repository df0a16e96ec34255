import type { ConsumerRow } from '@countersign/contracts';
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
  SearchForm,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, countText, Result, When } from '../../marks/index.ts';
import { ModelSelect } from '../model/index.ts';
import { useMe } from '../session/index.ts';
import { consumersQuery } from './queries.ts';
import { RegisterSheet } from './register-sheet.tsx';
import type { ConsumersSearch } from './search.ts';

const route = getRouteApi('/frame/consumers');
const roles = ['consumer', 'developer', 'operator', 'owner'];

const State = ({ answerer, undeclared }: ConsumerRow) => {
  if (answerer === null) return <Result tone="owed">discovered</Result>;
  return undeclared ? <Result tone="owed">not all declared</Result> : <Result tone="ok">declared</Result>;
};

const columnsOf = (declare: ((key: string) => void) | null): readonly Column<ConsumerRow>[] => [
  {
    head: 'Consumer',
    cell: ({ key, name }) => (
      <>
        <Link to="/consumers/$consumer" params={{ consumer: key }} className="break-words">
          {name}
        </Link>
        {name !== key && <span className="muted break-words"> {key}</span>}
      </>
    ),
    width: '24%',
  },
  { head: 'Answers for it', cell: ({ answerer }) => answerer?.name ?? '', width: '16%' },
  { head: 'Models', cell: ({ models }) => models.join(', ') },
  { head: 'Uses', numeric: true, cell: ({ uses }) => countText(uses), width: 70, spare: true },
  { head: 'Calls', numeric: true, cell: ({ calls }) => countText(calls), width: 90 },
  {
    head: 'Last seen',
    cell: ({ lastAt }) => (lastAt ? <When at={lastAt} /> : <span className="muted">never</span>),
    width: 190,
  },
  {
    head: 'State',
    cell: (row) => <State {...row} />,
    width: 140,
    phone: true,
  },
  ...(declare
    ? [
        {
          head: 'Declare',
          headHidden: true,
          cell: ({ key, answerer }: ConsumerRow) =>
            answerer === null && (
              <Button small onClick={() => declare(key)}>
                Declare<span className="sr"> {key}</span>
              </Button>
            ),
          width: 96,
        },
      ]
    : []),
];

function Filters({ search }: { search: ConsumersSearch }) {
  const navigate = useNavigate();
  const go = (next: Partial<ConsumersSearch>) =>
    void navigate({ to: '/consumers', search: { ...search, after: undefined, ...next } });
  return (
    <div className="tools pt-6">
      <SearchForm label="Name or purpose" value={search.search} onSearch={(text) => go({ search: text })} />
      <ModelSelect
        label="Uses the model"
        none="Any"
        value={search.model ?? ''}
        onChange={(model) => go({ model: model || undefined })}
      />
      <FilterSegments label="Which consumers">
        {([undefined, 'registered', 'discovered'] as const).map((show) => (
          <Link
            key={show ?? 'all'}
            to="/consumers"
            search={{ ...search, after: undefined, show }}
            aria-current={search.show === show ? 'true' : undefined}
            activeOptions={selfState}
          >
            {show === undefined ? 'All' : show === 'registered' ? 'Registered' : 'Discovered'}
          </Link>
        ))}
      </FilterSegments>
    </div>
  );
}

/** Who uses predictions: those who said so, and the names that predict without. */
export function ConsumersPage() {
  const { sheet, of, ...search } = route.useSearch();
  const navigate = useNavigate();
  const me = useMe();
  const mayRegister = me.roles.some(({ role }) => roles.includes(role));
  const isConsumer = me.roles.every(({ role }) => role === 'consumer');
  const { after, ...filter } = search;
  const query = useQuery(consumersQuery({ limit: 50, ...filter, ...(after && { after }) }));
  const columns = columnsOf(
    mayRegister
      ? (of) => void navigate({ to: '/consumers', search: { ...search, sheet: 'register', of } })
      : null,
  );
  const close = () => void navigate({ to: '/consumers', search, resetScroll: false });
  return (
    <div className="page">
      <title>Consumers · Countersign</title>
      <PageTitle
        first
        title="Consumers"
        beside={isConsumer ? 'those that you answer for' : 'who uses predictions, said by themselves or seen'}
        acts={
          mayRegister && (
            <Button
              onClick={() => void navigate({ to: '/consumers', search: { ...search, sheet: 'register' } })}
            >
              Register a consumer
            </Button>
          )
        }
      />
      <div className="pt-3">
        <SectionTabs word="Operate" />
      </div>
      <Filters key={search.search} search={search} />
      <Section first title="Consumers" count="by the name that each predicts under">
        <Await query={query} loading={<TableLoading columns={columns} rows={8} />}>
          {({ items, next }) => (
            <>
              <Table
                label="Consumers"
                rows={items}
                keyOf={({ key }) => key}
                columns={columns}
                second={({ models, calls, lastAt }) => (
                  <>
                    {models.join(', ')}; {counted(calls, 'call')}
                    {lastAt && (
                      <>
                        , last <When at={lastAt} />
                      </>
                    )}
                  </>
                )}
                empty={
                  <Empty
                    title={Object.keys(filter).length > 0 ? 'None of these.' : 'Nobody uses a model yet.'}
                  >
                    A consumer is registered here, by REST or by its repository; whoever predicts without
                    shows up by itself.
                  </Empty>
                }
              />
              <Paging count={items.length} one="consumer" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
      {mayRegister && sheet === 'register' && (
        <RegisterSheet
          key={of}
          name={of}
          onDone={(consumer) => void navigate({ to: '/consumers/$consumer', params: { consumer } })}
          onClose={close}
        />
      )}
    </div>
  );
}
