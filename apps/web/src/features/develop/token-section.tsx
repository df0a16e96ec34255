import type { TokenRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  Paging,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { Result, When } from '../../marks/index.ts';
import { CreateTokenSheet } from './create-token-sheet.tsx';
import { RevokeTokenSheet } from './revoke-token-sheet.tsx';

const route = getRouteApi('/frame/develop');

const isOver = ({ expiresAt }: TokenRow): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= Date.now();
const isValid = (token: TokenRow): boolean => token.revokedAt === null && !isOver(token);

function TokenState({ token }: { token: TokenRow }) {
  if (token.revokedAt) return <Result tone="none">Revoked</Result>;
  if (isOver(token)) return <Result tone="none">Expired</Result>;
  return <Result tone="ok">Valid</Result>;
}

const columnsOf = (revoke: (token: string) => void): readonly Column<TokenRow>[] => [
  { head: 'Token', cell: ({ name }) => <b>{name}</b> },
  { head: 'Scopes', cell: ({ scopes }) => scopes.join(', '), width: '20%' },
  { head: 'State', cell: (token) => <TokenState token={token} />, width: 104 },
  { head: 'Created', cell: ({ createdAt }) => <When at={createdAt} />, width: 176 },
  {
    head: 'Expires',
    cell: ({ expiresAt }) =>
      expiresAt ? <When at={expiresAt} /> : <span className="muted">when revoked</span>,
    width: 176,
  },
  {
    spare: true,
    head: 'Last used',
    cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} /> : <span className="muted">never</span>),
    width: 176,
  },
  {
    head: 'Revoke',
    headHidden: true,
    cell: (token) =>
      isValid(token) && (
        <Button small kind="stop" onClick={() => revoke(token.id)}>
          Revoke<span className="sr"> {token.name}</span>
        </Button>
      ),
    width: 96,
    phone: true,
  },
];

/** One's own tokens; what they may do is what their person may, within their scopes, and never to sign. */
export function TokenSection() {
  const { sheet, token: chosenId, after } = route.useSearch();
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: ['token', 'list', after ?? null],
    queryFn: () => api.token.list.query({ limit: 20, after }),
  });
  const open = (search: { sheet?: 'create-token' | 'revoke-token'; token?: string }) =>
    void navigate({ to: '/develop', search: { after, ...search }, resetScroll: false });
  const close = () => open({});
  const columns = columnsOf((token) => open({ sheet: 'revoke-token', token }));
  const chosen = query.data?.items.find(({ id }) => id === chosenId);
  return (
    <Section
      title="API tokens"
      count="your own"
      right={
        <Button small onClick={() => open({ sheet: 'create-token' })}>
          Create a token
        </Button>
      }
    >
      <Await query={query} loading={<TableLoading columns={columns} rows={2} roomy />}>
        {({ items, next }) => (
          <>
            <Table
              label="API tokens"
              roomy
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              second={(token) => (
                <>
                  {token.scopes.join(', ')}, <TokenState token={token} />
                </>
              )}
              empty={
                <Empty title="You have no token.">
                  A pipeline, a service or the command line needs one; create it here.
                </Empty>
              }
            />
            <Paging count={items.length} one="token" after={after} next={next} />
          </>
        )}
      </Await>
      {sheet === 'create-token' && <CreateTokenSheet onClose={close} />}
      {sheet === 'revoke-token' && chosen && <RevokeTokenSheet token={chosen} onClose={close} />}
    </Section>
  );
}
