import {
  type ExpandedLineage,
  type ExpandLineage,
  type LineageFilter,
  type LineageGraph,
  lineageDirections,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { limitOf } from '../paging.ts';
import { askLineage, requireNode } from './ask-lineage.ts';
import { describeNodes } from './describe-nodes.ts';
import { cursorOf, nodeAfter, step, walk } from './walk.ts';

const usualDepth = 4;

/**
 * What a thing comes from and what comes from it, as it was known at a moment: by the dates of the records, and what versions were by
 * the entries. What the reader's roles do not open is left out, and with it what hangs on it alone.
 * @throws Refusal BAD_INPUT, FORBIDDEN, NOT_FOUND
 */
export async function readLineage(ctx: Context, input: LineageFilter): Promise<LineageGraph> {
  const limit = limitOf(input);
  const { asked, past } = await askLineage(ctx, input.asOf);
  await requireNode(asked, input.around, past);
  const directions = input.direction === undefined ? lineageDirections : [input.direction];
  const { nodes, edges, complete } = await walk(asked, input.around, directions, {
    depth: input.depth ?? usualDepth,
    limit,
  });
  const described = await describeNodes(asked, nodes, past);
  const there = new Set(described.map(({ id }) => id));
  return {
    around: input.around,
    asOf: asked.moment.toISOString(),
    nodes: described,
    edges: edges.filter(({ from, to }) => there.has(from) && there.has(to)),
    complete,
  };
}

/** What is next to one thing in a direction, page by page. @throws Refusal BAD_INPUT, FORBIDDEN, NOT_FOUND */
export async function expandLineage(ctx: Context, input: ExpandLineage): Promise<ExpandedLineage> {
  const limit = limitOf(input);
  const after = nodeAfter(input.after);
  const { asked, past } = await askLineage(ctx, input.asOf);
  await requireNode(asked, input.node, past);
  const { edges, nexts, last } = await step(asked, [input.node], input.direction, { limit, after });
  const sides = new Map(nexts.map((id) => [id, { up: '', down: '' }] as const));
  return {
    nodes: await describeNodes(asked, sides, past),
    edges: [...edges],
    next: cursorOf(last.get(input.node)),
  };
}
