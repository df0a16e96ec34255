import { Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { sha256Hex, type Tx } from '../change.ts';
import { policyKeyOf } from '../policy/publish-policy.ts';
import type { Surroundings } from './compare-inventory.ts';
import type { FoundModel } from './found-model.ts';

/** The rows of a whole batch, one statement for each table however many models there are. */
export async function insertFound(
  tx: Tx,
  found: readonly FoundModel[],
  here: Surroundings,
  batch: { readonly batchId: string; readonly importerId: string },
): Promise<void> {
  const insert = (table: string, columns: string, rows: readonly object[]) =>
    tx.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );
  const at = tx.at.toISOString();
  const made = found.filter(({ isNew }) => isNew);
  const models = await insert(
    'model',
    'id, key, name, purpose, tier, policy_key, owner_id, next_number, created_at',
    made.map(({ modelId, row, ownerId }) => ({
      id: modelId,
      key: row.model,
      name: row.name,
      purpose: row.purpose,
      tier: row.tier,
      policy_key: policyKeyOf(row.tier),
      owner_id: ownerId,
      next_number: 1,
      created_at: at,
    })),
  );
  if (models.rowCount !== made.length)
    throw new Refusal(
      'CONFLICT',
      'Models of these keys were made a moment ago. Look at the inventory again.',
    );
  await tx.query('UPDATE model SET next_number = 2 WHERE id = ANY ($1)', [
    found.map(({ modelId }) => modelId),
  ]);
  await insert(
    'role_assignment',
    'id, person_id, role, model_id, granted_at',
    made.map(({ ownerId, modelId }) => ({
      id: uuidv7(),
      person_id: ownerId,
      role: 'owner',
      model_id: modelId,
      granted_at: at,
    })),
  );
  await insert(
    'version',
    `id, model_id, number, label, stage, earned, standing, revision, step, substance, presentation, manifest_digest, description,
     rules, registrant_id, created_at, deployed_at, approval_ends_at, as_found, expedited_used`,
    found.map((model) => ({
      id: model.versionId,
      model_id: model.modelId,
      number: 1,
      label: model.row.version,
      stage: 'deployed',
      earned: 'registered',
      standing: 'usable',
      revision: 1,
      step: 1,
      substance: model.substance,
      presentation: model.presentation,
      manifest_digest: sha256Hex(JSON.stringify(model.row)),
      description: '',
      rules: { decision: null, outcomeRule: null, tolerance: null },
      registrant_id: batch.importerId,
      created_at: at,
      deployed_at: at,
      approval_ends_at: model.reviewBy.toISOString(),
      as_found: true,
      expedited_used: false,
    })),
  );
  await insert(
    'version_author',
    'id, version_id, email, person_id, parts, basis, added_at',
    found.flatMap(({ versionId, row }) =>
      [...new Set(row.authors)].map((email) => ({
        id: uuidv7(),
        version_id: versionId,
        email,
        person_id: here.people.get(email) ?? null,
        parts: ['code'],
        basis: 'manifest',
        added_at: at,
      })),
    ),
  );
  await insert(
    'revision',
    'version_id, revision, kind, substance, presentation, dossier, release_notes, description, person_id, at',
    found.map((model) => ({
      version_id: model.versionId,
      revision: 1,
      kind: 'registered',
      substance: model.substance,
      presentation: model.presentation,
      dossier: model.dossier,
      release_notes: model.row.notes ?? '',
      description: '',
      person_id: batch.importerId,
      at,
    })),
  );
  await insert(
    'deployment',
    'id, model_id, version_id, environment_id, role, ground, state, share, person_id, started_at, was_champion',
    found.map((model) => ({
      id: model.deploymentId,
      model_id: model.modelId,
      version_id: model.versionId,
      environment_id: model.environmentId,
      role: 'champion',
      ground: 'as-found',
      state: 'serving',
      share: 1,
      person_id: batch.importerId,
      started_at: at,
      was_champion: true,
    })),
  );
  await tx.query(
    `UPDATE as_found_row r SET version_id = f.version_id
     FROM unnest($2::int[], $3::uuid[]) AS f (line, version_id) WHERE r.batch_id = $1 AND r.line = f.line`,
    [batch.batchId, found.map(({ line }) => line), found.map(({ versionId }) => versionId)],
  );
}
