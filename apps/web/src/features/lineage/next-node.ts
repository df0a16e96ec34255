import type { GraphLayout } from './lay-out.ts';
import type { ShownGraph } from './shown-graph.ts';

type Way = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
export const isWay = (key: string): key is Way => /^Arrow(?:Left|Right|Up|Down)$/.test(key);

/**
 * Where an arrow key leads: left and right along an edge, to the neighbour that is drawn nearest; up and down to the next node
 * of the column. The same node where there is none.
 */
export function nextNode(graph: ShownGraph, { x, y }: GraphLayout, place: number, way: Way): number {
  const along =
    way === 'ArrowLeft'
      ? graph.ups[place]!.map(({ from }) => graph.placeOf.get(from)!)
      : graph.downs[place]!.map(({ to }) => graph.placeOf.get(to)!);
  const sign = way === 'ArrowUp' ? -1 : 1;
  const candidates =
    way === 'ArrowLeft' || way === 'ArrowRight'
      ? along
      : graph.nodes.flatMap((_, other) =>
          x[other] === x[place] && (y[other]! - y[place]!) * sign > 0 ? [other] : [],
        );
  let nearest = place;
  for (const other of candidates) {
    const isNearer = Math.abs(y[other]! - y[place]!) < Math.abs(y[nearest]! - y[place]!);
    if (nearest === place || isNearer) nearest = other;
  }
  return nearest;
}
