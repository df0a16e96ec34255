import type { PermitTerms } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  buttonClass,
  type Column,
  CommandDialog,
  Section,
  Table,
  TableLoading,
  TextArea,
  TextField,
} from '../../controls/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { permitTermsQuery } from './queries.ts';
import type { ObservedSearch } from './search.ts';

const minutes = (seconds: number): string => {
  const value = seconds / 60;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} min`;
};

const columns: readonly Column<PermitTerms>[] = [
  { head: 'Environment', cell: ({ environment }) => environment },
  { head: 'Good for', numeric: true, cell: ({ ttlSeconds }) => minutes(ttlSeconds), width: 104 },
  { head: 'Grace', numeric: true, cell: ({ graceSeconds }) => minutes(graceSeconds), width: 104 },
  { head: 'Issued in a day', numeric: true, cell: ({ issued }) => issued, width: 128 },
  { head: 'Void by a block', numeric: true, cell: ({ revoked }) => revoked, width: 128 },
];
const change = (search: ObservedSearch): Column<PermitTerms> => ({
  head: 'Change',
  headHidden: true,
  numeric: true,
  width: 96,
  phone: true,
  cell: ({ environment }) => (
    <Link
      className={buttonClass('plain', true)}
      to="/deployments/observed"
      search={{ ...search, permits: environment }}
      resetScroll={false}
      aria-label={`Change permits of ${environment}`}
    >
      Change
    </Link>
  ),
});

function TermsSheet({ terms, onClose }: { terms: PermitTerms; onClose: () => void }) {
  const [ttl, setTtl] = useState(String(terms.ttlSeconds / 60));
  const [grace, setGrace] = useState(String(terms.graceSeconds / 60));
  const [comment, setComment] = useState('');
  const set = useCommand(
    () =>
      api.permit.setTerms.mutate({
        environment: terms.environment,
        ttlSeconds: Math.round(Number(ttl) * 60),
        graceSeconds: Math.round(Number(grace) * 60),
        ...(comment.trim() && { comment: comment.trim() }),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Permits of ${terms.environment}`}
      caption="For permits that are issued from now on."
      verb="Set the times"
      refused="The times were not set"
      busy={set.isPending}
      error={set.error}
      ready={Number(ttl) >= 1 && Number(ttl) <= 1_440 && grace !== '' && Number(grace) >= 0}
      onSubmit={() => set.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Good for, in minutes"
        type="number"
        min={1}
        max={1440}
        required
        value={ttl}
        onChange={({ target }) => setTtl(target.value)}
      />
      <TextField
        label="Grace for what was queued before, in minutes"
        type="number"
        min={0}
        max={1440}
        required
        value={grace}
        onChange={({ target }) => setGrace(target.value)}
      />
      <TextArea label="Why (optional)" value={comment} onChange={({ target }) => setComment(target.value)} />
    </CommandDialog>
  );
}

/** How long permits are good, and what they are. */
export function PermitSection({ search, onClose }: { search: ObservedSearch; onClose: () => void }) {
  const isAdministrator = hasRole(useMe(), ['administrator']);
  const query = useQuery(permitTermsQuery());
  const shown = isAdministrator ? [...columns, change(search)] : columns;
  return (
    <Section title="Deployment permits">
      <p className="soft max-w-[72ch] pb-3">
        A pipeline asks for a permit with <code>countersign permit get</code>, and verifies it offline with{' '}
        <code>countersign permit verify</code>. It allows <em>starting</em> a deployment; what runs is
        restarted and scaled without one. “Do not use” makes a version’s permits void at once, for good.
      </p>
      <Await query={query} loading={<TableLoading columns={shown} rows={2} />}>
        {(terms) => {
          const changed = isAdministrator && terms.find(({ environment }) => environment === search.permits);
          return (
            <>
              <Table
                label="Permits by environment"
                rows={terms}
                keyOf={({ environment }) => environment}
                columns={shown}
                second={({ ttlSeconds, graceSeconds, issued }) =>
                  `Good for ${minutes(ttlSeconds)} and ${minutes(graceSeconds)} of grace, ${issued} issued in a day`
                }
              />
              {changed && <TermsSheet terms={changed} onClose={onClose} />}
            </>
          );
        }}
      </Await>
    </Section>
  );
}
