import type { TierPage as Page, TierProposal } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Await, type Column, Empty, ModelCrumbs, PageTitle, Section, Table } from '../../controls/index.ts';
import { tierWord, When } from '../../marks/index.ts';
import { ProposalFacts, Signed } from './proposal-facts.tsx';
import { ProposeForm } from './propose-form.tsx';
import { tierQuery } from './queries.ts';
import { TierRule } from './rule.tsx';
import { SignTierForm } from './sign-tier-form.tsx';
import { proposalStateWord } from './words.ts';

const route = getRouteApi('/frame/m/$model/tier');

const columns: readonly Column<TierProposal>[] = [
  {
    head: 'Proposed',
    cell: ({ proposedAt }) => <When at={proposedAt} precision="minute" />,
    width: 190,
  },
  { head: 'Tier', cell: ({ tier }) => tierWord[tier], width: 92, phone: true },
  { head: 'By', cell: ({ proposedBy }) => proposedBy.name },
  { head: 'Outcome', cell: ({ state }) => proposalStateWord[state] },
  {
    head: 'Signature',
    cell: ({ signature }) =>
      signature ? <Signed signature={signature} /> : <span className="muted">none</span>,
  },
];

function Current({ page }: { page: Page }) {
  return (
    <Section
      first
      title={`Tier ${tierWord[page.tier].toLowerCase()}`}
      count={`policy ${page.policy.id}, version ${page.policy.number}`}
    >
      {page.current ? (
        <ProposalFacts proposal={page.current} />
      ) : (
        <Empty title="Nobody has signed this tier.">
          It was stated when the model was made. The owner answers the questionnaire; a reviewer signs.
        </Empty>
      )}
    </Section>
  );
}

function Open({ page, proposal }: { page: Page; proposal: TierProposal }) {
  return (
    <Section
      title={`Waits for a signature: tier ${tierWord[proposal.tier].toLowerCase()}`}
      count={proposal.tier === page.tier ? 'as it is' : `now ${tierWord[page.tier].toLowerCase()}`}
    >
      <ProposalFacts proposal={proposal} />
      <SignTierForm page={page} proposal={proposal} />
    </Section>
  );
}

export function TierPage() {
  const { model } = route.useParams();
  const query = useQuery(tierQuery(model));
  return (
    <div className="page">
      <title>{`Tier of ${model} · Countersign`}</title>
      <ModelCrumbs model={model} here="Tier" />
      <Await whole query={query} loading={<PageTitle title="Risk tier" beside={model} />}>
        {(page) => (
          <>
            <PageTitle title="Risk tier" beside={page.model.name} />
            <Current page={page} />
            {page.open && <Open key={page.open.id} page={page} proposal={page.open} />}
            {page.mayPropose && <ProposeForm key={page.open?.id ?? page.current?.id} page={page} />}
            {page.earlier.length > 0 && (
              <Section title="Earlier proposals" count={page.earlier.length}>
                <Table
                  label="Earlier proposals"
                  rows={page.earlier}
                  keyOf={({ id }) => id}
                  columns={columns}
                  second={({ state, proposedBy }) => `${proposalStateWord[state]}, by ${proposedBy.name}`}
                />
              </Section>
            )}
            <TierRule />
          </>
        )}
      </Await>
    </div>
  );
}
