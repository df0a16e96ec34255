import type { PredictionPage as Page } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Await, Button, PageTitle, ProblemNote } from '../../controls/index.ts';
import { CopyButton, Result, When } from '../../marks/index.ts';
import { ReportLink } from '../report-link/index.ts';
import { DecisionBand } from './decision-band.tsx';
import { InputTable } from './input-table.tsx';
import { predictionQuery } from './queries.ts';
import { Erased, ErasedNote, NotKept, RecordedNote, Removed, RemovedNote } from './recorded-note.tsx';
import { ReplaySection } from './replay-section.tsx';
import { RuntimeFacts } from './runtime-facts.tsx';
import { SealSection } from './seal-section.tsx';
import './prediction.css';

const route = getRouteApi('/frame/p/$prediction');

function Facts({ page }: { page: Page }) {
  const { model, version } = page;
  return (
    <div className="facts pb-1">
      <span>
        Answered{' '}
        <b>
          <When at={page.answeredAt} precision="second" />
        </b>
      </span>
      <span>
        Version{' '}
        <b>
          <Link
            className="quiet"
            to="/m/$model/v/$version"
            params={{ model: model.key, version: version.label }}
          >
            {model.key} {version.label}
          </Link>
        </b>
      </span>
      {version.standing === 'blocked' && <Result tone="no">marked “do not use” since</Result>}
      <span>
        Consumer <b>{page.consumer}</b>
      </span>
      <span>
        Mode{' '}
        <b>
          {page.mode}
          {page.environment && `, ${page.environment}`}
        </b>
      </span>
      <span>
        Basis <b>{page.basis === 'claimed' ? 'claimed by the caller' : 'recorded when we answered'}</b>
      </span>
    </div>
  );
}

function Shown({ page, id }: { page: Page; id: string }) {
  const replay = useCommand(() => api.prediction.replay.mutate({ id }));
  const verb = page.replays.length === 0 ? 'Reproduce' : 'Replay again';
  const name = page.callerId ?? page.id;
  const isGone = page.erasedAt !== null || page.removed !== null;
  const isThere = page.recorded.kept === 'full' && !isGone;
  return (
    <>
      <PageTitle
        title={
          <>
            Prediction <span className="mono">{name}</span>
          </>
        }
        beside={<CopyButton text={name} what="prediction id" />}
        acts={
          <>
            <ReportLink model={page.model.key} prediction={page.id} />
            {page.mayReplay && !isGone && (
              <Button kind="main" busy={replay.isPending} onClick={() => replay.mutate()}>
                {replay.isPending ? 'Reproducing' : verb}
              </Button>
            )}
          </>
        }
      />
      <Facts page={page} />
      {replay.error && <ProblemNote title="Not reproduced" problem={problemOf(replay.error)} />}
      <RecordedNote page={page} />
      {page.erasedAt && <ErasedNote at={page.erasedAt} />}
      {page.removed && !page.erasedAt && <RemovedNote removed={page.removed} />}
      {isThere && <DecisionBand page={page} />}
      <ReplaySection page={page} isGone={isGone} />
      <div className="split prediction-split">
        {isThere ? (
          <InputTable inputs={page.inputs} />
        ) : page.erasedAt ? (
          <Erased />
        ) : page.removed ? (
          <Removed />
        ) : (
          <NotKept />
        )}
        <RuntimeFacts page={page} isThere={isThere} />
      </div>
      <SealSection page={page} />
    </>
  );
}

export function PredictionPage() {
  const { prediction } = route.useParams();
  const query = useQuery(predictionQuery(prediction));
  return (
    <div className="page">
      <title>{`Prediction ${prediction} · Countersign`}</title>
      <nav className="crumbs" aria-label="Breadcrumb">
        <span>Evidence</span>
        <span aria-hidden="true">/</span>
        <Link to="/predictions" search={query.data ? { model: query.data.model.key } : {}}>
          Predictions
        </Link>
        {query.data && (
          <>
            <span aria-hidden="true">/</span>
            <span>{query.data.model.key}</span>
          </>
        )}
      </nav>
      <Await
        whole
        query={query}
        loading={
          <div className="min-h-[720px]" aria-busy="true">
            <PageTitle
              title={
                <>
                  Prediction <span className="mono">{prediction}</span>
                </>
              }
            />
          </div>
        }
      >
        {(page) => <Shown page={page} id={page.id} />}
      </Await>
    </div>
  );
}
