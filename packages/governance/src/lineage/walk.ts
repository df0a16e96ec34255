import {
  type LineageDirection,
  type LineageEdge,
  type LineageKind,
  lineageNodes,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { keyset } from '../paging.ts';
import { stepsSql } from './relations.ts';

/** Who asks, and as of when. */
export interface Asked {
  readonly ctx: Context;
  readonly moment: Date;
  /** Null for all of them. */
  readonly models: readonly string[] | null;
}

interface StepRow {
  readonly at: string;
  readonly next: string;
  readonly relation: LineageEdge['relation'];
  readonly checked: boolean;
  readonly why: string | null;
}

/** What is next to some nodes. */
interface Step {
  readonly edges: readonly LineageEdge[];
  /** In the order of the edges. */
  readonly nexts: readonly string[];
  /** Of nodes with more than so many: the last one that was given. */
  readonly last: ReadonlyMap<string, string>;
}

const byNode = keyset('lineage', 'text', 'text');

/** The node after which a page starts. @throws Refusal BAD_INPUT */
export function nodeAfter(after: string | undefined): string | null {
  const [kind, known] = byNode.decode(after);
  return kind == null ? null : `${kind}:${known}`;
}

/** One statement, however many nodes. */
export async function step(
  { ctx, moment, models }: Asked,
  ids: readonly string[],
  direction: LineageDirection,
  page: { readonly limit: number; readonly after: string | null },
): Promise<Step> {
  const { rows } = await ctx.pool.query<StepRow>(stepsSql[direction], [
    ids,
    moment,
    models,
    page.limit,
    page.after,
  ]);
  const counts = new Map<string, number>();
  const last = new Map<string, string>();
  const given: StepRow[] = [];
  let before: StepRow | undefined;
  for (const row of rows) {
    const count = (counts.get(row.at) ?? 0) + 1;
    counts.set(row.at, count);
    if (count > page.limit) last.set(row.at, before!.next);
    else given.push(row);
    before = row;
  }
  return {
    edges: given.map(({ at, next, relation, checked, why }) => ({
      from: direction === 'down' ? at : next,
      to: direction === 'down' ? next : at,
      relation,
      basis: checked ? 'checked' : 'claimed',
      why,
    })),
    nexts: given.map(({ next }) => next),
    last,
  };
}

/** Null: all of it is there; a cursor: there is more; empty: nobody asked. */
export type Side = string | null;
export interface Walked {
  /** Each node's steps from the one that was asked for, and what is known of its sides. */
  readonly nodes: ReadonlyMap<string, { readonly steps: number; up: Side; down: Side }>;
  readonly edges: readonly LineageEdge[];
  readonly complete: boolean;
}

/** The things that come from one, or that it comes from, however far up to a depth: one statement for each step. */
export async function walk(
  asked: Asked,
  around: string,
  directions: readonly LineageDirection[],
  { depth, limit }: { readonly depth: number; readonly limit: number },
): Promise<Walked> {
  const nodes = new Map<string, { readonly steps: number; up: Side; down: Side }>([
    [around, { steps: 0, up: '', down: '' }],
  ]);
  const edges = new Map<string, LineageEdge>();
  let complete = true;
  for (const direction of directions) {
    const asking = new Set([around]);
    for (let steps = 1, ids = [around]; steps <= depth && ids.length > 0; steps += 1) {
      const found = await step(asked, ids, direction, { limit, after: null });
      for (const id of ids) nodes.get(id)![direction] = cursorOf(found.last.get(id));
      ids = [];
      found.edges.forEach((edge, place) => {
        const next = found.nexts[place]!;
        if (!nodes.has(next)) {
          if (nodes.size >= lineageNodes) {
            complete = false;
            nodes.get(direction === 'down' ? edge.from : edge.to)![direction] = '';
            return;
          }
          nodes.set(next, { steps, up: '', down: '' });
        }
        edges.set(`${edge.from} ${edge.to}`, edge);
        if (asking.has(next)) return;
        asking.add(next);
        ids.push(next);
      });
    }
  }
  return { nodes, edges: [...edges.values()], complete };
}

export const cursorOf = (last: string | undefined): Side =>
  last === undefined ? null : byNode.encode([kindOf(last), last.slice(kindOf(last).length + 1)]);

export const kindOf = (id: string): LineageKind => id.slice(0, id.indexOf(':')) as LineageKind;
