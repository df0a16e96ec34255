import type { LedgerEvent } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import { change, type Tx } from '../change.ts';
import { type House, systemActor } from '../context.ts';

/** As far as a notice has to be known to change it, with what it was judged by. */
export interface JudgedNotice {
  readonly id: string;
  readonly recall_id: string | null;
  readonly version_id: string;
  readonly model_id: string;
  readonly state: string;
  readonly state_at: Date;
}

/** Another server did it, or somebody answered meanwhile. */
class Overtaken extends Error {}

/** Ids in one entry. */
const atOnce = 100;

/**
 * One change, with one entry, for up to a hundred notices of one version. Only those are changed that are still as they were
 * judged, so that servers that look at once, and people who answer meanwhile, lose nothing and do nothing twice.
 */
export async function changeNotices<Notice extends JudgedNotice>(
  house: House,
  judged: readonly Notice[],
  {
    event,
    data = {},
    still = 'true',
  }: { event: LedgerEvent; data?: { [key: string]: JsonValue }; still?: string },
  work: (tx: Tx, notices: readonly Notice[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < judged.length; from += atOnce) {
    const some = judged.slice(from, from + atOnce);
    const { recall_id: recall, version_id: versionId, model_id: modelId } = some[0]!;
    await change(
      { ...house, actor: systemActor('notices') },
      async (tx) => {
        const { rows } = await tx.query<{ id: string }>(
          `SELECT n.id FROM notice n JOIN unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS j (id, state, state_at) ON j.id = n.id
           WHERE n.ended_at IS NULL AND n.state = j.state AND n.state_at = j.state_at AND ${still} ORDER BY n.id FOR UPDATE OF n`,
          [some.map(({ id }) => id), some.map(({ state }) => state), some.map(({ state_at }) => state_at)],
        );
        const ids = new Set(rows.map(({ id }) => id));
        const notices = some.filter(({ id }) => ids.has(id));
        if (notices.length === 0) throw new Overtaken();
        await work(tx, notices);
        return {
          result: undefined,
          events: [
            {
              event,
              subject: { kind: 'version', id: versionId },
              modelId,
              versionId,
              data: {
                ...(recall ? { recall } : {}),
                ...data,
                count: notices.length,
                notices: notices.map(({ id }) => id),
              },
            },
          ],
        };
      },
      { waitMs: 0 },
    ).catch((error) => {
      if (!(error instanceof Overtaken)) throw error;
    });
  }
}
