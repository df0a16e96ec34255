import type { Me } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Section, TextField } from '../../controls/index.ts';

export function NameSection({ me }: { me: Me }) {
  const [name, setName] = useState(me.person.name);
  const rename = useCommand(() => api.person.rename.mutate({ personId: me.person.id, name: name.trim() }));
  const isReady = name.trim() !== '' && name.trim() !== me.person.name;
  return (
    <Section title="Name">
      <form
        className="form border-t border-ink pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !rename.isPending) rename.mutate();
        }}
      >
        <TextField
          label="Your name, as others read it"
          hint="What you signed keeps the name that you signed it under."
          required
          maxLength={200}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {rename.error && <ProblemNote title="The name was not changed" problem={problemOf(rename.error)} />}
        <Button submit busy={rename.isPending} off={!isReady} className="justify-self-start">
          Change the name
        </Button>
      </form>
    </Section>
  );
}
