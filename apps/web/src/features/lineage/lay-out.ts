/** A graph by the places of its nodes: each edge is the place of what something comes from, and of what comes from it. */
export interface GraphShape {
  readonly nodes: number;
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** Pixels at scale 1: the left upper corner of each node, and the whole drawing. */
export interface GraphLayout {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly width: number;
  readonly height: number;
}

export const nodeWidth = 216;
export const nodeHeight = 40;
const columnStep = nodeWidth + 72;
/** Between columns of one layer that is too long for one. */
const foldStep = nodeWidth + 20;
const rowStep = nodeHeight + 12;
const sweeps = 6;

interface Sides {
  readonly ups: readonly number[][];
  readonly downs: readonly number[][];
}

/**
 * Layers from what comes first to what comes last, in each the order that keeps edges short. Some milliseconds for 5,000
 * nodes: each step is linear in nodes and edges, but for sorting. Cycles (models that are fed by each other) are cut.
 */
export function layOut({ nodes, edges }: GraphShape): GraphLayout {
  const sides: Sides = {
    ups: Array.from({ length: nodes }, () => []),
    downs: Array.from({ length: nodes }, () => []),
  };
  for (const [from, to] of edges) {
    if (from === to) continue;
    sides.downs[from]!.push(to);
    sides.ups[to]!.push(from);
  }
  const layers = toLayers(layersOf(nodes, sides));
  orderLayers(layers, sides);
  return place(layers, sides, nodes);
}

/** The longest way from a beginning; what begins stands right before what comes of it. */
function layersOf(nodes: number, { ups, downs }: Sides): Int32Array {
  const layer = new Int32Array(nodes);
  const waiting = Int32Array.from(ups, (list) => list.length);
  const done = new Uint8Array(nodes);
  const ready: number[] = [];
  for (let node = 0; node < nodes; node += 1) if (waiting[node] === 0) ready.push(node);
  for (let settled = 0, next = 0; settled < nodes; ) {
    // Where nothing is ready there is a cycle: it is cut before the first node that has not been placed.
    while (ready.length === 0) {
      if (!done[next]) ready.push(next);
      next += 1;
    }
    const node = ready.pop()!;
    if (done[node]) continue;
    done[node] = 1;
    settled += 1;
    for (const down of downs[node]!) {
      if (done[down]) continue;
      layer[down] = Math.max(layer[down]!, layer[node]! + 1);
      waiting[down] = waiting[down]! - 1;
      if (waiting[down] === 0) ready.push(down);
    }
  }
  for (let node = 0; node < nodes; node += 1) {
    if (ups[node]!.length > 0 || downs[node]!.length === 0) continue;
    let first = Number.POSITIVE_INFINITY;
    for (const down of downs[node]!) first = Math.min(first, layer[down]!);
    layer[node] = Math.max(0, first - 1);
  }
  return layer;
}

function toLayers(layer: Int32Array): number[][] {
  const layers: number[][] = [];
  layer.forEach((at, node) => {
    layers[at] ??= [];
    layers[at].push(node);
  });
  return layers.filter((nodes) => nodes !== undefined);
}

/** Each layer in the order of the middle of its neighbours, forth and back; places are shares, so that long layers weigh no more. */
function orderLayers(layers: number[][], { ups, downs }: Sides): void {
  const share = new Float64Array(layers.reduce((sum, nodes) => sum + nodes.length, 0));
  const settle = (nodes: readonly number[]) =>
    nodes.forEach((node, at) => {
      share[node] = (at + 0.5) / nodes.length;
    });
  layers.forEach(settle);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const forth = sweep % 2 === 0;
    const neighbours = forth ? ups : downs;
    for (const nodes of forth ? layers : [...layers].reverse()) {
      const middle = new Map(nodes.map((node) => [node, meanOf(neighbours[node]!, share, share[node]!)]));
      nodes.sort((a, b) => middle.get(a)! - middle.get(b)! || a - b);
      settle(nodes);
    }
  }
}

function meanOf(nodes: readonly number[], of: Float64Array, otherwise: number): number {
  if (nodes.length === 0) return otherwise;
  let sum = 0;
  for (const node of nodes) sum += of[node]!;
  return sum / nodes.length;
}

function place(layers: readonly (readonly number[])[], { ups, downs }: Sides, nodes: number): GraphLayout {
  // About as high as a screen is to its width, however many there are.
  const rows = Math.max(12, Math.ceil(Math.sqrt((nodes * foldStep) / (rowStep * 1.4))));
  const x = new Float64Array(nodes);
  const y = new Float64Array(nodes);
  let left = 0;
  for (const layer of layers) {
    const folds = Math.ceil(layer.length / rows);
    const height = Math.ceil(layer.length / folds);
    layer.forEach((node, at) => {
      x[node] = left + Math.floor(at / height) * foldStep;
      y[node] = (at % height) * rowStep;
    });
    left += (folds - 1) * foldStep + columnStep;
  }
  // Layers of one column stand where their neighbours are; folded ones stay packed, and the others follow them.
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const forth = sweep % 2 === 0;
    for (const layer of forth ? layers : [...layers].reverse()) {
      if (layer.length <= rows) align(layer, forth ? ups : downs, y);
    }
  }
  let [top, bottom] = [Number.POSITIVE_INFINITY, 0];
  for (const at of y) top = Math.min(top, at);
  for (let node = 0; node < nodes; node += 1) {
    y[node] = y[node]! - top;
    bottom = Math.max(bottom, y[node]!);
  }
  return { x, y, width: Math.max(left - columnStep, 0) + nodeWidth, height: bottom + nodeHeight };
}

/**
 * Moves a column to the middle of its neighbours: the places that are nearest to the wanted ones in the sense of least squares, in
 * the same order and a row apart. Blocks that would overlap are pooled.
 */
function align(column: readonly number[], neighbours: readonly number[][], y: Float64Array): void {
  const blocks: { sum: number; size: number }[] = [];
  column.forEach((node, at) => {
    let block = { sum: meanOf(neighbours[node]!, y, y[node]!) - at * rowStep, size: 1 };
    for (;;) {
      const before = blocks.at(-1);
      if (!before || before.sum / before.size <= block.sum / block.size) break;
      blocks.pop();
      block = { sum: before.sum + block.sum, size: before.size + block.size };
    }
    blocks.push(block);
  });
  let at = 0;
  for (const { sum, size } of blocks)
    for (let each = 0; each < size; each += 1, at += 1) y[column[at]!] = sum / size + at * rowStep;
}
