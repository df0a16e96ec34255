import type { Me } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { Button, ProblemNote, TextField } from '../../controls/index.ts';

/** The first administrator; the token stands on the console of the server and works once. */
export function SetUpForm({ onDone }: { onDone: (me: Me) => void }) {
  const [token, setToken] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const setUp = useMutation({
    mutationFn: () =>
      api.session.setUp.mutate({ token: token.trim(), name: name.trim(), email: email.trim(), password }),
    onSuccess: onDone,
  });
  return (
    <>
      <h1>Set up the first administrator</h1>
      <p className="soft">
        Nobody can sign in yet. The one-time token was printed on the console where the server was started.
      </p>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setUp.mutate();
        }}
      >
        <TextField
          label="One-time token"
          required
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <TextField
          label="Name"
          required
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          hint="At least 12 characters. It is asked again for every signature."
          type="password"
          required
          minLength={12}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {setUp.error && <ProblemNote title="Not set up" problem={problemOf(setUp.error)} />}
        <Button kind="main" submit busy={setUp.isPending} className="justify-self-start">
          Set up and sign in
        </Button>
      </form>
    </>
  );
}
