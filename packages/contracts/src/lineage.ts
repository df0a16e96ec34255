import * as z from 'zod/mini';
import { BoundedCount, Id, Instant, Page, pageOf } from './primitives.ts';

/** What a graph of lineage shows, in the order in which one comes from another. */
export const lineageKinds = [
  'dataset',
  'code',
  'notebook',
  'run',
  'version',
  'deployment',
  'recall',
  'consumer',
] as const;
export type LineageKind = (typeof lineageKinds)[number];

/**
 * A node: its kind, a colon, and what it is known by. Data, scripts and notebooks by the hex SHA-256 of their bytes
 * (`dataset:ref-…` for a reference without a digest, `code:commit-…` for a commit), a run that a version names by the SHA-256 of
 * model, key and experiment, versions and recalls by id, a deployment
 * by the ids of version and environment with a dot, a consumer by the name that it predicts under.
 */
export const LineageNodeId = z
  .string()
  .check(
    z.maxLength(220),
    z.regex(
      /^(?:dataset:(?:ref-)?[0-9a-f]{64}|code:(?:commit-)?[0-9a-f]{64}|(?:notebook|run):[0-9a-f]{64}|(?:version|recall):[0-9a-f-]{36}|deployment:[0-9a-f-]{36}\.[0-9a-f-]{36}|consumer:[^\p{Cc}]{1,200})$/u,
      'the kind of a thing, a colon, and what it is known by',
    ),
  );

/**
 * Why one thing comes from another. Of data: `trained-on` (the dossier names them), `with-file` (they are a file of the
 * version); `built-from` a commit; `made-by` a run; `deployed`; `recalled`; `warned` of a recall; `answered` (a consumer got answers),
 * `declared` (it says that it uses it); `predictions` (the data are what a version answered).
 */
export const lineageRelations = [
  'trained-on',
  'with-file',
  'built-from',
  'made-by',
  'deployed',
  'recalled',
  'warned',
  'answered',
  'declared',
  'predictions',
  'read',
  'wrote',
] as const;
export type LineageRelation = (typeof lineageRelations)[number];

export const LineageEdge = z.object({
  /** What it comes from. */
  from: z.string(),
  to: z.string(),
  relation: z.enum(lineageRelations),
  /** Checked: we hold the bytes, or did it ourselves. Claimed: somebody said so. */
  basis: z.enum(['checked', 'claimed']),
  /** What was checked and how, or why it was not: of data that a version names. Null where the relation says it. */
  why: z.nullable(z.string()),
});
export type LineageEdge = z.infer<typeof LineageEdge>;

export const LineageNode = z.object({
  id: z.string(),
  kind: z.enum(lineageKinds),
  name: z.string(),
  /** What else tells it from others of its kind, in words; empty where nothing does. */
  note: z.string(),
  /** Since when it is known, within what the reader may see. */
  at: z.nullable(Instant),
  /** Key of the model and label of the version that it belongs to; null for what belongs to several. */
  model: z.nullable(z.string()),
  version: z.nullable(z.string()),
  /** Of a version. */
  stage: z.nullable(z.string()),
  /** Of a version, and of a recall what it marks with. */
  standing: z.nullable(z.string()),
  /** Of a run that was logged: the experiment, and its own key. */
  run: z.nullable(z.object({ experiment: z.string(), run: z.string() })),
  /** A deployment that is over, a recall that was lifted, a consumer that was retired. */
  ended: z.boolean(),
  /**
   * Whether there is more in a direction than the graph shows: null is all of it; a cursor to ask on with; empty where
   * nothing was asked in that direction.
   */
  up: z.nullable(z.string()),
  down: z.nullable(z.string()),
});
export type LineageNode = z.infer<typeof LineageNode>;

/** `up`: what it comes from; `down`: what comes from it. */
export const lineageDirections = ['up', 'down'] as const;
export type LineageDirection = (typeof lineageDirections)[number];

/** The longest way from the thing that is asked for, in edges, and the largest graph, in nodes. */
export const lineageDepth = 8;
export const lineageNodes = 5_000;

const Depth = z.int().check(z.minimum(1), z.maximum(lineageDepth));
export const LineageFilter = z.object({
  around: LineageNodeId,
  /** Both where it is left out. */
  direction: z.optional(z.enum(lineageDirections)),
  depth: z.optional(Depth),
  /** How many things of each expansion. */
  limit: z.optional(Page.shape.limit),
  /** RFC 3339; now where it is left out. */
  asOf: z.optional(Instant),
});
export type LineageFilter = z.infer<typeof LineageFilter>;

export const LineageGraph = z.object({
  around: z.string(),
  /** The moment that it tells of. */
  asOf: Instant,
  nodes: z.array(LineageNode),
  edges: z.array(LineageEdge),
  /** False where the largest graph was reached: what is further away is left out. */
  complete: z.boolean(),
});
export type LineageGraph = z.infer<typeof LineageGraph>;

export const ExpandLineage = z.extend(Page, {
  node: LineageNodeId,
  direction: z.enum(lineageDirections),
  asOf: z.optional(Instant),
});
export type ExpandLineage = z.infer<typeof ExpandLineage>;
export const ExpandedLineage = z.object({
  nodes: z.array(LineageNode),
  edges: z.array(LineageEdge),
  next: z.nullable(z.string()),
});
export type ExpandedLineage = z.infer<typeof ExpandedLineage>;

export const ReachFilter = z.extend(Page, { node: LineageNodeId, asOf: z.optional(Instant) });
export type ReachFilter = z.infer<typeof ReachFilter>;

/** A version that something reaches. */
export const ReachedVersion = z.object({
  id: Id,
  model: z.string(),
  version: z.string(),
  stage: z.string(),
  standing: z.string(),
  /** Edges from what was asked for: 1 was made from it, more were fed by predictions of such a version. */
  steps: z.int(),
  /** Claimed where one edge of the way is. */
  basis: z.enum(['checked', 'claimed']),
  /** Of data that it names itself: what was checked and how, or why it was not. */
  why: z.nullable(z.string()),
  /** Environments where it serves. */
  serving: z.array(z.string()),
  /** Recorded predictions that it answered. */
  predictions: BoundedCount,
  consumers: z.int(),
});
export type ReachedVersion = z.infer<typeof ReachedVersion>;

/** What comes from a thing, however far: versions page by page, the newest first, and how much in all. */
export const Reach = z.extend(pageOf(ReachedVersion), {
  node: LineageNode,
  asOf: Instant,
  versions: z.int(),
  /** Of the versions: those that serve, and those that are marked "do not use". */
  serving: z.int(),
  blocked: z.int(),
  predictions: BoundedCount,
  /** By name, the first 200. */
  consumers: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      basis: z.enum(['checked', 'claimed']),
      /** How many of the versions it uses. */
      versions: z.int(),
    }),
  ),
  consumerCount: z.int(),
  /** False where the largest graph was reached: there is more. */
  complete: z.boolean(),
});
export type Reach = z.infer<typeof Reach>;
