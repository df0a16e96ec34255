import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import { Await, Empty, FilterSegments, PageTitle } from '../../controls/index.ts';
import { modelsQuery } from '../model/index.ts';
import { ObservedNote } from '../observed-deployment/index.ts';
import { Board, type BoardCommand } from './board.tsx';
import { isDeploymentCommand } from './commands.ts';
import { DeploymentSheet } from './deployment-sheet.tsx';
import { boardQuery } from './queries.ts';
import type { DeploymentsSearch } from './search.ts';

const route = getRouteApi('/frame/deployments');

/** Without a choice the boards of the first models are shown, not those of thousands. */
const shownAtOnce = 6;

function ModelBoards({ model }: { model: string }) {
  const query = useQuery(boardQuery(model));
  const navigate = useNavigate();
  const run = ({ command, version, environment, deployment }: BoardCommand) =>
    void navigate({
      to: '/deployments',
      search: (before) => ({ ...before, sheet: command, of: model, version, environment, deployment }),
      resetScroll: false,
    });
  return (
    <Await query={query} loading={<div className="min-h-[240px]" aria-busy="true" />}>
      {(boards) =>
        boards.map((board) => <Board key={board.environment.id} model={model} board={board} run={run} />)
      }
    </Await>
  );
}

function Sheet({ search }: { search: DeploymentsSearch }) {
  const navigate = useNavigate();
  const { sheet, of, version, environment, deployment, model } = search;
  if (!sheet || !of || !version || !isDeploymentCommand(sheet)) return null;
  return (
    <DeploymentSheet
      command={sheet}
      address={{ model: of, version }}
      environment={environment}
      deploymentId={deployment}
      onClose={() => void navigate({ to: '/deployments', search: { model }, resetScroll: false })}
    />
  );
}

export function DeploymentsPage() {
  const search = route.useSearch();
  const models = useQuery(modelsQuery({ limit: 200 }));
  return (
    <div className="page">
      <title>Deployments · Countersign</title>
      <PageTitle first title="Deployments" beside="what serves where, and what could" />
      <div className="pt-3">
        <SectionTabs word="Operate" />
      </div>
      <ObservedNote />
      <Await query={models} loading={<div className="min-h-[480px]" aria-busy="true" />}>
        {({ items }) => {
          const shown = search.model
            ? items.filter(({ key }) => key === search.model)
            : items.slice(0, shownAtOnce);
          return (
            <>
              {items.length > 1 && (
                <div className="tools pt-6">
                  <FilterSegments label="Model">
                    {[undefined, ...items.slice(0, shownAtOnce).map(({ key }) => key)].map((key) => (
                      <Link
                        key={key ?? 'all'}
                        to="/deployments"
                        search={{ model: key }}
                        aria-current={search.model === key ? 'true' : undefined}
                        activeOptions={selfState}
                      >
                        {key ?? 'All'}
                      </Link>
                    ))}
                  </FilterSegments>
                </div>
              )}
              {shown.map(({ key }) => (
                <ModelBoards key={key} model={key} />
              ))}
              {shown.length === 0 && (
                <Empty title="There is no such model.">
                  Choose another one, or make a model under Models.
                </Empty>
              )}
              {items.length > shownAtOnce && !search.model && (
                <p className="table-foot">
                  The first {shownAtOnce} models; open a model and choose Deployments for the others.
                </p>
              )}
            </>
          );
        }}
      </Await>
      <Sheet search={search} />
    </div>
  );
}
