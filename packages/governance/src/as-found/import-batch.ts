import { Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { policyKeyOf } from '../policy/publish-policy.ts';
import { type Dossier, presentationDigest, substanceDigest } from '../version/dossier-digest.ts';
import { compareInventory, readSurroundings, type Surroundings } from './compare-inventory.ts';
import type { FoundModel } from './found-model.ts';
import { insertFound } from './insert-found.ts';
import type { InventoryLine } from './parse-inventory.ts';
import { reviewBy } from './review-by.ts';

export interface Imported {
  /** Most versions that any of the models had: the rule allows none. */
  readonly versionsBefore: number;
  readonly events: readonly LedgerEventInput[];
}

/**
 * Writes every model of a signed inventory: real stage, no sign-off, nothing earned, a day by which it has to be reviewed.
 * The people and models are looked at again, under their locks. @throws Refusal CONFLICT
 */
export async function importBatch(
  tx: Tx,
  batch: {
    readonly batchId: string;
    readonly lines: readonly InventoryLine[];
    readonly importerId: string;
  },
): Promise<Imported> {
  const here = await readSurroundings(tx, batch.lines, 'FOR UPDATE');
  const problems = compareInventory(batch.lines, here, tx.at.toISOString().slice(0, 10));
  const [problem] = problems;
  if (problem)
    throw new Refusal(
      'CONFLICT',
      `The inventory no longer fits what is here, beginning with line ${problem.line}: ${problem.message}`,
      { rows: problems.slice(0, 200) },
    );
  const found = batch.lines.map((line) => foundModel(line, here, tx.at));
  await insertFound(tx, found, here, batch);
  await tx.query("UPDATE as_found_batch SET state = 'imported', closed_at = $2 WHERE id = $1", [
    batch.batchId,
    tx.at,
  ]);
  return {
    versionsBefore: Math.max(0, ...[...here.models.values()].map(({ versions }) => versions)),
    events: [
      ...found.flatMap((model) => eventsOf(model, batch.batchId)),
      {
        event: 'as-found.imported',
        subject: { kind: 'as-found', id: batch.batchId },
        data: { models: found.length },
      },
    ],
  };
}

function foundModel({ line, row }: InventoryLine, here: Surroundings, at: Date): FoundModel {
  const known = here.models.get(row.model);
  const dossier: Dossier = {
    authors: row.authors.map((email) => ({ email, part: 'code' })),
    parameters: {},
    metrics: [],
    datasets: [],
    buildEnvironment: {},
    sourceCommit: null,
    decision: null,
    outcomeRule: null,
    tolerance: null,
    fallback: null,
  };
  return {
    line,
    row,
    modelId: known?.id ?? uuidv7(),
    isNew: known === undefined,
    ownerId: here.people.get(row.owner)!,
    environmentId: here.environments.get(row.environment)!.id,
    versionId: uuidv7(),
    deploymentId: uuidv7(),
    substance: substanceDigest({ model: row.model, label: row.version, files: [], dossier }),
    presentation: presentationDigest({ releaseNotes: row.notes ?? '', description: '', files: [] }),
    dossier,
    reviewBy: reviewBy(row.tier, at),
  };
}

function eventsOf(model: FoundModel, batchId: string): LedgerEventInput[] {
  const { row, modelId } = model;
  const owned: LedgerEventInput = {
    event: 'role.granted',
    subject: { kind: 'person', id: model.ownerId },
    modelId,
    data: { role: 'owner', model: modelId },
  };
  const created: LedgerEventInput = {
    event: 'model.created',
    subject: { kind: 'model', id: modelId },
    modelId,
    data: { key: row.model, tier: row.tier, policy: policyKeyOf(row.tier), owner: model.ownerId },
    records: { name: row.name, purpose: row.purpose },
  };
  return [
    ...(model.isNew ? [created, owned] : []),
    {
      event: 'version.found',
      subject: { kind: 'version', id: model.versionId },
      modelId,
      versionId: model.versionId,
      step: 1,
      data: {
        model: modelId,
        number: 1,
        label: row.version,
        revision: 1,
        substance: model.substance,
        presentation: model.presentation,
        batch: batchId,
        line: model.line,
        environment: model.environmentId,
        deployment: model.deploymentId,
        since: row.since,
        reviewBy: model.reviewBy.toISOString(),
      },
      records: { claimed: JSON.stringify(row) },
    },
  ];
}
