import { type LineageNode, Refusal } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { parseInstant } from '../parse-instant.ts';
import { describeNodes } from './describe-nodes.ts';
import { openModels } from './open-models.ts';
import { type Asked, kindOf, step } from './walk.ts';

/** Who asks, what is open to them, and the moment: the one asked for, or now. @throws Refusal FORBIDDEN, BAD_INPUT */
export async function askLineage(
  ctx: Context,
  asOf: string | undefined,
): Promise<{ asked: Asked; past: boolean }> {
  const moment = asOf === undefined ? ctx.clock() : parseInstant(asOf, 'asOf');
  const scope = await requireInsight(ctx);
  return {
    asked: { ctx, moment, models: openModels(scope, moment) },
    past: asOf !== undefined && moment < ctx.clock(),
  };
}

const nothing = (id: string) =>
  new Refusal('NOT_FOUND', 'Nothing of that kind was there at that moment, or none that your roles open.', {
    node: id,
  });

/**
 * The thing itself. A consumer is no model's: who sees some models alone sees those that use one of them.
 * @throws Refusal NOT_FOUND where nothing of it was there, or none that the reader's roles open
 */
export async function requireNode(asked: Asked, id: string, past: boolean): Promise<LineageNode> {
  const [node] = await describeNodes(asked, new Map([[id, { up: '', down: '' }]]), past);
  if (!node) throw nothing(id);
  if (kindOf(id) === 'consumer' && (node.at === null || asked.models !== null)) {
    const { nexts } = await step(asked, [id], 'up', { limit: 1, after: null });
    if (nexts.length === 0) throw nothing(id);
  }
  return node;
}
