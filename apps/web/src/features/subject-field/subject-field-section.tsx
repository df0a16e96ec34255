import type { SubjectFieldPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { Await, CommandButton, Definitions, Section } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { DeclareSheet } from './declare-sheet.tsx';
import { sourceText, unnamedWord } from './words.ts';

function Declared({ page }: { page: SubjectFieldPage }) {
  const { current, earlier, versions } = page;
  const { source, unnamed, since, by, reason } = current;
  return (
    <Definitions
      items={[
        ['Said', sourceText(current)],
        source === 'input'
          ? [
              'Read by',
              versions.length > 0
                ? versions.join(', ')
                : 'no version: it is taken off before the model is asked, and not kept',
            ]
          : null,
        unnamed ? ['A row that names nobody', `is ${unnamedWord[unnamed]}`] : null,
        since
          ? [
              'Declared',
              <span key="since">
                <When at={since} precision="minute" />, {by?.name}: {reason}
              </span>,
            ]
          : null,
        earlier.length > 1 ? ['Before', earlier.slice(0, -1).map(sourceText).join('; ')] : null,
      ]}
    />
  );
}

/** Where the predictions of a model say whom they are about. */
export function SubjectFieldSection({ model }: { model: string }) {
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ['model', 'subject-field', model],
    queryFn: () => api.subjectField.read.query({ model }),
  });
  const page = query.data;
  return (
    <div id="subject-field">
      <Section
        title="Subject of a prediction"
        right={
          page && (
            <CommandButton
              small
              reasons={page.current.unnamed === 'refuse' ? page.mayLoosen : page.mayDeclare}
              onPress={() => setOpen(true)}
            >
              Declare the field
            </CommandButton>
          )
        }
      >
        <Await query={query} loading={<p className="muted">Reading…</p>}>
          {(read) => <Declared page={read} />}
        </Await>
        {open && page && <DeclareSheet page={page} onClose={() => setOpen(false)} />}
      </Section>
    </div>
  );
}
