import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { Await, Empty, PageTitle } from '../../controls/index.ts';
import { ModelSelect } from '../model/index.ts';
import { PolicySection } from './policy-section.tsx';
import { SwitchingSheet } from './switching-sheet.tsx';

const route = getRouteApi('/frame/policies');

function ChooseModel({ model }: { model: string | undefined }) {
  const navigate = useNavigate();
  return (
    <form className="tools pt-4" onSubmit={(event) => event.preventDefault()}>
      <ModelSelect
        label="Who could sign for"
        none="any model, by roles held everywhere"
        value={model ?? ''}
        onChange={(chosen) => void navigate({ to: '/policies', search: { model: chosen || undefined } })}
      />
    </form>
  );
}

export function PoliciesPage() {
  const { model, change } = route.useSearch();
  const navigate = useNavigate();
  const open = (policy: string | undefined) =>
    void navigate({ to: '/policies', search: { model, change: policy }, resetScroll: false });
  const query = useQuery({
    queryKey: ['policy', 'list', model ?? null],
    queryFn: () => api.policy.list.query({ model }),
  });
  return (
    <div className="page">
      <title>Policies · Countersign</title>
      <PageTitle
        first
        title="Policies"
        beside="what each gate takes, and who could sign today; immutable once published"
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <ChooseModel model={model} />
      <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
        {(page) => (
          <>
            {page.model && (
              <p className="lede">
                The policy of{' '}
                <Link to="/m/$model" params={{ model: page.model.key }}>
                  {page.model.key}
                </Link>
                .{' '}
                {page.version
                  ? `The authors of its newest version, ${page.version}, are left out: nobody signs what they made.`
                  : 'It has no version yet, so nobody is left out as an author.'}
              </p>
            )}
            {page.policies.length === 0 && <Empty title="No policy is published." />}
            {page.policies.map((outlook, position) => (
              <PolicySection
                key={outlook.policy.id}
                outlook={outlook}
                first={position === 0}
                onSwitching={page.mayPublish ? () => open(outlook.policy.id) : undefined}
              />
            ))}
            {page.mayPublish &&
              page.policies
                .filter(({ policy }) => policy.id === change)
                .map(({ policy }) => (
                  <SwitchingSheet key={policy.id} policy={policy} onClose={() => open(undefined)} />
                ))}
          </>
        )}
      </Await>
    </div>
  );
}
