import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { Await, buttonClass, PageTitle } from '../../controls/index.ts';
import { AddressSection, SessionSection } from '../account/index.ts';
import { CodeSection, PasskeySection } from '../credential/index.ts';
import { useMe } from '../session/index.ts';
import { AppearanceSection } from './appearance-section.tsx';
import { AwaySection } from './away-section.tsx';
import { NameSection } from './name-section.tsx';
import { PasswordSection } from './password-section.tsx';

/** What belongs to the person who is signed in, whatever their roles. */
export function SettingsPage() {
  const me = useMe();
  const personId = me.person.id;
  const query = useQuery({
    queryKey: ['person', 'read', personId],
    queryFn: () => api.person.read.query({ personId }),
  });
  return (
    <div className="page">
      <title>Settings · Countersign</title>
      <PageTitle
        first
        title="Settings"
        beside={me.person.email}
        acts={
          <Link className={buttonClass()} to="/settings/subscriptions">
            What you follow
          </Link>
        }
      />
      <div className="halves">
        <div>
          <NameSection key={me.person.name} me={me} />
          <PasswordSection email={me.person.email} />
        </div>
        <div>
          <AppearanceSection me={me} />
          <CodeSection />
        </div>
      </div>
      <PasskeySection />
      <AwaySection me={me} />
      <SessionSection own personId={personId} />
      <Await query={query} loading={null}>
        {({ addresses }) => <AddressSection own mayChange personId={personId} addresses={addresses} />}
      </Await>
    </div>
  );
}
