import type { RetentionClass, RetentionDueRow, RetentionList } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  Await,
  Button,
  type Column,
  CommandButton,
  Definitions,
  Empty,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, figureText, Result, When } from '../../marks/index.ts';
import { EndClassSheet, TurnOnForm } from './class-acts.tsx';
import { DefineSheet } from './define-sheet.tsx';
import { retentionDueQuery, retentionQuery } from './queries.ts';
import { keptText, kindWord, modelsText } from './retention-words.ts';

function State({ found: { state, turnedOn, ended } }: { found: RetentionClass }) {
  if (ended)
    return (
      <span className="muted">
        Ended <When at={ended.at} precision="day" /> by {ended.by.name}: {ended.reason}
      </span>
    );
  if (state === 'off' || !turnedOn) return <Result tone="none">Off</Result>;
  return (
    <span>
      <Result tone="ok">On</Result>{' '}
      <span className="soft">
        since <When at={turnedOn.at} precision="day" />, signed by {turnedOn.by.name}
      </span>
    </span>
  );
}

const classColumns = (
  shown: string | undefined,
  show: (id: string | undefined) => void,
): readonly Column<RetentionClass>[] => [
  { head: 'Class', cell: ({ name }) => <b>{name}</b>, width: '18%' },
  {
    head: 'What',
    cell: (row) => (
      <>
        {kindWord[row.what]}
        <br />
        <span className="soft">{modelsText(row)}</span>
      </>
    ),
  },
  { head: 'Kept', cell: keptText, width: '18%' },
  { head: 'Removed', cell: ({ removed }) => counted(removed.predictions, 'prediction'), width: 130 },
  { head: 'State', cell: (row) => <State found={row} />, width: '20%', phone: true },
  {
    head: 'Details',
    headHidden: true,
    cell: ({ id, name, state }) =>
      state !== 'ended' && (
        <Button small aria-expanded={shown === id} onClick={() => show(shown === id ? undefined : id)}>
          What falls due<span className="sr"> under {name}</span>
        </Button>
      ),
    width: 140,
    phone: true,
  },
];

const number = (value: number, more: boolean) => `${figureText(value)}${more ? ', and more' : ''}`;

const dueColumns: readonly Column<RetentionDueRow>[] = [
  {
    head: 'Model',
    cell: ({ model }) => (
      <Link className="quiet" to="/m/$model" params={{ model: model.key }}>
        {model.key}
      </Link>
    ),
    width: '24%',
  },
  { head: 'Due now', cell: ({ now, more }) => number(now, more), phone: true, width: 110 },
  { head: 'In 30 days', cell: ({ in30, more }) => number(in30, more), width: 110 },
  { head: 'In 90 days', cell: ({ in90, more }) => number(in90, more), width: 110 },
  {
    head: 'Held',
    cell: ({ held, holds }) =>
      held > 0 && (
        <>
          {figureText(held)}{' '}
          <span className="soft">by a legal hold: {holds.map(({ reason }) => reason).join('; ')}</span>
        </>
      ),
  },
];

function Due({ found, mayAct }: { found: RetentionClass; mayAct: boolean }) {
  const [after, setAfter] = useState<string>();
  const [ending, setEnding] = useState(false);
  const query = useQuery(retentionDueQuery({ classId: found.id, after }));
  const off = found.state === 'off';
  return (
    <Section
      title={off ? `What would fall due under ${found.name}` : `What falls due under ${found.name}`}
      right={
        mayAct && (
          <Button small onClick={() => setEnding(true)}>
            End the class
          </Button>
        )
      }
    >
      <Definitions
        items={[
          ['Kept', `${keptText(found)}; removed on the day after, in UTC`],
          ['Of', modelsText(found)],
          ['Why', `${found.reason} (${found.by.name})`],
        ]}
      />
      <Await query={query} loading={<TableLoading columns={dueColumns} rows={2} />}>
        {({ items, next }) => (
          <>
            <Table
              label="What falls due"
              rows={items}
              keyOf={({ model }) => model.key}
              columns={dueColumns}
              second={({ in30, in90, held, holds, more }) =>
                `${number(in30, more)} in 30 days, ${number(in90, more)} in 90; ${held > 0 ? `${figureText(held)} held: ${holds.map(({ reason }) => reason).join('; ')}` : 'none held'}`
              }
              empty={
                <Empty title="Nothing falls due in the next 90 days.">
                  Predictions, not files or entries: the ledger is never touched.
                </Empty>
              }
            />
            {next && <Button onClick={() => setAfter(next)}>Further models</Button>}
          </>
        )}
      </Await>
      {mayAct && off && <TurnOnForm found={found} />}
      {ending && <EndClassSheet found={found} onClose={() => setEnding(false)} />}
    </Section>
  );
}

/** What is kept how long, and what falls due. */
export function ClassSection() {
  const [after, setAfter] = useState<string>();
  const [defining, setDefining] = useState(false);
  const [shown, setShown] = useState<string>();
  const query = useQuery(retentionQuery({ after }));
  const columns = classColumns(shown, setShown);
  const found = query.data?.items.find(({ id, state }) => id === shown && state !== 'ended');
  return (
    <>
      <Section
        title="Retention classes"
        right={
          query.data && (
            <CommandButton small reasons={query.data.mayAct} onPress={() => setDefining(true)}>
              Define a class
            </CommandButton>
          )
        }
      >
        <Await query={query} loading={<TableLoading columns={columns} rows={2} />}>
          {(list: RetentionList) => (
            <>
              <Table
                label="Retention classes"
                rows={list.items}
                keyOf={({ id }) => id}
                columns={columns}
                second={(row) => `${kindWord[row.what]}, ${keptText(row)}`}
                empty={
                  <Empty title="No retention class is defined: contents of predictions are kept for good.">
                    A class removes inputs, outputs and decisions after a time. Digests, proofs and the ledger
                    stay.
                  </Empty>
                }
              />
              {list.next && <Button onClick={() => setAfter(list.next ?? undefined)}>Earlier classes</Button>}
            </>
          )}
        </Await>
      </Section>
      {found && <Due key={found.id} found={found} mayAct={query.data?.mayAct.length === 0} />}
      {defining && <DefineSheet onClose={() => setDefining(false)} />}
    </>
  );
}
