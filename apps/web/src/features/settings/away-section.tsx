import { type DelegationRow, delegableRoles, type Me } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  ProblemNote,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { Result, roleWord, When } from '../../marks/index.ts';
import { AwaySheet } from './away-sheet.tsx';

const stateOf: Record<DelegationRow['state'], { tone: 'ok' | 'owed' | 'none'; word: string }> = {
  running: { tone: 'ok', word: 'Running' },
  coming: { tone: 'owed', word: 'To come' },
  over: { tone: 'none', word: 'Over' },
};

const rolesText = ({ roles }: DelegationRow): string =>
  roles.map(({ role, modelKey }) => `${roleWord[role]}${modelKey ? ` of ${modelKey}` : ''}`).join(', ');

/** Who stands in for whom: deputies that I named, and people whose deputy I am. */
export function AwaySection({ me }: { me: Me }) {
  const [naming, setNaming] = useState(false);
  const personId = me.person.id;
  const query = useQuery({
    queryKey: ['delegation', personId],
    queryFn: () => api.delegation.list.query({ personId }),
  });
  const end = useCommand((delegationId: string) => api.delegation.end.mutate({ delegationId }));
  const columns: readonly Column<DelegationRow>[] = [
    {
      head: 'Deputy',
      cell: ({ person, deputy }) => (
        <>
          <b>{deputy.id === personId ? 'You' : deputy.name}</b>{' '}
          <span className="muted">for {person.id === personId ? 'you' : person.name}</span>
        </>
      ),
      width: '30%',
    },
    { head: 'Roles', cell: rolesText },
    { head: 'From', cell: ({ from }) => <When at={from} />, width: 176 },
    { head: 'Until', cell: ({ until }) => <When at={until} />, width: 176 },
    {
      head: 'State',
      cell: ({ state }) => <Result tone={stateOf[state].tone}>{stateOf[state].word}</Result>,
      width: 104,
    },
    {
      head: 'End',
      headHidden: true,
      cell: ({ id, deputy, state }) =>
        state !== 'over' && (
          <Button small busy={end.isPending} onClick={() => end.mutate(id)}>
            End it<span className="sr">: {deputy.name}</span>
          </Button>
        ),
      width: 90,
      phone: true,
    },
  ];
  const own = me.roles.filter(({ role }) => delegableRoles.some((one) => one === role));
  return (
    <Section
      title="While somebody is away"
      count="a deputy signs in their own name"
      right={
        own.length > 0 && (
          <Button small onClick={() => setNaming(true)}>
            Name a deputy
          </Button>
        )
      }
    >
      {end.error && <ProblemNote title="It was not ended" problem={problemOf(end.error)} />}
      <Await query={query} loading={<TableLoading columns={columns} rows={1} roomy />}>
        {(rows) => (
          <Table
            label="Deputies"
            roomy
            rows={rows}
            keyOf={({ id }) => id}
            columns={columns}
            second={(row) => (
              <>
                {rolesText(row)}, <When at={row.from} precision="day" /> to{' '}
                <When at={row.until} precision="day" />
              </>
            )}
            empty={
              <Empty title="Nobody stands in for you, and you for nobody.">
                A deputy may use your roles for a time. Neither your authorship nor theirs is got round by it.
              </Empty>
            }
          />
        )}
      </Await>
      {naming && <AwaySheet me={me} onClose={() => setNaming(false)} />}
    </Section>
  );
}
