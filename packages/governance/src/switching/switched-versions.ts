import { Refusal } from '@countersign/contracts';
import type { Decision, Schema } from '@countersign/scoring';
import { compareSchemas } from '../comparison/compare-schema.ts';
import type { Tx } from '../tx.ts';

/** A version as far as a switch has to know it. */
export interface SwitchedVersion {
  readonly id: string;
  readonly label: string;
  readonly stage: string;
  readonly standing: string;
  readonly artifact: string | null;
  readonly schema: Schema | null;
  readonly decision: Decision | null;
}

/** Both versions of a switch. */
export interface Switched {
  readonly from: SwitchedVersion;
  readonly to: SwitchedVersion;
}

/** @throws Refusal NOT_FOUND */
export async function findSwitched(
  db: Pick<Tx, 'query'>,
  { fromId, toId }: { readonly fromId: string; readonly toId: string },
): Promise<Switched> {
  const { rows } = await db.query<SwitchedVersion & Record<string, unknown>>(
    `SELECT id, label, stage, standing, artifact_digest AS artifact, schema, rules -> 'decision' AS decision
     FROM version WHERE id = ANY ($1::uuid[])`,
    [[fromId, toId]],
  );
  const found = (id: string) => {
    const version = rows.find((row) => row.id === id);
    if (!version) throw new Refusal('NOT_FOUND', 'There is no such version.', { id });
    return version;
  };
  return { from: found(fromId), to: found(toId) };
}

/** What a consumer meets that changes nothing itself. */
export const breaksBetween = ({ from, to }: Switched) =>
  compareSchemas(from.schema, to.schema, { before: from.decision, after: to.decision });
