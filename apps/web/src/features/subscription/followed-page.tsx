import { eventGroups, type FollowedRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  buttonClass,
  type Column,
  Empty,
  PageTitle,
  Paging,
  ProblemNote,
  Section,
  Select,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { boundedText, groupWord, Result, When } from '../../marks/index.ts';
import { followedQuery, subscriptionsQuery } from '../follow/index.ts';
import { ModelSelect } from '../model/index.ts';
import type { FollowedSearch } from './search.ts';

const route = getRouteApi('/frame/following');

/** To the version, the model or the entry that the mail leads to as well. */
function What({ row: { number, model, version, link, sentence, isNew } }: { row: FollowedRow }) {
  const words = isNew ? <b>{sentence}</b> : sentence;
  if (model && version)
    return (
      <Link to="/m/$model/v/$version" params={{ model, version }}>
        {words}
      </Link>
    );
  if (model && !link.includes('/audit/e/'))
    return (
      <Link to="/m/$model" params={{ model }}>
        {words}
      </Link>
    );
  return (
    <Link to="/audit/e/$entry" params={{ entry: String(number) }}>
      {words}
    </Link>
  );
}

function Mail({ row: { mailed, mailDueAt } }: { row: FollowedRow }) {
  if (mailed) return <Result tone="ok">Mailed</Result>;
  if (mailDueAt)
    return (
      <>
        Mail due <When at={mailDueAt} />
      </>
    );
  return <span className="muted">In the portal</span>;
}

const columns: readonly Column<FollowedRow>[] = [
  { head: 'What happened', cell: (row) => <What row={row} /> },
  {
    head: 'New',
    headHidden: true,
    cell: ({ isNew }) => isNew && <Result tone="owed">New</Result>,
    width: 76,
    phone: true,
  },
  {
    head: 'Model',
    cell: ({ model, version }) => (model ? `${model}${version ? ` ${version}` : ''}` : ''),
    width: '14%',
    spare: true,
  },
  { head: 'When', cell: ({ at }) => <When at={at} />, width: 160 },
  { head: 'Told', cell: (row) => <Mail row={row} />, width: 226 },
];

function Nothing({ search }: { search: FollowedSearch }) {
  const { data } = useQuery(subscriptionsQuery({ limit: 1 }));
  const settings = (
    <Link className={buttonClass('main')} to="/settings/subscriptions" search={{ sheet: 'follow' }}>
      Follow something
    </Link>
  );
  if (search.model || search.group)
    return (
      <Empty title="Nothing of that happened since you follow it.">
        <Link to="/following">Show everything that you follow</Link>
      </Empty>
    );
  if (data?.items.length === 0)
    return (
      <Empty title="You follow nothing." actions={settings}>
        Follow models, kinds of events or what a person does, and what happens of it is listed here.
      </Empty>
    );
  return (
    <Empty title="Nothing happened yet of what you follow.">
      It is told from the next entry on; what one does oneself is left out.
    </Empty>
  );
}

/** What happened of what one follows: to know, where the inbox is what to do. */
export function FollowedPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const query = useQuery(followedQuery(search));
  const see = useCommand((through: number) => api.subscription.see.mutate({ through }));
  const choose = (next: FollowedSearch) => void navigate({ to: '/following', search: next });
  const unseen = query.data?.unseen;
  return (
    <div className="page">
      <title>Following · Countersign</title>
      <PageTitle
        first
        title="Following"
        beside="what happened of what you follow, the last ninety days"
        acts={
          <Link className={buttonClass()} to="/settings/subscriptions">
            What you follow
          </Link>
        }
      />
      <div className="pt-3">
        <SectionTabs
          word="Work"
          counts={unseen && unseen.count > 0 ? { Following: boundedText(unseen) } : {}}
        />
      </div>
      <Section
        first
        title="What happened"
        count={unseen && unseen.count > 0 ? `${boundedText(unseen)} new` : undefined}
        right={
          query.data &&
          query.data.unseen.count > 0 && (
            <Button small busy={see.isPending} onClick={() => see.mutate(query.data.through)}>
              Mark all as seen
            </Button>
          )
        }
      >
        <div className="tools">
          <ModelSelect
            label="Model"
            none="Every model"
            value={search.model ?? ''}
            onChange={(model) => choose({ ...search, after: undefined, model: model || undefined })}
          />
          <Select
            label="Kind of event"
            value={search.group ?? ''}
            onChange={({ target }) =>
              choose({
                ...search,
                after: undefined,
                group: eventGroups.find((group) => group === target.value),
              })
            }
            choices={[
              { value: '', label: 'Every kind' },
              ...eventGroups.map((group) => ({ value: group, label: groupWord[group] })),
            ]}
          />
        </div>
        {see.error && <ProblemNote title="It is still new" problem={problemOf(see.error)} />}
        <Await query={query} loading={<TableLoading columns={columns} rows={6} roomy />}>
          {({ items, next }) => (
            <>
              <Table
                label="Followed events"
                rows={items}
                keyOf={({ number }) => String(number)}
                columns={columns}
                roomy
                second={(row) => (
                  <>
                    <When at={row.at} />, <Mail row={row} />
                  </>
                )}
                empty={<Nothing search={search} />}
              />
              {(search.after || next) && (
                <Paging count={items.length} one="event" after={search.after} next={next} />
              )}
            </>
          )}
        </Await>
      </Section>
    </div>
  );
}
