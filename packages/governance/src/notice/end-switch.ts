import type { SwitchEnd } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { tellEnded } from './tell-ended.ts';
import { writeSteps } from './write-steps.ts';

interface Ended {
  readonly id: string;
  readonly model_id: string;
  readonly environment_id: string;
  readonly to_id: string;
}

interface Asked {
  readonly id: string;
  readonly state: string;
}

/**
 * Ends a switch that is to come, and asks nothing more of the consumers that were told of it. Where it happens, who keeps the
 * version before does so until its date; where it does not, whoever was told of it is told that too. Callers hold the model's lock or have the row locked.
 */
async function endSwitch(tx: Tx, planned: Ended, why: SwitchEnd): Promise<LedgerEventInput> {
  const { id, model_id: modelId, environment_id: environment, to_id: versionId } = planned;
  await tx.query('UPDATE planned_switch SET ended_at = $2, end_reason = $3 WHERE id = $1', [id, tx.at, why]);
  const { rows } = await tx.query<Asked>(
    'SELECT id, state FROM notice WHERE switch_id = $1 AND ended_at IS NULL ORDER BY id FOR UPDATE',
    [id],
  );
  const ending = rows.filter(({ state }) => why !== 'switched' || state !== 'pinned').map((row) => row.id);
  await tx.query('UPDATE notice SET ended_at = $2, end_reason = $3 WHERE id = ANY ($1::uuid[])', [
    ending,
    tx.at,
    why,
  ]);
  await writeSteps(tx, ending, { kind: 'ended', detail: { why } });
  if (why !== 'switched') await tellEnded(tx, { switchId: id, versionId });
  const countOf = (wanted: string) => rows.filter(({ state }) => state === wanted).length;
  return {
    event: 'switch.ended',
    subject: { kind: 'version', id: versionId },
    modelId,
    versionId,
    data: {
      switch: id,
      environment,
      why,
      notices: rows.length,
      objections: countOf('objected'),
      pins: countOf('pinned'),
    },
  };
}

const columns = 'id, model_id, environment_id, to_id';

/** A version becomes champion of a place: what was planned for it has happened, or something else came first. */
export async function settleSwitch(
  tx: Tx,
  { modelId, environmentId }: { readonly modelId: string; readonly environmentId: string },
  versionId: string,
): Promise<LedgerEventInput[]> {
  const { rows } = await tx.query<Ended>(
    `SELECT ${columns} FROM planned_switch WHERE model_id = $1 AND environment_id = $2 AND ended_at IS NULL FOR UPDATE`,
    [modelId, environmentId],
  );
  const planned = rows[0];
  if (!planned) return [];
  return [await endSwitch(tx, planned, planned.to_id === versionId ? 'switched' : 'overtaken')];
}

/** A version is deprecated: nothing switches to it any more. */
export async function endSwitchesTo(tx: Tx, versionId: string): Promise<LedgerEventInput[]> {
  const { rows } = await tx.query<Ended>(
    `SELECT ${columns} FROM planned_switch WHERE to_id = $1 AND ended_at IS NULL ORDER BY id FOR UPDATE`,
    [versionId],
  );
  const events: LedgerEventInput[] = [];
  for (const planned of rows) events.push(await endSwitch(tx, planned, 'deprecated'));
  return events;
}

/** Somebody takes the announcement back; null where it is over already. */
export async function endAnnounced(tx: Tx, switchId: string): Promise<LedgerEventInput | null> {
  const { rows } = await tx.query<Ended>(
    `SELECT ${columns} FROM planned_switch WHERE id = $1 AND ended_at IS NULL FOR UPDATE`,
    [switchId],
  );
  return rows[0] ? endSwitch(tx, rows[0], 'withdrawn') : null;
}
