import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';

/** Service accounts whose responsible person leaves do nothing more. Their tokens and roles wait for whoever takes over. */
export async function stopServices(tx: Tx, responsibleId: string): Promise<LedgerEventInput[]> {
  const stopped = await tx.query<{ id: string }>(
    'UPDATE person SET active = false WHERE responsible_id = $1 AND active RETURNING id',
    [responsibleId],
  );
  return stopped.rows.map(({ id }) => ({
    event: 'service.stopped',
    subject: { kind: 'person', id },
    data: { responsible: responsibleId },
  }));
}
