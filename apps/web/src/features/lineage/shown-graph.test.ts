import type { LineageEdge, LineageGraph, LineageKind, LineageNode } from '@countersign/contracts';
import { expect, it } from 'vitest';
import { layOut } from './lay-out.ts';
import { nextNode } from './next-node.ts';
import { grow, showGraph, sidesOf } from './shown-graph.ts';

const node = (kind: LineageKind, name: string): LineageNode => ({
  id: `${kind}:${name}`,
  kind,
  name,
  note: '',
  at: null,
  model: null,
  run: null,
  version: null,
  stage: null,
  standing: null,
  ended: false,
  up: null,
  down: null,
});
const edge = (from: string, to: string): LineageEdge => ({
  from,
  to,
  relation: 'declared',
  basis: 'claimed',
  why: null,
});
const graph: LineageGraph = {
  around: 'version:1',
  asOf: '2026-11-22T00:00:00.000Z',
  nodes: [
    node('version', '1'),
    node('dataset', 'a'),
    node('dataset', 'b'),
    node('consumer', 'c'),
    node('consumer', 'd'),
  ],
  edges: [
    edge('dataset:a', 'version:1'),
    edge('dataset:b', 'version:1'),
    edge('version:1', 'consumer:c'),
    edge('version:1', 'consumer:d'),
  ],
  complete: true,
};
const all = showGraph(graph, new Set());

it('hides kinds with their edges, and never what was asked for', () => {
  const shown = showGraph(graph, new Set(['consumer', 'version']));
  expect(shown.nodes.map(({ id }) => id)).toEqual(['version:1', 'dataset:a', 'dataset:b']);
  expect(shown.edges).toHaveLength(2);
});

it('tells what a thing comes from and what comes from it', () => {
  const { up, down } = sidesOf(all, graph.around);
  expect([up, down].map((nodes) => nodes.map(({ name }) => name))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

it('grows by what an expansion brings, each thing once', () => {
  const more = {
    nodes: [node('version', '2'), node('dataset', 'a')],
    edges: [edge('dataset:a', 'version:2'), edge('dataset:a', 'version:1')],
    next: 'on',
  };
  const grown = grow(graph, { node: 'dataset:a', direction: 'down' }, more);
  expect(grown.nodes).toHaveLength(6);
  expect(grown.edges).toHaveLength(5);
  expect(grown.nodes[1]).toMatchObject({ up: null, down: 'on' });
});

it('is walked by arrow keys: along edges, and up and down a column', () => {
  const layout = layOut({ nodes: all.nodes.length, edges: all.places });
  const go = (from: string, way: Parameters<typeof nextNode>[3]) =>
    all.nodes[nextNode(all, layout, all.placeOf.get(from)!, way)]!.name;
  expect(go('version:1', 'ArrowLeft')).toBe('a');
  expect(go('dataset:a', 'ArrowDown')).toBe('b');
  expect(go('dataset:b', 'ArrowDown')).toBe('b');
  expect(go('dataset:b', 'ArrowUp')).toBe('a');
  expect(go('dataset:b', 'ArrowRight')).toBe('1');
  expect(go('consumer:d', 'ArrowRight')).toBe('d');
});
