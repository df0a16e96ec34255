import type { House } from '../context.ts';
import { changeNotices, type JudgedNotice } from './change-notices.ts';
import { openNotices } from './open-notices.ts';
import { writeSteps } from './write-steps.ts';

interface Kept extends JudgedNotice {
  readonly switch_id: string;
  readonly is_void: boolean;
}

/**
 * After the switch: ends what consumers kept, at its date, or because the version before may not answer any more. Who answers
 * never waits for this: both are looked at with every answer.
 */
export async function endPins(house: House): Promise<void> {
  for await (const rows of openNotices<Kept>(
    house,
    `SELECT n.id, n.recall_id, n.version_id, v.model_id, n.state, n.state_at, n.switch_id, f.standing = 'blocked' OR f.stage = 'deprecated' AS is_void
     FROM notice n JOIN planned_switch w ON w.id = n.switch_id JOIN version v ON v.id = n.version_id JOIN version f ON f.id = w.from_id`,
    {
      where: `n.state = 'pinned' AND w.ended_at IS NOT NULL AND (n.until <= $4 OR f.standing = 'blocked' OR f.stage = 'deprecated')`,
      values: [house.clock()],
    },
  ))
    await endSome(house, rows);
}

async function endSome(house: House, rows: readonly Kept[]): Promise<void> {
  const groups = new Map<string, Kept[]>();
  for (const row of rows) {
    const key = `${row.switch_id} ${row.is_void}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  for (const group of groups.values()) {
    const { switch_id: switchId, is_void: isVoid } = group[0]!;
    const why = isVoid ? 'pin-void' : 'pin-over';
    await changeNotices(
      house,
      group,
      { event: 'notices.ended', data: { switch: switchId, why } },
      async (tx, some) => {
        const ids = some.map(({ id }) => id);
        await tx.query('UPDATE notice SET ended_at = $2, end_reason = $3 WHERE id = ANY ($1::uuid[])', [
          ids,
          tx.at,
          why,
        ]);
        await writeSteps(tx, ids, { kind: 'ended', detail: { why } });
      },
    );
  }
}
