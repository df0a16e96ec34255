import { type Context, type House, systemActor } from './context.ts';
import { makeEnvironment } from './environment/make-environment.ts';
import { prepareLedgerKey } from './ledger/prepare-ledger-key.ts';
import { publishBuiltInPolicies } from './policy/publish-policy.ts';

/** The environments that every installation starts with. */
const firstEnvironments = [
  { key: 'production', production: true, requiredStage: 'reviewed' },
  { key: 'staging', production: false, requiredStage: 'registered' },
] as const;

/** Brings a new or upgraded installation to where use cases can run: the ledger's key made, policies published, environments made. Safe to repeat. */
export async function prepareInstallation(house: House): Promise<void> {
  const ctx: Context = { ...house, actor: systemActor('installation') };
  await prepareLedgerKey(ctx);
  await publishBuiltInPolicies(ctx);
  if ((await ctx.db.environment.count()) > 0) return;
  for (const environment of firstEnvironments) await makeEnvironment(ctx, environment);
}
