import type { DeploymentRow } from '@countersign/contracts';
import { entryNumberOf, numberOrNull } from '../ledger/entry-number.ts';

/** Columns and joins of a deployment's row; whoever uses it adds WHERE, ORDER and LIMIT. */
export const deploymentSelect = `
SELECT d.id, d.environment_id, m.key AS model_key, m.name AS model_name, v.id AS version_id, v.label, v.stage, v.standing,
  e.key AS environment, e.production, d.role, d.ground, d.state, d.share, d.person_id, p.name AS person_name,
  d.started_at, d.ended_at, d.end_reason, d.lapses_at, d.incident,
  ${entryNumberOf({ versionId: 'd.version_id', at: 'd.started_at', id: 'd.id' })} AS entry_number
FROM deployment d
JOIN version v ON v.id = d.version_id JOIN model m ON m.id = d.model_id JOIN environment e ON e.id = d.environment_id
LEFT JOIN person p ON p.id = d.person_id`;

export interface DeploymentRecord {
  readonly id: string;
  readonly environment_id: string;
  readonly model_key: string;
  readonly model_name: string;
  readonly version_id: string;
  readonly label: string;
  readonly stage: DeploymentRow['version']['stage'];
  readonly standing: DeploymentRow['version']['standing'];
  readonly environment: string;
  readonly production: boolean;
  readonly role: DeploymentRow['role'];
  readonly ground: DeploymentRow['ground'];
  readonly state: DeploymentRow['state'];
  readonly share: number;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
  readonly lapses_at: Date | null;
  readonly incident: string | null;
  readonly entry_number: string | null;
}

export const toDeploymentRow = (row: DeploymentRecord): DeploymentRow => ({
  id: row.id,
  model: { key: row.model_key, name: row.model_name },
  version: { id: row.version_id, label: row.label, stage: row.stage, standing: row.standing },
  environment: row.environment,
  production: row.production,
  role: row.role,
  ground: row.ground,
  state: row.state,
  share: row.share,
  by: { id: row.person_id, name: row.person_name ?? 'Countersign' },
  at: row.started_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  endReason: row.end_reason,
  lapsesAt: row.lapses_at?.toISOString() ?? null,
  incident: row.incident,
  number: numberOrNull(row.entry_number),
});
