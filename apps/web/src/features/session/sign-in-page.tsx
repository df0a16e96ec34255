import type { Me } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { withBase } from '../../app/base-path.ts';
import { BrandMark } from '../../app/brand.tsx';
import { applyPreferences } from '../../app/preferences.ts';
import { queryClient } from '../../app/query-client.ts';
import { Await } from '../../controls/index.ts';
import { meQuery, welcomeQuery } from './queries.ts';
import { SetUpForm } from './set-up-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import '../../app/door.css';

const route = getRouteApi('/sign-in');

/** Only paths of this installation are followed after signing in. */
const safePath = (next: string | undefined): string =>
  next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/';

export function SignInPage() {
  const { next, problem } = route.useSearch();
  const router = useRouter();
  const welcome = useQuery(welcomeQuery);
  const enter = (me: Me) => {
    // Nothing that somebody else was shown in this tab may be shown to the one who comes now.
    queryClient.clear();
    applyPreferences(me.preferences);
    queryClient.setQueryData(meQuery.queryKey, me);
    router.history.replace(withBase(safePath(next)));
  };
  return (
    <main className="door" id="content">
      <title>Sign in · Countersign</title>
      <p className="brand">
        <BrandMark />
        Countersign
      </p>
      <Await query={welcome} loading={<div className="door-wait" aria-busy="true" />}>
        {({ needsSetUp, examplePeople, signOn, passwords }) =>
          needsSetUp ? (
            <SetUpForm onDone={enter} />
          ) : (
            <SignInForm
              examplePeople={examplePeople}
              signOn={
                signOn === null ? null : { name: signOn, next: safePath(next), problem: problem ?? null }
              }
              passwords={passwords}
              onDone={enter}
            />
          )
        }
      </Await>
    </main>
  );
}
