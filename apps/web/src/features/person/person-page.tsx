import type { PersonPage as Page } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { Await, Button, Definitions, PageTitle, TableLoading } from '../../controls/index.ts';
import { minuteText, When } from '../../marks/index.ts';
import { AddressSection, SessionSection } from '../account/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { AccountMark } from './account-state.tsx';
import { PersonSheets } from './person-sheets.tsx';
import { RoleSection, roleColumns } from './role-section.tsx';
import type { PersonSearch } from './search.ts';
import { SignedSection } from './signed-section.tsx';
import { TokenSection } from './token-section.tsx';

const route = getRouteApi('/frame/admin/people/$person');

function Acts({ page, open }: { page: Page; open: (sheet: PersonSearch['sheet']) => void }) {
  const { state } = page.person;
  if (state === 'closed') return <Button onClick={() => open('reopen')}>Open the account again</Button>;
  return (
    <>
      <Button onClick={() => open('rename')}>Change the name</Button>
      <Button onClick={() => open('reset')}>
        {state === 'invited' ? 'New invitation link' : 'Password reset link'}
      </Button>
      <Button kind="stop" onClick={() => open('close')}>
        Close the account
      </Button>
    </>
  );
}

function Facts({ page }: { page: Page }) {
  const { person, link } = page;
  return (
    <Definitions
      items={[
        ['Account', <AccountMark key="state" state={person.state} />],
        ['Signs in with', person.email],
        [
          'Last sign-in',
          person.lastSignInAt ? (
            <When key="sign-in" at={person.lastSignInAt} relative />
          ) : (
            <span key="sign-in" className="muted">
              never
            </span>
          ),
        ],
        link && [
          link.kind === 'invitation' ? 'Invitation' : 'Reset link',
          `waits to be used until ${minuteText(link.expiresAt)}`,
        ],
      ]}
    />
  );
}

export function PersonPage() {
  const { person: personId } = route.useParams();
  const { sheet, after } = route.useSearch();
  const navigate = useNavigate();
  const me = useMe();
  const isOwn = me.person.id === personId;
  const mayChange = hasRole(me, ['administrator']);
  const query = useQuery({
    queryKey: ['person', 'read', personId],
    queryFn: () => api.person.read.query({ personId }),
  });
  const open = (next: PersonSearch['sheet']) =>
    void navigate({
      to: '/admin/people/$person',
      params: { person: personId },
      search: { after, sheet: next },
      resetScroll: false,
    });
  return (
    <Await
      whole
      query={query}
      loading={
        <div className="page">
          <PageTitle first title="Person" />
          <TableLoading columns={roleColumns} rows={4} />
        </div>
      }
    >
      {(page) => (
        <div className="page">
          <title>{`${page.person.name} · Countersign`}</title>
          <nav className="crumbs" aria-label="Breadcrumb">
            <Link to="/admin/people">People</Link>
            <span aria-hidden="true">/</span>
            <span>{page.person.name}</span>
          </nav>
          <PageTitle
            title={page.person.name}
            beside={isOwn ? 'this is you' : undefined}
            acts={mayChange && !isOwn && <Acts page={page} open={open} />}
          />
          <div className="pt-4">
            <Facts page={page} />
          </div>
          <RoleSection
            personId={personId}
            mayChange={mayChange && page.person.state !== 'closed'}
            own={isOwn}
            after={after}
            onGrant={() => open('grant')}
          />
          <AddressSection
            personId={personId}
            addresses={page.addresses}
            own={isOwn}
            mayChange={(mayChange || isOwn) && page.person.state !== 'closed'}
          />
          {(mayChange || isOwn) && <SessionSection personId={personId} own={isOwn} />}
          {(mayChange || isOwn) && <TokenSection personId={personId} />}
          <SignedSection personId={personId} />
          {sheet && <PersonSheets sheet={sheet} person={page.person} onClose={() => open(undefined)} />}
        </div>
      )}
    </Await>
  );
}
