import type { TokenRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
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
import { counted, Result, When } from '../../marks/index.ts';

const isOver = ({ expiresAt }: TokenRow): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= Date.now();

function TokenState({ token }: { token: TokenRow }) {
  if (token.revokedAt) return <Result tone="none">Revoked</Result>;
  if (isOver(token)) return <Result tone="none">Expired</Result>;
  return <Result tone="ok">Valid</Result>;
}

/** Tokens that act in somebody's name; an administrator ends them, and makes none. */
export function TokenSection({ personId, right }: { personId: string; right?: ReactNode }) {
  const query = useQuery({
    queryKey: ['token', 'list', personId],
    queryFn: () => api.token.list.query({ personId, limit: 100 }),
  });
  const revoke = useCommand((id: string) => api.token.revoke.mutate({ id }));
  const columns: readonly Column<TokenRow>[] = [
    { head: 'Token', cell: ({ name }) => <b>{name}</b> },
    { head: 'Scopes', cell: ({ scopes }) => scopes.join(', '), width: '22%' },
    { head: 'State', cell: (token) => <TokenState token={token} />, width: 104, phone: true },
    { head: 'Created', cell: ({ createdAt }) => <When at={createdAt} />, width: 176, spare: true },
    {
      head: 'Last used',
      cell: ({ lastUsedAt }) =>
        lastUsedAt ? <When at={lastUsedAt} /> : <span className="muted">never</span>,
      width: 176,
    },
    {
      head: 'Revoke',
      headHidden: true,
      cell: (token) =>
        token.revokedAt === null &&
        !isOver(token) && (
          <Button small kind="stop" busy={revoke.isPending} onClick={() => revoke.mutate(token.id)}>
            Revoke<span className="sr"> {token.name}</span>
          </Button>
        ),
      width: 96,
      phone: true,
    },
  ];
  return (
    <Section title="API tokens" right={right}>
      {revoke.error && <ProblemNote title="The token was not revoked" problem={problemOf(revoke.error)} />}
      <Await query={query} loading={<TableLoading columns={columns} rows={2} roomy />}>
        {({ items, next }) => (
          <>
            <Table
              label="API tokens"
              roomy
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              second={({ scopes }) => scopes.join(', ')}
              empty={<Empty title="No token." />}
            />
            {next && (
              <p className="table-foot">
                The newest {counted(items.length, 'token')}; older ones are in the access review.
              </p>
            )}
          </>
        )}
      </Await>
    </Section>
  );
}
