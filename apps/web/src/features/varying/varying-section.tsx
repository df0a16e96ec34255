import type { Varying, VaryingPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { Await, CommandButton, Definitions, Section } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { DeclareVaryingSheet } from './declare-varying-sheet.tsx';

const namesText = ({ names }: Varying): string => (names.length === 0 ? 'nothing' : names.join(', '));

function Declared({ page: { current, earlier } }: { page: VaryingPage }) {
  const { since, by, reason } = current;
  return (
    <Definitions
      items={[
        [
          'A retrain may change',
          current.names.length === 0
            ? 'the data window and what is fitted; no parameter'
            : `${namesText(current)}; the data window and what is fitted`,
        ],
        since
          ? [
              'Declared',
              <span key="since">
                <When at={since} precision="minute" />, {by?.name}: {reason}
              </span>,
            ]
          : null,
        earlier.length > 1 ? ['Before', earlier.slice(0, -1).map(namesText).join('; ')] : null,
      ]}
    />
  );
}

/** Which parameters of a model a retrain may change; anything else makes a version a redesign. */
export function VaryingSection({ model }: { model: string }) {
  const [open, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ['model', 'varying', model],
    queryFn: () => api.changeClass.varying.query({ model }),
  });
  const page = query.data;
  return (
    <div id="varying">
      <Section
        title="Retrain"
        right={
          page && (
            <CommandButton small reasons={page.mayDeclare} onPress={() => setOpen(true)}>
              Declare what varies
            </CommandButton>
          )
        }
      >
        <Await query={query} loading={<p className="muted">Reading…</p>}>
          {(read) => <Declared page={read} />}
        </Await>
        {open && page && <DeclareVaryingSheet page={page} onClose={() => setOpen(false)} />}
      </Section>
    </div>
  );
}
