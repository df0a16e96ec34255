import type { TierProposal } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { buttonClass, type Column, Section, Table } from '../../controls/index.ts';
import { tierWord, When } from '../../marks/index.ts';
import { waitingTiersQuery } from './queries.ts';

const turn = ({ tier, tierBefore }: TierProposal) =>
  tier === tierBefore
    ? `${tierWord[tier]}, as before`
    : `${tierWord[tierBefore]} to ${tierWord[tier].toLowerCase()}`;

const columns: readonly Column<TierProposal>[] = [
  {
    head: 'Model',
    cell: ({ model }) => (
      <Link className="quiet" to="/m/$model/tier" params={{ model: model.key }}>
        <b>{model.key}</b>
      </Link>
    ),
    width: '24%',
  },
  { head: 'Tier', cell: turn, width: '18%' },
  { head: 'Proposed by', cell: ({ proposedBy }) => proposedBy.name },
  {
    head: 'Proposed',
    cell: ({ proposedAt }) => <When at={proposedAt} precision="day" relative />,
    width: 200,
  },
  {
    head: 'Open',
    headHidden: true,
    cell: ({ id, model }) => (
      <span className="flex justify-end" data-row={id}>
        <Link className={buttonClass('plain', true)} to="/m/$model/tier" params={{ model: model.key }}>
          Read and sign
          <span className="sr"> the tier of {model.key}</span>
        </Link>
      </span>
    ),
    phone: true,
    width: 120,
  },
];

/** Tiers that wait for my signature; nothing at all where none does. */
export function WaitingTiers() {
  const { data } = useQuery(waitingTiersQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <Section title="Tiers to sign" count={`${data.items.length}${data.next ? '+' : ''}, oldest first`}>
      <Table
        label="Tiers to sign"
        roomy
        rows={data.items}
        keyOf={({ id }) => id}
        columns={columns}
        second={(proposal) => `${turn(proposal)}, by ${proposal.proposedBy.name}`}
      />
    </Section>
  );
}
