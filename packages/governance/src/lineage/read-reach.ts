import { lineageDepth, lineageNodes, type Reach, type ReachFilter } from '@countersign/contracts';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { predictionsOfVersion } from '../predictions-of.ts';
import { askLineage, requireNode } from './ask-lineage.ts';
import { describeNodes } from './describe-nodes.ts';
import { type Asked, kindOf, type Walked, walk } from './walk.ts';

const byVersion = keyset('reach', 'uuid');
const mostConsumers = 200;
/** Predictions of one version in the list; all of them together are counted further. */
const mostOfOne = 1_000;

/** Recorded until the moment: the first 48 bits of an id are the time of recording. `$1` are versions, `$2` the moment. */
const answered = `${predictionsOfVersion('p', { is: 'v.id' })} AND p.id < uuid_at($2::timestamptz + interval '1 millisecond')`;
/** What is suspended is known of today alone. */
const serves = `FROM deployment d JOIN environment e ON e.id = d.environment_id WHERE d.version_id = v.id AND d.started_at <= $2
  AND (d.ended_at IS NULL OR d.ended_at > $2) AND d.role <> 'shadow' AND ($3::boolean OR d.state <> 'suspended')`;

interface Counted {
  readonly id: string;
  readonly predictions: number;
  readonly serving: readonly string[];
}

/**
 * "This was bad": which versions come from it, how much they answered, and who uses them, as it was known at a moment. Through the
 * predictions that other versions were trained on, too. @throws Refusal BAD_INPUT, FORBIDDEN, NOT_FOUND
 */
export async function readReach(ctx: Context, input: ReachFilter): Promise<Reach> {
  const limit = limitOf(input);
  const [after] = byVersion.decode(input.after);
  const { asked, past } = await askLineage(ctx, input.asOf);
  const node = await requireNode(asked, input.node, past);
  const walked = await walk(asked, input.node, ['down'], { depth: lineageDepth, limit: lineageNodes });
  const ids = [...walked.nodes.keys()];
  const versions = ids.filter((id) => kindOf(id) === 'version').sort((a, b) => (a < b ? 1 : -1));
  const consumers = ids.filter((id) => kindOf(id) === 'consumer').sort();
  const shown = versions.filter((id) => after == null || id.slice(8) < after).slice(0, limit + 1);
  const { rows, next } = cutPage(shown, limit, byVersion, (id) => [id.slice(8)]);
  const sides = (part: readonly string[]) => new Map(part.map((id) => [id, { up: '', down: '' }] as const));
  const [described, callers, counted, totals] = await Promise.all([
    describeNodes(asked, sides(versions), past),
    describeNodes(asked, sides(consumers.slice(0, mostConsumers)), past),
    countEach(asked, rows, past),
    countAll(asked, versions, past),
  ]);
  const nodes = new Map(described.map((one) => [one.id, one]));
  const users = usersOf(walked);
  const sure = checkedFrom(walked, input.node);
  const basisOf = (id: string) => (sure.has(id) ? ('checked' as const) : ('claimed' as const));
  const whyOf = new Map(
    walked.edges.filter(({ from }) => from === input.node).map(({ to, why }) => [to, why] as const),
  );
  return {
    node,
    asOf: asked.moment.toISOString(),
    versions: versions.length,
    ...totals,
    blocked: described.filter(({ standing }) => standing === 'blocked').length,
    consumers: callers.map(({ id, name }) => ({
      key: id.slice(9),
      name,
      basis: basisOf(id),
      versions: [...users.values()].filter((of) => of.has(id)).length,
    })),
    consumerCount: consumers.length,
    complete: walked.complete,
    items: rows.flatMap((id) => {
      const { model, version, stage, standing } = nodes.get(id) ?? {};
      if (!model || !version || !stage || !standing) return [];
      const { predictions = 0, serving = [] } = counted.get(id.slice(8)) ?? {};
      return [
        {
          id: id.slice(8),
          model,
          version,
          stage,
          standing,
          steps: walked.nodes.get(id)!.steps,
          basis: basisOf(id),
          why: whyOf.get(id) ?? null,
          serving: [...serving],
          predictions: boundedCount(predictions, mostOfOne),
          consumers: users.get(id)?.size ?? 0,
        },
      ];
    }),
    next,
  };
}

const uuids = (versions: readonly string[]) => versions.map((id) => id.slice(8));

async function countEach(
  { ctx, moment }: Asked,
  versions: readonly string[],
  past: boolean,
): Promise<ReadonlyMap<string, Counted>> {
  const { rows } = await ctx.pool.query<Counted>(
    `SELECT v.id, ${countUpTo(`prediction p WHERE ${answered}`, mostOfOne)} AS predictions,
       ARRAY(SELECT DISTINCT e.key ${serves} ORDER BY 1) AS serving FROM unnest($1::uuid[]) AS v (id)`,
    [uuids(versions), moment, past],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function countAll({ ctx, moment }: Asked, versions: readonly string[], past: boolean) {
  const { rows } = await ctx.pool.query<{ predictions: number; serving: number }>(
    `SELECT ${countUpTo(`unnest($1::uuid[]) AS v (id) JOIN prediction p ON ${answered}`)} AS predictions,
       (SELECT count(*)::int FROM unnest($1::uuid[]) AS v (id) WHERE EXISTS (SELECT ${serves})) AS serving`,
    [uuids(versions), moment, past],
  );
  const { predictions, serving } = rows[0]!;
  return { predictions: boundedCount(predictions), serving };
}

/** Who uses each version, by itself or where it serves. */
function usersOf({ edges }: Walked): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    if (kindOf(to) !== 'consumer' || kindOf(from) === 'recall') continue;
    const version = kindOf(from) === 'deployment' ? `version:${from.slice(11).split('.')[0]}` : from;
    users.set(version, (users.get(version) ?? new Set()).add(to));
  }
  return users;
}

/** What a way leads to of which every edge is checked. */
function checkedFrom({ edges }: Walked, id: string): ReadonlySet<string> {
  const nexts = new Map<string, string[]>();
  for (const { from, to, basis } of edges)
    if (basis === 'checked') nexts.set(from, [...(nexts.get(from) ?? []), to]);
  const reached = new Set([id]);
  for (const from of reached) for (const to of nexts.get(from) ?? []) reached.add(to);
  return reached;
}
