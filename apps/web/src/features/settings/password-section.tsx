import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Section, TextField } from '../../controls/index.ts';

const empty = { current: '', password: '', again: '' };

export function PasswordSection({ email }: { email: string }) {
  const [typed, setTyped] = useState(empty);
  const change = useCommand(
    () => api.settings.changePassword.mutate({ current: typed.current, password: typed.password }),
    () => setTyped(empty),
  );
  const differs = typed.again !== '' && typed.again !== typed.password;
  const isReady = typed.current !== '' && typed.password !== '' && typed.again === typed.password;
  const field = (name: keyof typeof empty) => ({
    type: 'password',
    required: true,
    value: typed[name],
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  });
  return (
    <Section title="Password" count="asked again for every signature">
      <form
        className="form border-t border-ink pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !change.isPending) change.mutate();
        }}
      >
        {/* Password managers match what is chosen here to the account by this. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <TextField label="Current password" autoComplete="current-password" {...field('current')} />
        <TextField
          label="New password"
          hint="At least 12 characters. Several words that do not belong together are good; your name, a season and a year are not."
          autoComplete="new-password"
          minLength={12}
          {...field('password')}
        />
        <TextField
          label="New password, again"
          autoComplete="new-password"
          error={differs ? 'The two are not the same.' : null}
          {...field('again')}
        />
        {change.error && (
          <ProblemNote title="The password was not changed" problem={problemOf(change.error)} />
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button submit busy={change.isPending} off={!isReady}>
            Change the password
          </Button>
          <span className="cap" role="status">
            {change.isSuccess && typed === empty
              ? 'Changed; every other session has ended.'
              : 'Every other session ends with it.'}
          </span>
        </div>
      </form>
    </Section>
  );
}
