import { describe, expect, it } from 'vitest';
import { type GraphLayout, layOut, nodeHeight, nodeWidth } from './lay-out.ts';

const overlapping = ({ x, y }: GraphLayout) => {
  const seen = Array.from(x, (left, at) => ({ left, top: y[at]! })).sort(
    (a, b) => a.left - b.left || a.top - b.top,
  );
  return seen.some(
    ({ left, top }, at) =>
      at > 0 && left - seen[at - 1]!.left < nodeWidth && top - seen[at - 1]!.top < nodeHeight,
  );
};

describe('the layout of a graph', () => {
  it('puts what comes from something to its right, and a beginning right before what comes of it', () => {
    // Data 0 and 1, version 2 of both, deployment 3, consumer 4; data 5 of version 6 that 4 feeds.
    const edges = [
      [0, 2],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 6],
      [5, 6],
    ] as const;
    const { x, y } = layOut({ nodes: 7, edges });
    for (const [from, to] of edges) expect(x[from]!).toBeLessThan(x[to]!);
    expect(x[5]).toBe(x[4]);
    expect(y[2]).toBe((y[0]! + y[1]!) / 2);
  });

  it('ends for models that feed each other, for a lone node and for none', () => {
    expect(
      layOut({
        nodes: 3,
        edges: [
          [0, 1],
          [1, 2],
          [2, 0],
        ],
      }).width,
    ).toBeGreaterThan(nodeWidth);
    expect(layOut({ nodes: 1, edges: [[0, 0]] })).toMatchObject({ width: nodeWidth, height: nodeHeight });
    expect(layOut({ nodes: 0, edges: [] }).x).toHaveLength(0);
  });

  it('keeps 5,000 nodes apart, on a sheet that is no ribbon', () => {
    const edges = Array.from({ length: 9_000 }, (_, at) => {
      const to = 100 + (at % 4_900);
      return [to < 1_000 ? (at * 7) % 100 : 100 + ((at * 13) % 900), to] as const;
    });
    const layout = layOut({ nodes: 5_000, edges });
    expect(overlapping(layout)).toBe(false);
    expect(layout.width / layout.height).toBeGreaterThan(0.5);
    expect(layout.width / layout.height).toBeLessThan(4);
  });
});
