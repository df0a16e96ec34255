import type { ModelPage } from '@countersign/contracts';
import type { Tx } from '../tx.ts';

type Unfinished = NonNullable<ModelPage['retirement']>;

/** What of a model has to end before it can be retired. */
export async function readUnfinished(by: Pick<Tx, 'query'>, modelId: string): Promise<Unfinished> {
  const { rows } = await by.query<Unfinished>(
    `SELECT ARRAY(SELECT label FROM version WHERE model_id = $1 AND stage <> 'deprecated' ORDER BY number DESC LIMIT 5) AS going,
       EXISTS (SELECT FROM recall r JOIN version v ON v.id = r.version_id LEFT JOIN recall f ON f.id = r.raised_with
         WHERE v.model_id = $1 AND r.lifted_at IS NULL AND coalesce(f.closed_at, r.closed_at) IS NULL) AS recalled`,
    [modelId],
  );
  return rows[0]!;
}
