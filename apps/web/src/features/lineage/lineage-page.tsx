import { type LineageGraph, type LineageKind, lineageDepth, lineageKinds } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { selfState } from '../../app/self-state.ts';
import { Await, buttonClass, PageTitle, Section, TableLoading } from '../../controls/index.ts';
import { countText, When } from '../../marks/index.ts';
import { MomentForm } from '../as-of/index.ts';
import { ChosenNode } from './chosen-node.tsx';
import { GraphView } from './graph-view.tsx';
import { LineageList } from './lineage-list.tsx';
import { hasReach } from './node-address.ts';
import { lineageQuery } from './queries.ts';
import { ReachView } from './reach-view.tsx';
import { hiddenIn, type LineageSearch } from './search.ts';
import { grow, showGraph, sidesOf } from './shown-graph.ts';
import { kindsWord, kindWord } from './words.ts';
import './lineage.css';

const route = getRouteApi('/frame/lineage/$kind/$known');

/** Kinds that the graph has, each shown or hidden. */
function Kinds({
  graph,
  hidden,
  change,
}: {
  graph: LineageGraph;
  hidden: ReadonlySet<LineageKind>;
  change: (part: LineageSearch) => void;
}) {
  const counts = new Map<LineageKind, number>();
  for (const { kind } of graph.nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const toggled = (kind: LineageKind) => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    return lineageKinds.filter((one) => next.has(one)).join(',') || undefined;
  };
  return (
    <fieldset className="lineage-kinds">
      <legend>Shown</legend>
      {lineageKinds
        .filter((kind) => counts.has(kind))
        .map((kind) => (
          <label key={kind}>
            <input
              type="checkbox"
              checked={!hidden.has(kind)}
              onChange={() => change({ without: toggled(kind) })}
            />
            {kindsWord[kind]} <span className="muted">{countText(counts.get(kind)!)}</span>
          </label>
        ))}
    </fieldset>
  );
}

function Graph({
  asked,
  search,
  change,
}: {
  asked: LineageGraph;
  search: LineageSearch;
  change: (part: LineageSearch) => void;
}) {
  const [grown, setGrown] = useState({ of: asked, graph: asked });
  const graph = grown.of === asked ? grown.graph : asked;
  const navigate = useNavigate();
  const hidden = useMemo(() => hiddenIn(search.without), [search.without]);
  const shown = useMemo(() => showGraph(graph, hidden), [graph, hidden]);
  const sides = useMemo(() => sidesOf(shown, graph.around), [shown, graph.around]);
  const focus = search.focus && shown.placeOf.has(search.focus) ? search.focus : null;
  const chosen = shown.nodes[shown.placeOf.get(focus ?? graph.around)!]!;
  const look = useCallback((id: string) => change({ focus: id }), [change]);
  const open = (id: string) => {
    const at = id.indexOf(':');
    void navigate({
      to: '/lineage/$kind/$known',
      params: { kind: id.slice(0, at), known: id.slice(at + 1) },
      search: { at: search.at },
    });
  };
  return (
    <>
      <Kinds graph={graph} hidden={hidden} change={change} />
      {!graph.complete && (
        <p className="lede">
          The graph ends at 5,000 things. What is further away is shown around a thing that is nearer to it.
        </p>
      )}
      <div className="lineage">
        <LineageList graph={shown} up={sides.up} down={sides.down} focus={focus} onFocus={look} />
        <div className="lineage-drawn">
          <GraphView graph={shown} around={graph.around} focus={focus} onFocus={look} onOpen={open} />
          <ChosenNode
            key={chosen.id}
            node={chosen}
            graph={graph}
            at={search.at}
            onMore={(node, more) => setGrown({ of: asked, graph: grow(graph, node, more) })}
          />
        </div>
      </div>
    </>
  );
}

