import type { Completeness, NumberedDeployment } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { withBase } from '../../app/base-path.ts';
import { stringifySearch } from '../../app/search-text.ts';
import {
  Await,
  Button,
  buttonClass,
  type Column,
  Empty,
  ModelCrumbs,
  PageTitle,
  Section,
  Table,
  TableLoading,
  TextField,
} from '../../controls/index.ts';
import { counted, countText, periodOfDays, Result, shareText, When } from '../../marks/index.ts';
import { completenessQuery } from './queries.ts';
import type { CompletenessSearch } from './search.ts';

const route = getRouteApi('/frame/m/$model/completeness');

const numbersOf = ({ first, last }: NumberedDeployment) =>
  first === null || last === null ? 'none is there' : `${countText(first)} to ${countText(last)}`;

function Gaps({ deployment: { missing, twice } }: { deployment: NumberedDeployment }) {
  if (missing.count === 0 && twice === 0) return <Result tone="ok">None</Result>;
  const named = missing.numbers.slice(0, 10).map(countText).join(', ');
  return (
    <Result tone="no">
      {missing.count > 0 && `${countText(missing.count)} missing: ${named}${missing.count > 10 ? ' …' : ''}`}
      {missing.count > 0 && twice > 0 && '; '}
      {twice > 0 && `${countText(twice)} given twice`}
    </Result>
  );
}

const columns: readonly Column<NumberedDeployment>[] = [
  { head: 'Version', cell: ({ version }) => version, width: 150 },
  { head: 'Environment', cell: ({ environment, role }) => `${environment}, ${role}`, width: 190 },
  { head: 'Deployed', cell: ({ startedAt }) => <When at={startedAt} precision="minute" />, width: 160 },
  {
    head: 'Until',
    cell: ({ endedAt }) => (endedAt ? <When at={endedAt} precision="minute" /> : 'now'),
    width: 160,
    spare: true,
  },
  { head: 'Answers', cell: ({ predictions }) => countText(predictions), numeric: true, width: 90 },
  {
    head: 'By fallback',
    cell: ({ byFallback }) => countText(byFallback),
    numeric: true,
    width: 100,
    spare: true,
  },
  { head: 'Numbers', cell: numbersOf, numeric: true, width: 130 },
  { head: 'Gaps', cell: (deployment) => <Gaps deployment={deployment} />, phone: true },
];

const second = ({ environment, role, predictions, ...deployment }: NumberedDeployment) =>
  `${environment}, ${role}; ${counted(predictions, 'answer')}, numbers ${numbersOf({ environment, role, predictions, ...deployment })}`;

function Totals({ totals }: { totals: Completeness['totals'] }) {
  const { answered, elsewhere, unnumbered, missing, shareElsewhere } = totals;
  return (
    <div className="facts">
      <span>
        Answered and numbered here <b>{countText(answered)}</b>
      </span>
      <span>
        Recorded elsewhere <b>{countText(elsewhere)}</b>
        {elsewhere > 0 && `, ${shareText(Number(shareElsewhere))} of all`}
      </span>
      {unnumbered > 0 && (
        <span>
          From before there were numbers <b>{countText(unnumbered)}</b>
        </span>
      )}
      <span>
        {missing === 0 ? (
          <Result tone="ok">No number is missing</Result>
        ) : (
          <Result tone="no">{countText(missing)} numbers are missing</Result>
        )}
      </span>
    </div>
  );
}

function Period({ model, search }: { model: string; search: CompletenessSearch }) {
  const navigate = useNavigate();
  const [from, setFrom] = useState(search.from ?? '');
  const [to, setTo] = useState(search.to ?? '');
  return (
    <form
      className="tools pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({
          to: '/m/$model/completeness',
          params: { model },
          search: { from: from || undefined, to: to || undefined },
        });
      }}
    >
      <TextField label="Answered from" type="date" value={from} onChange={(e) => setFrom(e.target.value)} />
      <TextField label="to" type="date" value={to} onChange={(e) => setTo(e.target.value)} />
      <Button submit>Count</Button>
    </form>
  );
}

/** How complete the record of a model is: what its deployments numbered, and what came from elsewhere. */
export function CompletenessPage() {
  const { model } = route.useParams();
  const search = route.useSearch();
  const period = periodOfDays(search);
  const query = useQuery(completenessQuery({ model, ...period }));
  return (
    <div className="page">
      <title>{`Completeness of ${model} · Countersign`}</title>
      <ModelCrumbs model={model} here="Completeness" />
      <PageTitle
        title="Completeness of predictions"
        beside={query.data?.model.name ?? model}
        acts={
          <a
            className={buttonClass()}
            href={withBase(`/api/v1/models/${model}/completeness${stringifySearch(period)}`)}
            download={`completeness-${model}.json`}
          >
            Save as JSON
          </a>
        }
      />
      <p className="lede">
        Every deployment numbers what it answers: 1, 2, 3 and so on. Hold the counts against your gateway’s
        log; a request that was refused or failed has no prediction and no number.
      </p>
      <Period key={`${search.from} ${search.to}`} model={model} search={search} />
      <Await query={query} loading={<TableLoading columns={columns} rows={3} />}>
        {({ deployments, totals }) => (
          <>
            <Totals totals={totals} />
            <Section title="Deployments" count={deployments.length}>
              <Table
                label="Numbers of deployments"
                rows={deployments}
                keyOf={({ deploymentId }) => deploymentId}
                columns={columns}
                second={second}
                empty={
                  <Empty title="No deployment answered in this period.">
                    Predictions that were made elsewhere have no number here: whether they are all of them,
                    only who made them can say.
                  </Empty>
                }
              />
            </Section>
          </>
        )}
      </Await>
    </div>
  );
}
