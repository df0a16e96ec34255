import type { OpenedLink } from '@countersign/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { BrandMark } from '../../app/brand.tsx';
import { problemOf } from '../../app/problem.ts';
import { Await, Button, buttonClass, ProblemNote, TextField } from '../../controls/index.ts';
import { minuteText } from '../../marks/index.ts';
import '../../app/door.css';

/** Behind `#`: browsers send it to no server, so the secret stands in no log on its way here. */
const secretInAddress = (): string => location.hash.slice(1);

function Chosen() {
  return (
    <>
      <h1>Your password is set</h1>
      <p className="soft">The link is used up. Sign in with your e-mail and the password that you chose.</p>
      <p>
        <Link className={buttonClass('main')} to="/sign-in">
          Sign in
        </Link>
      </p>
    </>
  );
}

function ChooseForm({ link, secret }: { link: OpenedLink; secret: string }) {
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const accept = useMutation({ mutationFn: () => api.session.acceptLink.mutate({ secret, password }) });
  if (accept.isSuccess) return <Chosen />;
  const differs = again !== '' && again !== password;
  return (
    <>
      <h1>{link.kind === 'invitation' ? `Welcome, ${link.name}` : `A new password for ${link.name}`}</h1>
      <p className="soft">
        Choose a password. Nobody but you will know it, and it is asked again for every signature. The link
        works once, until {minuteText(link.expiresAt)}.
      </p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!differs && !accept.isPending) accept.mutate();
        }}
      >
        <TextField label="E-mail" type="email" autoComplete="username" readOnly value={link.email} />
        <TextField
          label="Password"
          hint="At least 12 characters. Several words that do not belong together are good; your name, a season and a year are not."
          type="password"
          required
          minLength={12}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <TextField
          label="Password, again"
          type="password"
          required
          autoComplete="new-password"
          error={differs ? 'The two are not the same.' : null}
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
        {accept.error && <ProblemNote title="The password was not set" problem={problemOf(accept.error)} />}
        <Button
          kind="main"
          submit
          busy={accept.isPending}
          off={differs || again === ''}
          className="justify-self-start"
        >
          Choose this password
        </Button>
      </form>
    </>
  );
}

/** Where a one-time link leads: opening it uses nothing up, choosing a password does. */
export function ChoosePasswordPage() {
  const [secret] = useState(secretInAddress);
  const query = useQuery({
    queryKey: ['link', secret],
    queryFn: () => api.session.openLink.mutate({ secret: secret || 'none' }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  return (
    <main className="door" id="content">
      <title>Choose a password · Countersign</title>
      <p className="brand">
        <BrandMark />
        Countersign
      </p>
      {query.error ? (
        <ProblemNote
          whole
          title="This link does not work"
          problem={problemOf(query.error)}
          actions={
            <Link className={buttonClass()} to="/sign-in">
              Go to sign-in
            </Link>
          }
        />
      ) : (
        <Await query={query} loading={<div className="door-wait" aria-busy="true" />}>
          {(link) => <ChooseForm link={link} secret={secret} />}
        </Await>
      )}
    </main>
  );
}
