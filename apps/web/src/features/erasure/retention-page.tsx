import type { LegalHold } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SectionTabs } from '../../app/section-tabs.tsx';
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
import { Result, When } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { ClassSection } from './class-section.tsx';
import { EraseSection } from './erase-section.tsx';
import { LiftSheet, PlaceSheet } from './hold-sheets.tsx';
import { holdsQuery } from './queries.ts';
import type { RetentionSearch } from './search.ts';
import { holdText } from './words.ts';

const route = getRouteApi('/frame/admin/retention');

const standing = ({ lifted }: LegalHold) =>
  lifted ? (
    <span>
      Lifted <When at={lifted.at} precision="day" /> by {lifted.by.name}: {lifted.reason}
    </span>
  ) : (
    <Result tone="owed">Stands</Result>
  );

const columns: readonly Column<LegalHold>[] = [
  { head: 'On', cell: holdText, width: 280 },
  { head: 'Reason', cell: ({ reason }) => reason },
  { head: 'Placed', cell: ({ at }) => <When at={at} precision="minute" />, width: 170 },
  { head: 'By', cell: ({ by }) => by.name, width: 180 },
  { head: 'State', cell: standing, phone: true, width: 260 },
];

function Holds({ search, onLift }: { search: RetentionSearch; onLift?: (hold: LegalHold) => void }) {
  const { after, show } = search;
  const query = useQuery(holdsQuery({ after, ...(show ? {} : { standing: true }) }));
  const withLift: readonly Column<LegalHold>[] = onLift
    ? [
        ...columns,
        {
          head: 'Lift',
          headHidden: true,
          width: 80,
          phone: true,
          cell: (hold) =>
            !hold.lifted && (
              <Button small onClick={() => onLift(hold)}>
                Lift<span className="sr"> the hold on {holdText(hold)}</span>
              </Button>
            ),
        },
      ]
    : columns;
  return (
    <Await query={query} loading={<TableLoading columns={withLift} rows={3} />}>
      {({ items, next }) => (
        <>
          <Table
            label="Legal holds"
            rows={items}
            keyOf={({ id }) => id}
            columns={withLift}
            second={({ by, reason }) => `${reason}; placed by ${by.name}`}
            empty={
              <Empty title={show ? 'No legal hold was ever placed.' : 'No legal hold stands.'}>
                A hold on a subject, a model or a period keeps what it covers from being erased, and from
                being removed by a class.
              </Empty>
            }
          />
          <Paging count={items.length} one="hold" after={after} next={next} />
        </>
      )}
    </Await>
  );
}

/** Legal holds, retention classes, and erasing what was recorded about a subject. */
export function RetentionPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const [lifting, setLifting] = useState<LegalHold | null>(null);
  const mayAct = hasRole(useMe(), ['compliance']);
  const open = (place: RetentionSearch['place']) =>
    void navigate({ to: '/admin/retention', search: { ...search, place } });
  return (
    <div className="page">
      <title>Retention · Countersign</title>
      <PageTitle
        first
        title="Retention"
        acts={
          mayAct && (
            <>
              <Button onClick={() => open('subject')}>Hold a subject</Button>
              <Button onClick={() => open('model')}>Hold a model</Button>
              <Button onClick={() => open('period')}>Hold a period</Button>
            </>
          )
        }
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <Section
        first
        title="Legal holds"
        right={
          <FilterSegments label="Which holds">
            {([undefined, 'all'] as const).map((show) => (
              <Link
                key={show ?? 'standing'}
                to="/admin/retention"
                search={{ show }}
                aria-current={search.show === show ? 'true' : undefined}
              >
                {show ? 'All' : 'Standing'}
              </Link>
            ))}
          </FilterSegments>
        }
      >
        <Holds search={search} onLift={mayAct ? setLifting : undefined} />
      </Section>
      <ClassSection />
      {mayAct && <EraseSection />}
      {search.place && <PlaceSheet kind={search.place} onClose={() => open(undefined)} />}
      {lifting && <LiftSheet hold={lifting} onClose={() => setLifting(null)} />}
    </div>
  );
}
