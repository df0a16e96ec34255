import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';

/** Ends a person's sessions, all or all but one; what they had open is refused from the next request on. */
export async function endSessionsOf(
  tx: Tx,
  personId: string,
  kept: string | null = null,
): Promise<LedgerEventInput[]> {
  const ended = await tx.query('DELETE FROM session WHERE person_id = $1 AND id IS DISTINCT FROM $2', [
    personId,
    kept,
  ]);
  if (!ended.rowCount) return [];
  return [
    {
      event: 'person.sessions-ended',
      subject: { kind: 'person', id: personId },
      data: { sessions: ended.rowCount },
    },
  ];
}
