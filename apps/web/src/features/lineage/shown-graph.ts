import type { LineageEdge, LineageGraph, LineageKind, LineageNode } from '@countersign/contracts';

/** A graph without the kinds that are hidden, its nodes by place. */
export interface ShownGraph {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  readonly places: readonly (readonly [from: number, to: number])[];
  readonly placeOf: ReadonlyMap<string, number>;
  /** By place: edges to what it comes from, and to what comes from it. */
  readonly ups: readonly (readonly LineageEdge[])[];
  readonly downs: readonly (readonly LineageEdge[])[];
}

/** The thing that was asked for is always there. */
export function showGraph(
  { around, nodes, edges }: Pick<LineageGraph, 'around' | 'nodes' | 'edges'>,
  hidden: ReadonlySet<LineageKind>,
): ShownGraph {
  const shown = nodes.filter(({ id, kind }) => id === around || !hidden.has(kind));
  const placeOf = new Map(shown.map(({ id }, place) => [id, place]));
  const kept = edges.filter(({ from, to }) => placeOf.has(from) && placeOf.has(to));
  const ups: LineageEdge[][] = shown.map(() => []);
  const downs: LineageEdge[][] = shown.map(() => []);
  for (const edge of kept) {
    downs[placeOf.get(edge.from)!]!.push(edge);
    ups[placeOf.get(edge.to)!]!.push(edge);
  }
  return {
    nodes: shown,
    edges: kept,
    places: kept.map(({ from, to }) => [placeOf.get(from)!, placeOf.get(to)!] as const),
    placeOf,
    ups,
    downs,
  };
}

/** A graph with what an expansion brought: the side that was asked is known further. */
export function grow(
  graph: LineageGraph,
  asked: { readonly node: string; readonly direction: 'up' | 'down' },
  more: {
    readonly nodes: readonly LineageNode[];
    readonly edges: readonly LineageEdge[];
    readonly next: string | null;
  },
): LineageGraph {
  const known = new Set(graph.nodes.map(({ id }) => id));
  const joined = new Set(graph.edges.map(({ from, to }) => `${from} ${to}`));
  return {
    ...graph,
    nodes: [
      ...graph.nodes.map((node) =>
        node.id === asked.node ? { ...node, [asked.direction]: more.next } : node,
      ),
      ...more.nodes.filter(({ id }) => !known.has(id)),
    ],
    edges: [...graph.edges, ...more.edges.filter(({ from, to }) => !joined.has(`${from} ${to}`))],
  };
}

/** Which nodes the thing comes from, and which come from it; in the order of their distance. */
export function sidesOf(graph: ShownGraph, around: string): { up: LineageNode[]; down: LineageNode[] } {
  const reach = (side: 'up' | 'down') => {
    const seen = new Set([around]);
    for (const id of seen) {
      const place = graph.placeOf.get(id)!;
      for (const edge of side === 'up' ? graph.ups[place]! : graph.downs[place]!)
        seen.add(side === 'up' ? edge.from : edge.to);
    }
    seen.delete(around);
    return seen;
  };
  const up = reach('up');
  const down = reach('down');
  // What an expansion brought beside the way stands with what comes of it.
  const beside = graph.nodes.filter(({ id }) => id !== around && !up.has(id) && !down.has(id));
  const nodesOf = (ids: Iterable<string>) => Array.from(ids, (id) => graph.nodes[graph.placeOf.get(id)!]!);
  return { up: nodesOf(up), down: [...nodesOf(down), ...beside] };
}
