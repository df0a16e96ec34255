import { Refusal } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import type { Tx } from '../change.ts';

/** What the entry of a go-live tells of the switch that was announced before. */
export interface ToldOfSwitch {
  readonly data: { readonly [key: string]: JsonValue };
  readonly records: { readonly [name: string]: string };
}

/**
 * Consumers that object do not hold up a go-live: whoever does it says why all the same. The answer names the switch that it
 * carries out, if one was announced. @throws Refusal OBJECTIONS_OPEN without a reason
 */
export async function answerObjections(
  tx: Tx,
  { versionId, environmentId }: { readonly versionId: string; readonly environmentId: string },
  overObjections: string | undefined,
): Promise<ToldOfSwitch> {
  const { rows } = await tx.query<{ id: string; objections: number }>(
    `SELECT w.id, (SELECT count(*)::int FROM notice n WHERE n.switch_id = w.id AND n.ended_at IS NULL AND n.state = 'objected') AS objections
     FROM planned_switch w WHERE w.to_id = $1 AND w.environment_id = $2 AND w.ended_at IS NULL`,
    [versionId, environmentId],
  );
  const planned = rows[0];
  if (!planned) return { data: {}, records: {} };
  const { id, objections } = planned;
  if (objections === 0) return { data: { switch: id }, records: {} };
  const why = overObjections?.trim();
  if (!why)
    throw new Refusal(
      'OBJECTIONS_OPEN',
      objections === 1
        ? 'A consumer objects to this switch. Say why it goes live all the same.'
        : `${objections} consumers object to this switch. Say why it goes live all the same.`,
      { objections, field: 'overObjections' },
    );
  return { data: { switch: id, objections }, records: { overObjections: why } };
}
