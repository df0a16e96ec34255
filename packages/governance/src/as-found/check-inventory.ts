import type { CheckInventory, InventoryChecked } from '@countersign/contracts';
import { tiers } from '@countersign/lifecycle';
import { requireRole } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';
import { compareInventory, readSurroundings } from './compare-inventory.ts';
import { inventoryDigest } from './inventory-digest.ts';
import { type InventoryLine, parseInventory } from './parse-inventory.ts';
import { reviewBy } from './review-by.ts';

/** Who prepares, withdraws and signs inventories. */
export const inventoryRoles = ['administrator', 'compliance'] as const;

/** The rows of a file and everything that keeps them from entering: nothing is written. */
export async function readInventory(ctx: Context, csv: string) {
  const { lines, problems } = parseInventory(csv);
  const reader = preparing(ctx.pool);
  const here = await readSurroundings(reader, lines);
  const compared = compareInventory(lines, here, ctx.clock().toISOString().slice(0, 10));
  return { lines, problems: [...problems, ...compared].sort((a, b) => a.line - b.line) };
}

/** A dry run. @throws Refusal FORBIDDEN */
export async function checkInventory(ctx: Context, input: CheckInventory): Promise<InventoryChecked> {
  const at = ctx.clock();
  await requireRole({ at, ...preparing(ctx.pool) }, ctx.actor, null, inventoryRoles);
  const { lines, problems } = await readInventory(ctx, input.csv);
  return {
    rows: lines.length,
    problems,
    tiers: tiers
      .map((tier) => ({ tier, count: ofTier(lines, tier), reviewBy: reviewBy(tier, at).toISOString() }))
      .filter(({ count }) => count > 0),
    digest: problems.length === 0 ? inventoryDigest(lines) : null,
  };
}

const ofTier = (lines: readonly InventoryLine[], tier: string): number =>
  lines.filter(({ row }) => row.tier === tier).length;
