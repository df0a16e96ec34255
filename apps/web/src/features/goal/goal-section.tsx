import type { EarlierGoal, GoalView } from '@countersign/contracts';
import { type Column, Section, Table } from '../../controls/index.ts';
import { figureText, Result, When } from '../../marks/index.ts';
import { type GoalRow, goalRows, thresholdText, useRows } from './goal-rows.ts';
import './goal.css';

const nameOf = ({ metric, split }: GoalRow): string => (split === null ? metric : `${metric}/${split}`);

function Claimed({ row }: { row: GoalRow }) {
  if (row.now === null) return null;
  if (row.now.claimed === null) return <span className="muted">no single value</span>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      {figureText(row.now.claimed)}
      <Result tone={row.now.met ? 'ok' : 'no'}>{row.now.met ? 'Kept' : 'Missed'}</Result>
    </span>
  );
}

const asked = ({ now }: GoalRow) =>
  now ? <b>{thresholdText(now)}</b> : <span className="muted">asked no longer</span>;

const beforeText = ({ before }: GoalRow): string => (before ? thresholdText(before) : 'none');

function columnsOf(earlier: EarlierGoal | null): readonly Column<GoalRow>[] {
  return [
    { head: 'Metric', cell: ({ metric }) => <span className="mono">{metric}</span>, width: '24%' },
    { head: 'Split', cell: ({ split }) => split ?? <span className="muted">wherever measured</span> },
    { head: 'Threshold', cell: asked, width: 130, phone: true },
    ...(earlier
      ? [
          {
            head: `For ${earlier.version}`,
            cell: (row: GoalRow) => <span className="soft">{beforeText(row)}</span>,
            width: 120,
          },
        ]
      : []),
    { head: 'The version claims', cell: (row) => <Claimed row={row} />, width: 170 },
  ];
}

function Uses({ goal, earlier }: { goal: GoalView; earlier: EarlierGoal | null }) {
  return (
    <ul className="goal-uses" aria-label="Uses">
      {useRows(goal, earlier).map(({ use, change }) => (
        <li key={use}>
          <span className={change === 'left-out' ? 'muted' : undefined}>{use}</span>
          {change && <span className="muted">, {change === 'new' ? 'new' : 'left out now'}</span>}
        </li>
      ))}
    </ul>
  );
}

/** What production is granted for: stated uses, the original goal, and until when; beside an earlier goal where one is given. */
export function GoalSection({
  goal,
  earlier = null,
  first = false,
}: {
  goal: GoalView;
  earlier?: EarlierGoal | null;
  first?: boolean;
}) {
  const rows = goalRows(goal, earlier);
  return (
    <Section
      first={first}
      title={goal.state === 'fixed' ? 'Approved for' : 'Approval is asked for'}
      count={
        <>
          until <When at={goal.until} precision="day" />
        </>
      }
      right={earlier && `beside what was approved for ${earlier.version}`}
    >
      <Uses goal={goal} earlier={earlier} />
      {rows.length === 0 ? (
        <p className="soft pt-2 text-13">No goal of metric thresholds was stated.</p>
      ) : (
        <Table
          label="Original goal"
          rows={rows}
          keyOf={(row) => `${nameOf(row)}/${(row.now ?? row.before)?.comparison}`}
          columns={columnsOf(earlier)}
          second={(row) => (
            <>
              {row.split && `${row.split}, `}
              {row.now && 'claims '}
              <Claimed row={row} />
              {earlier && `, for ${earlier.version} ${beforeText(row)}`}
            </>
          )}
        />
      )}
    </Section>
  );
}
