import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ModelCrumbs, PageTitle, Section } from '../../controls/index.ts';
import { experimentsQuery } from '../experiment/index.ts';
import { ImportForm } from './import-form.tsx';
import { ImportsSection } from './imports-section.tsx';

const route = getRouteApi('/frame/m/$model/import');

/** What other tools wrote down about a model is taken in here. */
export function ImportRecordsPage() {
  const { model } = route.useParams();
  const { after } = route.useSearch();
  const may = useQuery(experimentsQuery({ model, limit: 1 }));
  return (
    <div className="page">
      <title>{`Import into ${model} · Countersign`}</title>
      <ModelCrumbs model={model} here="import" />
      <PageTitle title={`Import into ${model}`} />
      <p className="lede">
        What other tools wrote down of this model: an mlruns folder of MLflow, a repository of DVC and events
        of OpenLineage become{' '}
        <Link to="/m/$model/experiments" params={{ model }}>
          experiments
        </Link>{' '}
        with their runs; a model directory or a project of MLflow and a model card become a version; a report
        of Evidently, and a card for a version that is there, become its document with claimed figures. A dry
        run shows first what would come of it, what is only claimed and what is left aside; the import is all
        of it or nothing.
      </p>
      {may.data?.mayLog === true && (
        <Section first title="Import">
          <ImportForm key={model} model={model} />
        </Section>
      )}
      {may.data?.mayLog === false && <p className="pt-4">Developers of the model import.</p>}
      <ImportsSection model={model} after={after} />
    </div>
  );
}
