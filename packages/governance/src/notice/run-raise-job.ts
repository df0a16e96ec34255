import { change } from '../change.ts';
import { type House, systemActor } from '../context.ts';
import { endNotices } from './end-notices.ts';
import { type ToRaise, writeNotices } from './raise-notices.ts';

/** What `raiseNotices` leaves behind where it could not raise notices at once. */
export type RaiseJob = Omit<ToRaise, 'dueAt'> & { readonly dueAt: string | null };

/** Nobody is concerned, or all were told meanwhile: there is nothing to enter, so nothing is changed. */
class NothingToRaise extends Error {}

/** Raises notices that could not be raised with the change that they tell of. A mark that is over meanwhile raises none. */
export async function runRaiseJob(house: House, { dueAt, ...notice }: RaiseJob): Promise<void> {
  try {
    await change({ ...house, actor: systemActor('notices') }, async (tx) => {
      const over = await tx.query('SELECT FROM recall WHERE id = $1 AND lifted_at IS NOT NULL', [
        notice.recallId,
      ]);
      if (over.rowCount) throw new NothingToRaise();
      const ended = await endNotices(tx, notice.replaces ?? [], 'replaced');
      const raised = await writeNotices(tx, { ...notice, dueAt: dueAt ? new Date(dueAt) : null });
      const [first, ...rest] = [...ended, ...raised];
      if (!first) throw new NothingToRaise();
      return { result: undefined, events: [first, ...rest] };
    });
  } catch (error) {
    if (!(error instanceof NothingToRaise)) throw error;
  }
}
