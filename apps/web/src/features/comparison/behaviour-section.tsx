import type {
  BehaviourComparison,
  ComparedOutput,
  ComparedVersions,
  OutputBehaviour,
  RecordedBehaviour,
} from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  Await,
  Button,
  type Column,
  Empty,
  Section,
  Table,
  TableLoading,
  TextField,
} from '../../controls/index.ts';
import { counted, countText, figureText, periodOfDays, shareText, When } from '../../marks/index.ts';
import { behaviourQuery } from './queries.ts';
import type { ComparisonSearch } from './search.ts';

const route = getRouteApi('/frame/m/$model/compare/$pair');

/** Classes of one output that are told on a line. */
const classesTold = 5;

function behaviourText({ count, numbers, classes }: OutputBehaviour): string {
  if (classes) {
    const told = classes
      .slice(0, classesTold)
      .map(({ name, count: of }) => `${name === '' ? 'empty' : name} ${shareText(of / count)}`);
    return [...told, classes.length > classesTold && 'others'].filter(Boolean).join(', ');
  }
  const [lowest, , , middle, , , highest] = numbers?.quantiles ?? [];
  if (lowest === undefined || middle === undefined || highest === undefined) return 'no finite number';
  return `${figureText(lowest)} to ${figureText(highest)}, median ${figureText(middle)}`;
}

function moreText({ numbers }: OutputBehaviour): string | null {
  const [, low, first, , third, high] = numbers?.quantiles ?? [];
  if (!numbers || low === undefined || first === undefined || third === undefined || high === undefined)
    return null;
  const mean = numbers.mean === null ? '' : `mean ${figureText(numbers.mean)}; `;
  const strange = numbers.notFinite > 0 ? `; ${counted(numbers.notFinite, 'value')} no finite number` : '';
  return `${mean}half of them ${figureText(first)} to ${figureText(third)}, nine of ten ${figureText(low)} to ${figureText(high)}${strange}`;
}

function Side({ of }: { of: OutputBehaviour | null }) {
  if (of === null) return <span className="muted">none</span>;
  const more = moreText(of);
  return (
    <>
      {behaviourText(of)}
      {more && <span className="cap block">{more}</span>}
    </>
  );
}

const apartText = ({ before, after, apart }: ComparedOutput): string =>
  apart !== null ? (apart === 0 ? '0 %' : shareText(apart)) : before && after ? 'not known' : 'one alone';

const columns: readonly Column<ComparedOutput>[] = [
  {
    head: 'Output',
    cell: ({ name, appeared, vanished }) => (
      <>
        <span className="mono wrap-anywhere">{name}</span>
        {appeared.length > 0 && <span className="cap block wrap-anywhere">new: {appeared.join(', ')}</span>}
        {vanished.length > 0 && <span className="cap block wrap-anywhere">gone: {vanished.join(', ')}</span>}
      </>
    ),
    width: '22%',
  },
  { head: 'Before', cell: ({ before }) => <Side of={before} /> },
  { head: 'After', cell: ({ after }) => <Side of={after} /> },
  { head: 'Apart by', cell: apartText, numeric: true, width: 112, phone: true },
];

function Recorded({ model, of, days }: { model: string; of: RecordedBehaviour; days: ComparisonSearch }) {
  const left = [
    of.sealed > 0 && `${countText(of.sealed)} sealed under a subject’s key`,
    of.gone > 0 && `${countText(of.gone)} without kept answers`,
    of.unreadable > 0 && `${countText(of.unreadable)} that cannot be read`,
  ].filter(Boolean);
  return (
    <p>
      <b>{of.version}</b>:{' '}
      <Link to="/predictions" search={{ model, version: of.version, ...days }}>
        {counted(of.predictions, 'prediction')}
      </Link>
      {of.predictions > 0 && ` for ${counted(of.consumers, 'consumer')}`}
      {of.claimed > 0 && `, ${countText(of.claimed)} of them claimed`}
      {left.length > 0 && <span className="soft"> · not in the figures below: {left.join(', ')}</span>}
    </p>
  );
}

function Found({
  pair,
  found,
  days,
}: {
  pair: ComparedVersions;
  found: BehaviourComparison;
  days: ComparisonSearch;
}) {
  return (
    <>
      <div className="grid gap-1 pb-3">
        <p className="soft">
          Answered from <When at={found.from} precision="minute" /> until{' '}
          <When at={found.to} precision="minute" />.
        </p>
        <Recorded model={pair.model} of={found.before} days={days} />
        <Recorded model={pair.model} of={found.after} days={days} />
      </div>
      <Table
        label="Prediction behaviour"
        top
        rows={found.outputs}
        keyOf={({ name }) => name}
        columns={columns}
        second={({ before, after }) =>
          `${before ? behaviourText(before) : 'none'} → ${after ? behaviourText(after) : 'none'}`
        }
        empty={
          <Empty title="Neither version answered within this time.">
            Choose other days above; recorded and claimed predictions count alike.
          </Empty>
        }
      />
      {found.outputs.length > 0 && (
        <p className="table-foot">
          Apart by 0 % is the same distribution, by 100 % nothing in common: the largest difference of the
          shares below any value, or the share of answers whose class would have to change. What was asked may
          differ, too.
        </p>
      )}
    </>
  );
}

function Days({ days }: { days: ComparisonSearch }) {
  const navigate = useNavigate();
  const [from, setFrom] = useState(days.from ?? '');
  const [to, setTo] = useState(days.to ?? '');
  return (
    <form
      className="tools"
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({
          to: '.',
          search: (before) => ({ ...before, from: from || undefined, to: to || undefined }),
          resetScroll: false,
        });
      }}
    >
      <TextField
        label="First day"
        type="date"
        value={from}
        onChange={({ target }) => setFrom(target.value)}
      />
      <TextField label="Last day" type="date" value={to} onChange={({ target }) => setTo(target.value)} />
      <Button submit>Compare these days</Button>
    </form>
  );
}

/** What both answered within the days that the address names; without any, the 30 days until the last answer of either. */
export function BehaviourSection({ pair }: { pair: ComparedVersions }) {
  const { from, to } = route.useSearch();
  const days = { from, to };
  const query = useQuery(behaviourQuery({ ...pair, ...periodOfDays(days) }));
  return (
    <Section title="Prediction behaviour" at="prediction-behaviour">
      <Days key={`${days.from} ${days.to}`} days={days} />
      <Await query={query} loading={<TableLoading columns={columns} rows={4} />}>
        {(found) => <Found pair={pair} found={found} days={days} />}
      </Await>
    </Section>
  );
}
