import type { AccessRow } from '@countersign/contracts';
import { type Role, roles } from '@countersign/lifecycle';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { withBase } from '../../app/base-path.ts';
import { stringifySearch } from '../../app/search-text.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import {
  Await,
  Button,
  buttonClass,
  type Column,
  Empty,
  FilterSegments,
  PageTitle,
  Paging,
  SearchForm,
  Section,
  Select,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, countText, EntryLink, roleWord, When } from '../../marks/index.ts';
import { ModelSelect } from '../model/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { RecordReviewSheet } from './record-review-sheet.tsx';
import type { AccessSearch } from './search.ts';

const route = getRouteApi('/frame/admin/access');
const unusedChoices = [undefined, '90', '365'] as const;

const never = <span className="muted">never</span>;
const accountOf = ({ kind, person }: AccessRow) =>
  kind === 'service' ? (
    <Link className="quiet" to="/admin/services/$service" params={{ service: person.id }}>
      <b>{person.name}</b>
    </Link>
  ) : (
    <Link className="quiet" to="/admin/people/$person" params={{ person: person.id }}>
      <b>{person.name}</b>
    </Link>
  );

const roleOf = ({ role, deputyFor }: AccessRow) =>
  role === null ? (
    <span className="muted">no role</span>
  ) : (
    <>
      <span className="whitespace-nowrap">{roleWord[role]}</span>
      {deputyFor && <span className="cap block whitespace-normal">as deputy for {deputyFor.name}</span>}
    </>
  );

const columns: readonly Column<AccessRow>[] = [
  {
    head: 'Account',
    cell: (row) => (
      <>
        {accountOf(row)}
        {row.responsible && (
          <span className="cap block whitespace-normal">{row.responsible.name} answers for it</span>
        )}
      </>
    ),
    width: '17%',
  },
  { head: 'Role', cell: roleOf, width: 128, phone: true },
  {
    head: 'On',
    cell: ({ role, modelKey }) => (role === null ? '' : (modelKey ?? 'every model')),
    width: '11%',
  },
  {
    head: 'Since, until',
    cell: ({ since, until }) =>
      since && (
        <>
          <When at={since} precision="day" />
          {until && (
            <>
              , <When at={until} precision="day" />
            </>
          )}
        </>
      ),
    width: 176,
  },
  {
    head: 'Granted by',
    cell: ({ role, grantedBy }) =>
      role === null ? '' : (grantedBy?.name ?? <span className="muted">the installation</span>),
  },
  {
    head: 'Role used',
    cell: ({ role, roleLastUsedAt }) =>
      role === null ? '' : roleLastUsedAt ? <When at={roleLastUsedAt} precision="day" /> : never,
    width: 104,
  },
  {
    head: 'Signed in',
    cell: ({ lastSignInAt, kind }) =>
      kind === 'service' ? '' : lastSignInAt ? <When at={lastSignInAt} precision="day" /> : never,
    width: 104,
    spare: true,
  },
  {
    head: 'Tokens',
    cell: ({ validTokens }) => countText(validTokens),
    numeric: true,
    width: 64,
    spare: true,
  },
  {
    head: 'Token used',
    cell: ({ tokenLastUsedAt }) => (tokenLastUsedAt ? <When at={tokenLastUsedAt} precision="day" /> : never),
    width: 104,
    spare: true,
  },
];

function Filters({ search }: { search: AccessSearch }) {
  const navigate = useNavigate();
  const change = (part: AccessSearch) =>
    void navigate({ to: '/admin/access', search: { ...search, after: undefined, ...part } });
  return (
    <div className="tools pt-6">
      <SearchForm
        label="Name or address"
        value={search.search}
        onSearch={(text) => change({ search: text })}
      />
      <Select
        label="Role"
        value={search.role ?? ''}
        onChange={({ target }) => change({ role: (target.value || undefined) as Role | undefined })}
        choices={[
          { value: '', label: 'Any role' },
          ...roles.map((role) => ({ value: role, label: roleWord[role] })),
        ]}
      />
      <ModelSelect
        label="Granted on"
        none="Anything"
        value={search.model ?? ''}
        onChange={(model) => change({ model: model || undefined })}
      />
      <FilterSegments label="Use of the role">
        {unusedChoices.map((unused) => (
          <Link
            key={unused ?? 'all'}
            to="/admin/access"
            search={{ ...search, after: undefined, unused }}
            aria-current={search.unused === unused ? 'true' : undefined}
            activeOptions={selfState}
          >
            {unused ? `Unused for ${unused} days` : 'All'}
          </Link>
        ))}
      </FilterSegments>
    </div>
  );
}

function LastReview() {
  const { data } = useQuery({ queryKey: ['access', 'last'], queryFn: () => api.accessReview.last.query() });
  if (data === undefined) return null;
  if (data === null) return <>no review was recorded yet</>;
  return (
    <>
      last reviewed <When at={data.at} /> by {data.by.name}, {counted(data.rows, 'row')}, entry{' '}
      <EntryLink number={data.number} />
    </>
  );
}

export function AccessPage() {
  const { sheet, after, unused, ...words } = route.useSearch();
  const search = { after, unused, ...words };
  const navigate = useNavigate();
  const mayRecord = hasRole(useMe(), ['administrator']);
  const filter = { ...words, unusedDays: unused && Number(unused) };
  const query = useQuery({
    queryKey: ['access', 'list', filter, after ?? null],
    queryFn: () => api.accessReview.list.query({ limit: 100, after, ...filter }),
  });
  const open = (next: AccessSearch['sheet']) =>
    void navigate({ to: '/admin/access', search: { ...search, sheet: next } });
  return (
    <div className="page">
      <title>Access review · Countersign</title>
      <PageTitle
        first
        title="Access review"
        beside={<LastReview />}
        acts={
          <>
            <a
              className={buttonClass()}
              href={withBase(`/api/v1/access-review.csv${stringifySearch(filter)}`)}
              download
            >
              Save as CSV
            </a>
            {mayRecord && <Button onClick={() => open('record')}>Record the review as done</Button>}
          </>
        }
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <Filters key={search.search} search={search} />
      <Section first title="Who holds what">
        <Await query={query} loading={<TableLoading columns={columns} rows={10} />}>
          {({ items, next }) => (
            <>
              <Table
                label="Access"
                rows={items}
                keyOf={({ id }) => id}
                columns={columns}
                second={({ role, modelKey, since, roleLastUsedAt }) =>
                  role === null ? null : (
                    <>
                      {modelKey ?? 'every model'}
                      {since && (
                        <>
                          , since <When at={since} precision="day" />
                        </>
                      )}
                      ,{' '}
                      {roleLastUsedAt ? (
                        <>used {<When at={roleLastUsedAt} precision="day" />}</>
                      ) : (
                        'never used'
                      )}
                    </>
                  )
                }
                empty={
                  <Empty title="Nothing fits.">Choose another role, another model, or a shorter time.</Empty>
                }
              />
              <Paging count={items.length} one="row" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
      {sheet === 'record' && <RecordReviewSheet filter={filter} onClose={() => open(undefined)} />}
    </div>
  );
}
