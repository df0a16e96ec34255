import type { Me, Welcome } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../app/api.ts';
import { askPasskey } from '../../app/ask-passkey.ts';
import { withBase } from '../../app/base-path.ts';
import { problemOf } from '../../app/problem.ts';
import { Button, buttonClass, ProblemNote, TextField } from '../../controls/index.ts';

export function SignInForm({
  examplePeople,
  signOn,
  passwords,
  onDone,
}: {
  examplePeople: Welcome['examplePeople'];
  /** The identity provider, where to go afterwards, and what it said no with. */
  signOn: { name: string; next: string; problem: string | null } | null;
  /** False: passwords are for the emergency account alone. */
  passwords: boolean;
  onDone: (me: Me) => void;
}) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const [code, setCode] = useState('');
  const signIn = useMutation({
    mutationFn: () =>
      api.session.signIn.mutate({
        email: email.trim(),
        password,
        ...(code.trim() === '' ? {} : { code: code.trim() }),
      }),
    onSuccess: onDone,
  });
  const [asksCode, setAsksCode] = useState(false);
  const problem = signIn.error ? problemOf(signIn.error) : null;
  // The password was right: what is missing is no failure to report, but a field to show.
  const wantsCode = problem?.code === 'SECOND_FACTOR_NEEDED';
  if (wantsCode && !asksCode) setAsksCode(true);
  const byPasskey = useMutation({
    mutationFn: async () => {
      const { challengeId, options } = await api.session.startPasskey.mutate();
      return api.session.signInWithPasskey.mutate({ challengeId, response: await askPasskey(options) });
    },
    onSuccess: onDone,
  });
  const choose = (address: string) => {
    setEmail(address);
    form.current?.querySelector<HTMLInputElement>('input[type=password]')?.focus();
  };
  return (
    <>
      <h1>Sign in</h1>
      {signOn && <SignOnLink {...signOn} />}
      {!passwords && (
        <p className="cap">
          Passwords are off here: beneath is the way of the emergency account, and its use is an entry that
          everybody sees.
        </p>
      )}
      <form
        ref={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {asksCode && (
          <TextField
            label="Code of your authenticator app, or a recovery code"
            autoComplete="one-time-code"
            autoFocus
            required
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
        {problem && !wantsCode && <ProblemNote title="Not signed in" problem={problem} />}
        {byPasskey.error && <ProblemNote title="Not signed in" problem={problemOf(byPasskey.error)} />}
        <div className="flex flex-wrap gap-2">
          <Button kind="main" submit busy={signIn.isPending}>
            Sign in
          </Button>
          <Button busy={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
            Sign in with a passkey
          </Button>
        </div>
      </form>
      {examplePeople.length > 0 && (
        <section className="door-people" aria-labelledby="example-people">
          <h2 id="example-people">Example people</h2>
          <p className="cap">
            Choose one to fill in the e-mail. Their password is printed where the server was started.
          </p>
          <ul>
            {examplePeople.map((person) => (
              <li key={person.email}>
                <button type="button" className="door-person" onClick={() => choose(person.email)}>
                  <span>{person.name}</span>
                  <span className="muted">{person.role}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function SignOnLink({ name, next, problem }: { name: string; next: string; problem: string | null }) {
  return (
    <div className="form">
      {problem && (
        <ProblemNote
          title="Not signed in"
          problem={{ code: 'SIGN_ON', message: problem, requestId: null, detail: {} }}
        />
      )}
      <a className={buttonClass('main')} href={withBase(`/api/sign-on?next=${encodeURIComponent(next)}`)}>
        Sign in with {name}
      </a>
    </div>
  );
}
