import type { ExperimentRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import {
  Await,
  buttonClass,
  type Column,
  Empty,
  ModelCrumbs,
  PageTitle,
  Paging,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { countText, When } from '../../marks/index.ts';
import { experimentsQuery } from './queries.ts';

const route = getRouteApi('/frame/m/$model/experiments');

const columnsOf = (model: string): readonly Column<ExperimentRow>[] => [
  {
    head: 'Experiment',
    cell: ({ name }) => (
      <Link className="quiet" to="/m/$model/experiments/$experiment" params={{ model, experiment: name }}>
        <b>{name}</b>
      </Link>
    ),
  },
  { head: 'Runs', cell: ({ runs }) => countText(runs), numeric: true, width: 96, phone: true },
  { head: 'First logged', cell: ({ at }) => <When at={at} precision="day" />, width: 128 },
  { head: 'Last logged', cell: ({ lastAt }) => <When at={lastAt} precision="minute" />, width: 160 },
];

/** The experiments of a model: where its versions were chosen from. */
export function ExperimentsPage() {
  const { model } = route.useParams();
  const { after } = route.useSearch();
  const query = useQuery(experimentsQuery({ model, after }));
  const columns = columnsOf(model);
  return (
    <div className="page">
      <title>{`Experiments, ${model} · Countersign`}</title>
      <ModelCrumbs model={model} here="experiments" />
      <PageTitle
        title={`Experiments of ${model}`}
        acts={
          query.data?.mayLog && (
            <Link className={buttonClass()} to="/m/$model/import" params={{ model }}>
              Import
            </Link>
          )
        }
      />
      <p className="lede">
        Runs that were logged: what was tried, with which parameters, and what came of it.
      </p>
      <div className="pt-4">
        <Await query={query} loading={<TableLoading columns={columns} rows={4} />}>
          {({ items, next, mayLog }) => (
            <>
              <Table
                label="Experiments"
                rows={items}
                keyOf={({ id }) => id}
                columns={columns}
                second={({ lastAt }) => (
                  <>
                    last logged <When at={lastAt} precision="day" />
                  </>
                )}
                empty={
                  <Empty title="No run was logged.">
                    {mayLog ? (
                      <>
                        A training logs its runs to <code>/api/v1/models/{model}/experiments/NAME/runs</code>,
                        and those of MLflow can be imported.
                      </>
                    ) : (
                      'Developers of the model log runs from their trainings.'
                    )}
                  </Empty>
                }
              />
              <Paging count={items.length} one="experiment" after={after} next={next} />
            </>
          )}
        </Await>
      </div>
    </div>
  );
}
