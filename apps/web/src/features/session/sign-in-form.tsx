import type { Me, Welcome } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { Button, ProblemNote, TextField } from '../../controls/index.ts';

export function SignInForm({
  examplePeople,
  onDone,
}: {
  examplePeople: Welcome['examplePeople'];
  onDone: (me: Me) => void;
}) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const signIn = useMutation({
    mutationFn: () => api.session.signIn.mutate({ email: email.trim(), password }),
    onSuccess: onDone,
  });
  const choose = (address: string) => {
    setEmail(address);
    form.current?.querySelector<HTMLInputElement>('input[type=password]')?.focus();
  };
  return (
    <>
      <h1>Sign in</h1>
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
        {signIn.error && <ProblemNote title="Not signed in" problem={problemOf(signIn.error)} />}
        <Button kind="main" submit busy={signIn.isPending} className="justify-self-start">
          Sign in
        </Button>
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
