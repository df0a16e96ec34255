import type { StateComparison } from '@countersign/contracts';
import { type Context, type House, systemActor } from '../src/context.ts';
import { compareState } from '../src/rebuild/compare-state.ts';

/** The state that the entries tell beside the tables, now. */
export async function comparedState(house: House, actor = systemActor('test')): Promise<StateComparison> {
  const ctx: Context = { ...house, actor };
  let result: StateComparison | undefined;
  for await (const line of await compareState(ctx)) if ('result' in line) result = line.result;
  if (!result) throw new Error('the comparison ended without a result');
  return result;
}
