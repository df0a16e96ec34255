import type { LineageEdge, LineageNode } from '@countersign/contracts';
import { memo, useState } from 'react';
import { Button, type Column, Empty, Section, Table } from '../../controls/index.ts';
import { Basis, counted, countText } from '../../marks/index.ts';
import { stateText } from './draw-graph.ts';
import type { ShownGraph } from './shown-graph.ts';
import { kindWord, relationWords, whyOf } from './words.ts';

const atFirst = 50;
const named = 3;
const reasons = 2;

/** Edges of one relation and basis in one sentence: what they join it with, and why they are checked or claimed. */
function Edges({
  graph,
  edges,
  side,
}: {
  graph: ShownGraph;
  edges: readonly LineageEdge[];
  side: 'up' | 'down';
}) {
  const groups = new Map<string, LineageEdge[]>();
  for (const edge of edges) {
    const key = `${edge.relation} ${edge.basis}`;
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  return (
    <>
      {[...groups].map(([key, group]) => {
        const { relation, basis } = group[0]!;
        const others = group.map(
          (edge) => graph.nodes[graph.placeOf.get(side === 'up' ? edge.to : edge.from)!]!.name,
        );
        const rest = others.length - named;
        const whys = [...new Set(group.map(whyOf))];
        return (
          <span key={key} className="block">
            {relationWords[relation][side === 'up' ? 'down' : 'up']} {others.slice(0, named).join(', ')}
            {rest > 0 && ` and ${counted(rest, 'other')}`} <Basis basis={basis} />
            <span className="cap block wrap-anywhere">
              {whys.slice(0, reasons).join('; ')}
              {whys.length > reasons && `; ${counted(whys.length - reasons, 'other reason')}`}
            </span>
          </span>
        );
      })}
    </>
  );
}

function Side({
  title,
  nodes,
  side,
  graph,
  focus,
  onFocus,
  empty,
}: {
  title: string;
  nodes: readonly LineageNode[];
  side: 'up' | 'down';
  graph: ShownGraph;
  focus: string | null;
  onFocus: (id: string) => void;
  empty: string;
}) {
  const [most, setMost] = useState(atFirst);
  const edgesOf = ({ id }: LineageNode) => {
    const place = graph.placeOf.get(id)!;
    return side === 'up' ? graph.downs[place]! : graph.ups[place]!;
  };
  const columns: readonly Column<LineageNode>[] = [
    {
      head: 'What',
      cell: (node) => (
        <>
          <button
            type="button"
            className="link break-words text-left"
            aria-current={node.id === focus ? 'true' : undefined}
            onClick={() => onFocus(node.id)}
          >
            {node.name}
          </button>
          <span className="cap block">
            {[kindWord[node.kind], stateText(node)].filter(Boolean).join(', ')}
          </span>
        </>
      ),
    },
    {
      head: 'How',
      width: '56%',
      cell: (node) => <Edges graph={graph} edges={edgesOf(node)} side={side} />,
    },
  ];
  const rest = nodes.length - most;
  return (
    <Section title={title} count={countText(nodes.length)}>
      <Table
        label={title}
        top
        rows={nodes.slice(0, most)}
        keyOf={({ id }) => id}
        columns={columns}
        second={(node) => <Edges graph={graph} edges={edgesOf(node)} side={side} />}
        empty={<Empty title={empty} />}
      />
      {rest > 0 && (
        <div className="pt-2">
          <Button small onClick={() => setMost(most + 200)}>
            Show {countText(Math.min(rest, 200))} more of {countText(nodes.length)}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** The same as the graph, in words. */
export const LineageList = memo(function LineageList({
  graph,
  up,
  down,
  focus,
  onFocus,
}: {
  graph: ShownGraph;
  up: readonly LineageNode[];
  down: readonly LineageNode[];
  focus: string | null;
  onFocus: (id: string) => void;
}) {
  const rest = { graph, focus, onFocus };
  return (
    <div>
      <Side
        {...rest}
        title="What it comes from"
        side="up"
        nodes={up}
        empty="Nothing is recorded that it comes from."
      />
      <Side
        {...rest}
        title="What comes from it"
        side="down"
        nodes={down}
        empty="Nothing is recorded that comes from it."
      />
    </div>
  );
});
