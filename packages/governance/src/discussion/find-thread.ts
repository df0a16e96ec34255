import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';

export interface FoundThread {
  readonly id: string;
  readonly version_id: string;
  readonly model_id: string;
  readonly person_id: string;
  readonly resolved_at: Date | null;
}

const threadSql = `SELECT t.id, t.version_id, v.model_id, t.person_id, t.resolved_at
  FROM thread t JOIN version v ON v.id = t.version_id WHERE t.id = $1`;

/** Locks nothing. @throws Refusal NOT_FOUND */
export const findThread = (tx: Pick<Tx, 'query'>, threadId: string) => find(tx, threadId, threadSql);

/** Keeps everybody else off the thread until the end of the transaction. @throws Refusal NOT_FOUND */
export const lockThread = (tx: Pick<Tx, 'query'>, threadId: string) =>
  find(tx, threadId, `${threadSql} FOR UPDATE OF t`);

async function find(tx: Pick<Tx, 'query'>, threadId: string, sql: string): Promise<FoundThread> {
  const found = await tx.query<FoundThread>(sql, [threadId]);
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such thread.', { threadId });
  return found.rows[0];
}

/** What an entry about a thread says beside its own data: the version's state does not move, so it has no step. */
export const onVersion = ({ version_id, model_id }: Pick<FoundThread, 'version_id' | 'model_id'>) => ({
  subject: { kind: 'version' as const, id: version_id },
  modelId: model_id,
  versionId: version_id,
});
