import type { ChangeJudged } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { judgeChange } from './judge-change.ts';
import { readChangeSide, readVaryingNames } from './settle-change.ts';

interface Revised {
  readonly id: string;
  readonly revision: number;
}

/** The class between any two versions as they are now, by what was declared as varying when `after` was registered. */
export async function judgePair(
  db: Pick<Tx, 'query'>,
  before: Revised,
  after: Revised,
): Promise<ChangeJudged> {
  const ground = await db.query<{ varying_id: string | null }>(
    'SELECT varying_id FROM change_class WHERE version_id = $1 AND revision = 1',
    [after.id],
  );
  return judgeChange(
    await readChangeSide(db, before.id, before.revision),
    await readChangeSide(db, after.id, after.revision),
    await readVaryingNames(db, ground.rows[0]?.varying_id ?? null),
  );
}
