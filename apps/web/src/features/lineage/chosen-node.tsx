import type { LineageDirection, LineageGraph, LineageNode } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { problemOf } from '../../app/problem.ts';
import { Button, buttonClass, ProblemNote } from '../../controls/index.ts';
import { Basis, counted, Digest, StageTag, StandingTag, When } from '../../marks/index.ts';
import { hasReach, lineageParams } from './node-address.ts';
import { NodeLink } from './node-link.tsx';
import { expand } from './queries.ts';
import { kindWord, relationWords, whyOf } from './words.ts';

type Stage = Parameters<typeof StageTag>[0]['stage'];
type Standing = Parameters<typeof StandingTag>[0]['standing'];

const shownEdges = 5;

/** What is known of its edges: one by one, what was checked and how, or why it is a claim. */
function EdgeBases({ node, graph }: { node: LineageNode; graph: LineageGraph }) {
  const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
  const edges = graph.edges.filter(({ from, to }) => from === node.id || to === node.id);
  const told = edges.filter(({ why }) => why !== null);
  const rest = told.length - shownEdges;
  if (told.length === 0) return null;
  return (
    <ul className="lineage-whys" aria-label="What was checked">
      {told.slice(0, shownEdges).map((edge) => (
        <li key={`${edge.from} ${edge.to}`}>
          {edge.to === node.id
            ? `${relationWords[edge.relation].up} ${names.get(edge.from)} `
            : `${relationWords[edge.relation].down} ${names.get(edge.to)} `}
          <Basis basis={edge.basis} />
          <span className="cap block wrap-anywhere">{whyOf(edge)}</span>
        </li>
      ))}
      {rest > 0 && <li className="muted">and {counted(rest, 'other')}, in the list</li>}
    </ul>
  );
}

/** What is known of a node, where it leads, and what else is next to it. */
export function ChosenNode({
  node,
  graph,
  at,
  onMore,
}: {
  node: LineageNode;
  graph: LineageGraph;
  at: string | undefined;
  onMore: (
    asked: { node: string; direction: LineageDirection },
    more: Awaited<ReturnType<typeof expand>>,
  ) => void;
}) {
  const more = useMutation({
    mutationFn: async (direction: LineageDirection) => {
      const after = node[direction];
      const found = await expand({
        node: node.id,
        direction,
        limit: 50,
        ...(at && { asOf: at }),
        ...(after && { after }),
      });
      onMore({ node: node.id, direction }, found);
    },
  });
  const { kind, known } = lineageParams(node.id);
  const digest = /^[0-9a-f]{64}$/.exec(known)?.[0];
  return (
    <section className="lineage-chosen" aria-label="Looked at">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="muted">{kindWord[node.kind]}</span>
        <b className="break-words">{node.name}</b>
        {node.kind === 'version' && node.stage && <StageTag stage={node.stage as Stage} />}
        {node.standing && node.standing !== 'usable' && <StandingTag standing={node.standing as Standing} />}
        {node.ended && <span className="muted">over</span>}
      </p>
      {node.note && <p className="soft break-words">{node.note}</p>}
      <p className="soft">
        {node.at && (
          <>
            Since <When at={node.at} />
          </>
        )}{' '}
        {digest && <Digest value={digest} what={`digest of ${node.name}`} />}
      </p>
      <EdgeBases node={node} graph={graph} />
      <div className="flex flex-wrap gap-2 pt-2">
        <NodeLink node={node} className={buttonClass('plain', true)}>
          Open {kindWord[node.kind].toLowerCase()}
        </NodeLink>
        {hasReach(node.id) && (
          <Link
            className={buttonClass('plain', true)}
            to="/lineage/$kind/$known"
            params={{ kind, known }}
            search={{ show: 'reach', at }}
          >
            How far it reaches
          </Link>
        )}
        {node.id !== graph.around && (
          <Link
            className={buttonClass('plain', true)}
            to="/lineage/$kind/$known"
            params={{ kind, known }}
            search={{ at }}
          >
            Lineage around it
          </Link>
        )}
        {(['up', 'down'] as const).map(
          (direction) =>
            node[direction] !== null && (
              <Button
                key={direction}
                small
                busy={more.isPending && more.variables === direction}
                onClick={() => more.mutate(direction)}
              >
                {direction === 'up' ? 'What it comes from' : 'What comes from it'}
                {node[direction] === '' ? '' : ', more'}
              </Button>
            ),
        )}
      </div>
      {more.error && <ProblemNote title="Nothing was added" problem={problemOf(more.error)} />}
    </section>
  );
}
