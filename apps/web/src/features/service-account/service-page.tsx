import { type ServiceRow, serviceRoles } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { Await, Button, Definitions, PageTitle } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { CreateTokenSheet } from '../develop/index.ts';
import { GrantSheet, RoleSection, TokenSection } from '../person/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { CloseServiceSheet } from './close-service-sheet.tsx';
import { HandOverSheet } from './hand-over-sheet.tsx';
import type { ServiceSearch } from './search.ts';
import { ServiceMark } from './service-mark.tsx';

const route = getRouteApi('/frame/admin/services/$service');

function Facts({ service }: { service: ServiceRow }) {
  return (
    <Definitions
      items={[
        [
          'State',
          <span key="state">
            <ServiceMark state={service.state} />
            {service.state === 'stopped' && (
              <span className="soft">
                {' '}
                since the account of {service.responsible.name} is closed; it goes on when somebody takes it
                over
              </span>
            )}
          </span>,
        ],
        [
          'Answers for it',
          <Link key="who" to="/admin/people/$person" params={{ person: service.responsible.id }}>
            {service.responsible.name}
          </Link>,
        ],
        [
          'Last used',
          service.lastUsedAt ? (
            <When key="used" at={service.lastUsedAt} relative />
          ) : (
            <span key="used" className="muted">
              never
            </span>
          ),
        ],
      ]}
    />
  );
}

export function ServicePage() {
  const { service: serviceId } = route.useParams();
  const { sheet, after } = route.useSearch();
  const navigate = useNavigate();
  const me = useMe();
  const query = useQuery({
    queryKey: ['service', 'read', serviceId],
    queryFn: () => api.serviceAccount.read.query({ serviceId }),
  });
  const open = (next: ServiceSearch['sheet']) =>
    void navigate({
      to: '/admin/services/$service',
      params: { service: serviceId },
      search: { after, sheet: next },
      resetScroll: false,
    });
  const close = () => open(undefined);
  return (
    <Await
      whole
      query={query}
      loading={
        <div className="page">
          <PageTitle first title="Service account" />
        </div>
      }
    >
      {(service) => {
        const isAdministrator = hasRole(me, ['administrator']);
        const isMine = service.responsible.id === me.person.id;
        const isOpen = service.state !== 'closed';
        return (
          <div className="page">
            <title>{`${service.name} · Countersign`}</title>
            <nav className="crumbs" aria-label="Breadcrumb">
              <Link to="/admin/services">Service accounts</Link>
              <span aria-hidden="true">/</span>
              <span>{service.name}</span>
            </nav>
            <PageTitle
              title={service.name}
              beside={isMine ? 'you answer for it' : undefined}
              acts={
                isOpen && (
                  <>
                    {(isAdministrator || isMine) && (
                      <Button onClick={() => open('hand-over')}>Hand over</Button>
                    )}
                    {isAdministrator && service.state === 'active' && (
                      <Button kind="stop" onClick={() => open('close')}>
                        Close the account
                      </Button>
                    )}
                  </>
                )
              }
            />
            <div className="pt-4">
              <Facts service={service} />
            </div>
            <RoleSection
              personId={serviceId}
              mayChange={isAdministrator && service.state === 'active'}
              own={isMine}
              after={after}
              onGrant={() => open('grant')}
            />
            {(isAdministrator || isMine) && (
              <TokenSection
                personId={serviceId}
                right={
                  service.state === 'active' && (
                    <Button small onClick={() => open('token')}>
                      Create a token
                    </Button>
                  )
                }
              />
            )}
            {sheet === 'grant' && <GrantSheet person={service} roles={serviceRoles} onClose={close} />}
            {sheet === 'token' && <CreateTokenSheet service={service} onClose={close} />}
            {sheet === 'hand-over' && <HandOverSheet service={service} onClose={close} />}
            {sheet === 'close' && <CloseServiceSheet service={service} onClose={close} />}
          </div>
        );
      }}
    </Await>
  );
}
