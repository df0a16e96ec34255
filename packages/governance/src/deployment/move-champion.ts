import { afterDeploymentChange, type DeploymentState } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { type Cause, moveVersion, type VersionEvent, writeConsequences } from '../lifecycle/move-version.ts';
import { settleSwitch } from '../notice/end-switch.ts';

/** Callers hold the model's lock, so that the champion of an environment moves once at a time. */
export interface Place {
  readonly modelId: string;
  readonly environmentId: string;
}

/**
 * Ends the deployment of whichever other version is champion in this place, suspended or not; that version's stage
 * follows in the same transaction.
 */
export async function endOtherChampion(
  tx: Tx,
  place: Place,
  versionId: string,
  cause: Cause,
): Promise<LedgerEventInput[]> {
  const found = await tx.query<{ version_id: string }>(
    `SELECT version_id FROM deployment WHERE model_id = $1 AND environment_id = $2 AND role = 'champion' AND ended_at IS NULL AND version_id <> $3`,
    [place.modelId, place.environmentId, versionId],
  );
  const other = found.rows[0];
  if (!other) return [];
  const loaded = await loadVersion(tx, { id: other.version_id });
  const kept = loaded.state.deployments.filter(
    ({ environmentId, role }) => !(environmentId === place.environmentId && role === 'champion'),
  );
  const after = afterDeploymentChange(loaded.state, kept);
  const [first, ...rest] = await writeConsequences(tx, loaded, after, cause);
  return first ? moveVersion(tx, loaded, after, [first, ...rest]) : [];
}

export interface NewDeployment {
  readonly environmentId: string;
  readonly role: DeploymentState['role'];
  readonly ground: DeploymentState['ground'];
  readonly lapsesAt: string | null;
  readonly incident: string | null;
}

/**
 * Starts a deployment of the version, in the place of its own earlier one there; the version moves with `event`. A champion ends
 * the switch that was planned for the place.
 */
export async function startDeployment(
  tx: Tx,
  personId: string,
  loaded: LoadedVersion,
  wanted: NewDeployment,
  event: (deploymentId: string) => VersionEvent,
  cause: Cause,
): Promise<{
  deploymentId: string;
  stage: LoadedVersion['row']['stage'];
  events: [LedgerEventInput, ...LedgerEventInput[]];
}> {
  const { row, state } = loaded;
  const deploymentId = uuidv7();
  const made: DeploymentState = {
    id: deploymentId,
    environmentId: wanted.environmentId,
    role: wanted.role,
    ground: wanted.ground,
    state: 'serving',
    lapsesAt: wanted.lapsesAt,
  };
  const after = afterDeploymentChange(state, [
    ...state.deployments.filter(({ environmentId }) => environmentId !== wanted.environmentId),
    made,
  ]);
  const consequent = await writeConsequences(tx, loaded, after, cause);
  await tx.query(
    `INSERT INTO deployment (id, model_id, version_id, environment_id, role, ground, state, share, person_id, started_at, lapses_at, incident, was_champion)
     VALUES ($1, $2, $3, $4, $5, $6, 'serving', $7, $8, $9, $10, $11, $12)`,
    [
      deploymentId,
      row.model_id,
      row.id,
      wanted.environmentId,
      wanted.role,
      wanted.ground,
      wanted.role === 'champion' ? 1 : 0,
      personId,
      tx.at,
      wanted.lapsesAt,
      wanted.incident,
      wanted.role === 'champion',
    ],
  );
  await tx.query("SELECT pg_notify('deployments', $1)", [row.id]);
  const events = await moveVersion(
    tx,
    loaded,
    after,
    [event(deploymentId), ...consequent],
    wanted.ground === 'expedited' ? { expedited_used: true } : {},
  );
  const place = { modelId: row.model_id, environmentId: wanted.environmentId };
  const settled = wanted.role === 'champion' ? await settleSwitch(tx, place, row.id) : [];
  return { deploymentId, stage: after.stage, events: [...events, ...settled] };
}
