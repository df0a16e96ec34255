import type { AsOfDeployment, AsOfVersion, ReportLine } from '@countersign/contracts';
import { type InventoryModel, readInventory } from '../as-of/read-inventory.ts';
import { countsSection, tally } from './inventory-counts.ts';
import { approvalsSection, modelsSection, servedSection, versionsSection } from './inventory-sections.ts';
import { readModelScope } from './model-scope.ts';
import { asOfText, plainPlan } from './plain-plan.ts';
import type { Collecting, ReportPlan } from './report-plan.ts';

interface Lines {
  readonly models: ReportLine[];
  readonly versions: ReportLine[];
  readonly served: ReportLine[];
  readonly approvals: ReportLine[];
}

/**
 * The inventory as of a moment, told by the entries up to it alone: each model with owner and tier, its versions by stage and
 * standing, what served where, and who had signed for it under which policy.
 */
export async function collectInventory({ ctx, definition, about, size }: Collecting): Promise<ReportPlan> {
  const { modelIds, until } = await readModelScope(ctx, definition);
  const moment = definition.asOf ? new Date(definition.asOf.moment) : until;
  const lines: Lines = { models: [], versions: [], served: [], approvals: [] };
  const counts = tally();
  const place = await readInventory(ctx, { moment, size, modelIds }, (model) => {
    addLines(lines, model);
    counts.add(model);
  });
  const { models, versions, inProduction } = counts;
  const subject = about === 'Every model' ? 'the inventory' : `the inventory of ${about}`;
  const plan = plainPlan({
    title: 'Inventory',
    statement: [
      `${asOfText(moment, definition.zone)} ${subject} ${models === 0 ? 'was empty: there was no model in it.' : `had ${counted(models, 'model')} with ${counted(versions, 'version')}, ${inProduction.toLocaleString('en')} of them in production.`}`,
      ...(place.later.length > 0
        ? [
            `${place.later.length === 1 ? 'Entry' : 'Entries'} ${place.later.join(', ')} came before that in the ledger, though ${place.later.length === 1 ? 'it says' : 'they say'} a later time: the clock had run ahead.`,
          ]
        : []),
    ],
    size,
    facts: counts.facts(),
    sections: [
      countsSection(counts.lines()),
      modelsSection(lines.models),
      versionsSection(lines.versions),
      servedSection(lines.served),
      approvalsSection(lines.approvals),
    ],
  });
  return { ...plan, empty: models === 0, first: place.number === null ? null : 0, last: place.number };
}

const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;

function addLines(lines: Lines, model: InventoryModel): void {
  lines.models.push(modelLine(model));
  const byId = new Map(model.versions.map((version) => [version.id, version]));
  for (const version of model.versions) {
    const served = model.deployments.filter(({ versionId }) => versionId === version.id);
    lines.versions.push(versionLine(model, version, served));
    lines.approvals.push(...approvalLines(model, version));
  }
  for (const deployment of model.deployments)
    lines.served.push(servedLine(model, byId.get(deployment.versionId)?.label ?? null, deployment));
}

const policyText = (policy: { readonly id: string; readonly number: number | null } | null): string | null =>
  policy && (policy.number === null ? policy.id : `${policy.id}, version ${policy.number}`);

/** `2 approved, 1 deployed`, the most first. */
function byWord(words: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (
    [...counts]
      .sort(([one, a], [other, b]) => b - a || one.localeCompare(other))
      .map(([word, count]) => `${count} ${word}`)
      .join(', ') || null
  );
}

const modelLine = ({ versions, deployments, ...model }: InventoryModel): ReportLine => ({
  entry: model.number,
  model: model.key,
  name: model.name,
  owner: model.owners.join('; ') || null,
  tier: model.tier,
  policy: policyText(model.policy),
  versions: versions.length,
  stages: byWord(versions.map(({ stage }) => stage)),
  standings: byWord(versions.map(({ standing }) => standing).filter((standing) => standing !== 'usable')),
  production: new Set(deployments.filter(({ production }) => production).map(({ versionId }) => versionId))
    .size,
  retired: model.retired,
  at: model.at,
});

const versionLine = (
  model: InventoryModel,
  version: AsOfVersion,
  served: readonly AsOfDeployment[],
): ReportLine => ({
  entry: version.number,
  model: model.key,
  version: version.label,
  stage: version.stage,
  since: version.stages.find(({ stage }) => stage === version.stage)?.at ?? null,
  standing: version.standing,
  served: served.map(({ environment, role }) => `${environment} (${role})`).join('; ') || null,
  approvedUntil: version.approvalEndsAt,
  asFound: version.asFound,
});

const servedLine = (
  model: InventoryModel,
  version: string | null,
  deployment: AsOfDeployment,
): ReportLine => ({
  entry: deployment.number,
  model: model.key,
  version,
  environment: deployment.environment,
  production: deployment.production,
  role: deployment.role,
  state: deployment.state,
  ground: deployment.ground,
  since: deployment.at,
  by: deployment.by.name,
});

const approvalLines = (model: InventoryModel, version: AsOfVersion): ReportLine[] =>
  version.gates.flatMap(({ signOffs, ...gate }) =>
    signOffs.map((signOff) => ({
      entry: signOff.number,
      model: model.key,
      version: version.label,
      gate: gate.gate,
      environment: gate.environment,
      incident: gate.incident,
      person: signOff.person.name,
      deputyFor: signOff.deputyFor?.name ?? null,
      role: signOff.role,
      decision: signOff.decision,
      state: signOff.state,
      gateState: gate.state,
      at: signOff.at,
      policy: policyText(gate.policy),
      assurance: signOff.assurance,
      asked: gate.number,
    })),
  );
