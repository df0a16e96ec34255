import type { VersioningDimension, VersioningRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import {
  Await,
  type Column,
  Empty,
  ModelCrumbs,
  PageTitle,
  Paging,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { pairText } from '../model/index.ts';
import { versioningQuery } from './queries.ts';

const route = getRouteApi('/frame/m/$model/versioning');

/** The word for a dimension, and the section of the comparison that shows what changed in it besides files. */
const dimensions: readonly { key: VersioningDimension; word: string; at: string }[] = [
  { key: 'data', word: 'Data', at: 'training-data' },
  { key: 'scripts', word: 'Scripts', at: 'files' },
  { key: 'parameters', word: 'Parameters', at: 'parameters' },
  { key: 'build-environment', word: 'Build environment', at: 'build-environment' },
  { key: 'trained-object', word: 'Trained object', at: 'files' },
  { key: 'documentation', word: 'Documentation', at: 'description' },
];

function Cell({ model, row, at }: { model: string; row: VersioningRow; at: number }) {
  const { key, word, at: section } = dimensions[at]!;
  const cell = row.cells.find(({ dimension }) => dimension === key);
  if (!cell || cell.parts === 0) return <span className="muted">none</span>;
  if (row.before === null) return <span className="muted">{cell.parts}, first</span>;
  if (cell.changed === 0) return <span className="muted">same</span>;
  return (
    <Link
      to="/m/$model/compare/$pair"
      params={{ model, pair: pairText(row.before, row.version) }}
      hash={cell.files === cell.changed ? 'files' : section}
      aria-label={`${word} of ${row.version}: ${cell.changed} of ${cell.parts} changed since ${row.before}`}
    >
      {cell.changed} of {cell.parts}
    </Link>
  );
}

/** Opens the reasons on the version's page. */
function ClassOf({ model, row: { version, change } }: { model: string; row: VersioningRow }) {
  if (change === null) return <span className="muted">not judged</span>;
  return (
    <Link
      className="quiet"
      to="/m/$model/v/$version"
      params={{ model, version }}
      hash="change-class"
      aria-label={`Why: change class of ${version}`}
    >
      {change.class === null ? 'cannot be judged' : change.class}
      {change.class === 'retrain' && change.countsAs === 'redesign' && ', as redesign'}
    </Link>
  );
}

const columnsOf = (model: string): readonly Column<VersioningRow>[] => [
  {
    head: 'Version',
    cell: ({ version }) => (
      <Link className="quiet" to="/m/$model/v/$version" params={{ model, version }}>
        <b>{version}</b>
      </Link>
    ),
    phone: true,
  },
  { head: 'Since', cell: ({ before }) => before ?? <span className="muted">the first</span>, width: 112 },
  {
    head: 'Change class',
    cell: (row) => <ClassOf model={model} row={row} />,
    width: 136,
  },
  { head: 'Registered', cell: ({ registeredAt }) => <When at={registeredAt} precision="day" />, width: 112 },
  ...dimensions.map(({ word }, at) => ({
    head: word,
    cell: (row: VersioningRow) => <Cell model={model} row={row} at={at} />,
    width: 128,
  })),
];

/** On a phone: only what changed, in words that open it. */
function Changed({ model, row }: { model: string; row: VersioningRow }) {
  if (row.before === null) return <>the first version</>;
  const changed = dimensions.flatMap((dimension, at) => {
    const cell = row.cells.find(({ dimension: key }) => key === dimension.key);
    return cell && cell.changed > 0 ? [{ ...dimension, at }] : [];
  });
  if (changed.length === 0) return <>nothing changed since {row.before}</>;
  return (
    <span className="flex flex-wrap gap-x-3">
      <ClassOf model={model} row={row} />
      {changed.map(({ key, word, at }) => (
        <span key={key}>
          {word} <Cell model={model} row={row} at={at} />
        </span>
      ))}
    </span>
  );
}

/** Versions by what they are made of: what changed where, each cell opening the difference. */
export function VersioningPage() {
  const { model } = route.useParams();
  const { after } = route.useSearch();
  const query = useQuery(versioningQuery(model, after));
  const columns = columnsOf(model);
  return (
    <div className="page">
      <title>{`What changed, ${model} · Countersign`}</title>
      <ModelCrumbs model={model} here="what changed" />
      <PageTitle title={`What changed in ${model}`} />
      <p className="lede">
        Each version against the one before it: how many of its parts are new, left out or other ones.
      </p>
      <div className="pt-4">
        <Await query={query} loading={<TableLoading columns={columns} rows={6} />}>
          {({ items, next }) => (
            <>
              <Table
                label="What changed"
                rows={items}
                keyOf={({ version }) => version}
                columns={columns}
                second={(row) => <Changed model={model} row={row} />}
                empty={
                  <Empty title="No version is registered.">
                    What changed is told from the second version on.
                  </Empty>
                }
              />
              <Paging count={items.length} one="version" after={after} next={next} />
            </>
          )}
        </Await>
      </div>
    </div>
  );
}