const Loading = () => (
  <div className="page" aria-busy="true">
    <nav className="crumbs" aria-label="Breadcrumb">
      <span>Lineage</span>
    </nav>
    <PageTitle title="Lineage" beside="reading what it comes from, and what comes from it" />
    <div className="lineage pt-12">
      <Section title="What it comes from">
        <TableLoading
          columns={[
            { head: 'What', cell: () => null },
            { head: 'How', cell: () => null },
          ]}
          rows={6}
        />
      </Section>
      <div className="lineage-drawn">
        <div className="lineage-canvas" />
      </div>
    </div>
  </div>
);

function Crumbs({ graph }: { graph: LineageGraph }) {
  const { kind, model, version } = graph.nodes.find(({ id }) => id === graph.around)!;
  return (
    <nav className="crumbs" aria-label="Breadcrumb">
      {model && version ? (
        <>
          <Link to="/m/$model" params={{ model }}>
            {model}
          </Link>
          <span aria-hidden="true">/</span>
          <Link to="/m/$model/v/$version" params={{ model, version }}>
            {version}
          </Link>
          <span aria-hidden="true">/</span>
        </>
      ) : (
        kind === 'consumer' && (
          <>
            <Link to="/consumers">Consumers</Link>
            <span aria-hidden="true">/</span>
          </>
        )
      )}
      <span>Lineage</span>
    </nav>
  );
}

/** Where a thing comes from and what comes from it, now or at a past moment; and how far something bad reaches. */
export function LineagePage() {
  const { kind, known } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const around = `${kind}:${known}`;
  const query = useQuery(
    lineageQuery({ around, depth: lineageDepth, limit: 200, ...(search.at && { asOf: search.at }) }),
  );
  const change = useCallback(
    (part: LineageSearch) =>
      void navigate({
        from: '/lineage/$kind/$known',
        search: (before) => ({ ...before, ...part }),
        replace: part.focus !== undefined,
        resetScroll: false,
      }),
    [navigate],
  );
  const params = { kind, known };
  return (
    <Await whole query={query} loading={<Loading />}>
      {(graph) => {
        const node = graph.nodes.find(({ id }) => id === graph.around)!;
        return (
          <div className="page">
            <title>{`Lineage of ${node.name} · Countersign`}</title>
            <Crumbs graph={graph} />
            <PageTitle
              title={`Lineage of ${node.name}`}
              beside={[kindWord[node.kind].toLowerCase(), node.kind === 'dataset' && node.note]
                .filter(Boolean)
                .join(', ')}
            />
            <div className="tools pt-4">
              <MomentForm key={search.at ?? 'now'} at={graph.asOf} choose={(at) => change({ at })} />
              {search.at && (
                <Link
                  className={buttonClass()}
                  to="/lineage/$kind/$known"
                  params={params}
                  search={{ ...search, at: undefined }}
                >
                  Now
                </Link>
              )}
            </div>
            <p className="lede">
              {search.at ? (
                <>
                  As it was known at <When at={graph.asOf} precision="second" />, by the dates of the records;
                  stages, standings and roles from the entries. Names are those of today.
                </>
              ) : (
                'As it is now. What your roles do not open is left out.'
              )}
            </p>
            {hasReach(around) && (
              <nav className="tabs mt-4" aria-label="Lineage">
                {([undefined, 'reach'] as const).map((show) => (
                  <Link
                    key={show ?? 'graph'}
                    to="/lineage/$kind/$known"
                    params={params}
                    search={{ at: search.at, show }}
                    aria-current={search.show === show ? 'page' : undefined}
                    activeOptions={selfState}
                    resetScroll={false}
                  >
                    {show ? 'How far it reaches' : 'Graph'}
                  </Link>
                ))}
              </nav>
            )}
            {search.show === 'reach' && hasReach(around) ? (
              <ReachView node={around} at={search.at} after={search.after} />
            ) : (
              <Graph asked={graph} search={search} change={change} />
            )}
          </div>
        );
      }}
    </Await>
  );
}
