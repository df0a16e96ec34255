import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import {
  Await,
  buttonClass,
  Empty,
  ModelCrumbs,
  PageTitle,
  Paging,
  Section,
  TableLoading,
} from '../../controls/index.ts';
import { boundedText, gateOrder, gateWord, Result, tierWord, When } from '../../marks/index.ts';
import { FindingSection } from '../finding/index.ts';
import { FollowButton } from '../follow/index.ts';
import { FactsSection } from '../model-field/index.ts';
import { ReportLink } from '../report-link/index.ts';
import { SimilarSection } from '../search/index.ts';
import { SensitiveSection } from '../sensitive/index.ts';
import { isInsider, useMe } from '../session/index.ts';
import { SubjectFieldSection } from '../subject-field/index.ts';
import { VaryingSection } from '../varying/index.ts';
import { CompareLink } from './compare-link.tsx';
import { modelQuery, versionsQuery } from './queries.ts';
import { RetireButton } from './retire-button.tsx';
import { VersionTable, versionColumns } from './version-table.tsx';

const route = getRouteApi('/frame/m/$model');

function Versions({
  model,
  mayRegister,
  after,
}: {
  model: string;
  mayRegister: boolean;
  after: string | undefined;
}) {
  const query = useQuery(versionsQuery(model, { limit: 50, after }));
  const isWhole = query.data?.next === null && !after;
  return (
    <Section
      title="Versions"
      count={isWhole ? query.data?.items.length : undefined}
      right={
        <span className="flex gap-4">
          <Link to="/m/$model/experiments" params={{ model }}>
            Experiments
          </Link>
          <Link to="/m/$model/versioning" params={{ model }}>
            What changed
          </Link>
          <Link to="/m/$model/notes" params={{ model }}>
            Release notes
          </Link>
        </span>
      }
    >
      <Await query={query} loading={<TableLoading columns={versionColumns} rows={4} />}>
        {({ items, next }) => (
          <>
            <VersionTable
              rows={items}
              empty={
                <Empty
                  title="No version is registered."
                  actions={
                    mayRegister && (
                      <Link className={buttonClass('main')} to="/m/$model/new" params={{ model }}>
                        Register a version
                      </Link>
                    )
                  }
                >
                  A pipeline registers one with <code>countersign register</code>; a folder can be registered
                  here.
                </Empty>
              }
            />
            {!isWhole && <Paging count={items.length} one="version" after={after} next={next} />}
          </>
        )}
      </Await>
    </Section>
  );
}

function Unsatisfiable({ model, gates }: { model: string; gates: readonly string[] }) {
  if (gates.length === 0) return null;
  const names = gateOrder.filter((gate) => gates.includes(gate)).map((gate) => gateWord[gate].toLowerCase());
  return (
    <p className="pt-3">
      <Result tone="no">The people of today could not satisfy: {names.join(', ')}</Result>{' '}
      <Link to="/policies" search={{ model }}>
        Who could sign, and who is missing
      </Link>
    </p>
  );
}

/** The two newest versions; others are chosen there. */
function CompareNewest({ model }: { model: string }) {
  const { data } = useQuery(versionsQuery(model, { limit: 2 }));
  const [after, before] = data?.items ?? [];
  if (!before || !after) return null;
  return (
    <CompareLink model={model} before={before.label} after={after.label}>
      Compare versions
    </CompareLink>
  );
}

export function ModelPage() {
  const { model } = route.useParams();
  const { after } = route.useSearch();
  const query = useQuery(modelQuery(model));
  const insider = isInsider(useMe(), model);
  return (
    <div className="page">
      <title>{`${model} · Countersign`}</title>
      <ModelCrumbs model={model} />
      <Await whole query={query} loading={<PageTitle title={model} />}>
        {({ model: row, mayRegister, unsatisfiableGates, facts, retirement }) => (
          <>
            <PageTitle
              title={row.key}
              beside={row.name}
              acts={
                <>
                  <CompareNewest model={model} />
                  <Link className={buttonClass()} to="/deployments" search={{ model }}>
                    Deployments
                  </Link>
                  <Link className={buttonClass()} to="/predictions" search={{ model }}>
                    Predictions
                  </Link>
                  <ReportLink model={model} />
                  <FollowButton model={model} />
                  {mayRegister && (
                    <Link className={buttonClass()} to="/m/$model/new" params={{ model }}>
                      Register a version
                    </Link>
                  )}
                  {retirement && <RetireButton model={model} retirement={retirement} />}
                </>
              }
            />
            <p className="lede">{row.purpose}</p>
            {row.retiredAt && (
              <p className="pt-2">
                <Result tone="none">Retired</Result> on <When at={row.retiredAt} precision="day" />: it is in
                no list any more. What it recorded stays.
              </p>
            )}
            <div className="facts">
              <span>
                Tier <b>{tierWord[row.tier].toLowerCase()}</b>{' '}
                {insider && (
                  <Link to="/m/$model/tier" params={{ model }}>
                    answers and signatures
                  </Link>
                )}
              </span>
              <span>
                Policy{' '}
                {insider ? (
                  <Link to="/policies" search={{ model }}>
                    {row.policy.id}, version {row.policy.number}
                  </Link>
                ) : (
                  <b>
                    {row.policy.id}, version {row.policy.number}
                  </b>
                )}
              </span>
              <span>
                Owner <b>{row.owner?.name ?? 'none'}</b>
              </span>
              <span>
                Champion{' '}
                <b>
                  {row.champions.map(({ label, environment }) => `${label} in ${environment}`).join(', ') ||
                    'none'}
                </b>
              </span>
              <span>
                Predictions <b>{boundedText(row.predictions)}</b>{' '}
                {insider && (
                  <>
                    <Link to="/m/$model/recording" params={{ model }}>
                      what is kept
                    </Link>{' '}
                    <Link to="/m/$model/completeness" params={{ model }}>
                      completeness
                    </Link>
                  </>
                )}
              </span>
              <span>
                Since{' '}
                <b>
                  <When at={row.createdAt} precision="day" />
                </b>
              </span>
            </div>
            <Unsatisfiable model={model} gates={unsatisfiableGates} />
            <FactsSection model={model} facts={facts} />
            <Versions model={model} mayRegister={mayRegister} after={after} />
            {insider && (
              <>
                <FindingSection model={model} />
                <SensitiveSection model={model} />
                <SubjectFieldSection model={model} />
                <VaryingSection model={model} />
                {!row.retiredAt && <SimilarSection model={model} />}
              </>
            )}
          </>
        )}
      </Await>
    </div>
  );
}
