import { type AnswerFinding, type Receipt, Refusal } from '@countersign/contracts';
import { rolesHeld } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { refuseFor, whyNotAnswer } from './finding-roles.ts';

interface Found {
  readonly version_id: string;
  readonly number: number;
  readonly owner_id: string;
  readonly state: string;
}

async function find(tx: Pick<Tx, 'query'>, findingId: string): Promise<Found> {
  const { rows } = await tx.query<Found>(
    'SELECT version_id, number, owner_id, state FROM finding WHERE id = $1',
    [findingId],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such finding.', { findingId });
  return rows[0];
}

/**
 * Closes a finding, accepts it, or opens it again: a judgement by somebody who neither owns it nor made the version.
 * @throws Refusal NOT_FOUND, FORBIDDEN, AUTHOR, CONFLICT where it is so already
 */
export async function answerFinding(ctx: Context, input: AnswerFinding): Promise<Receipt> {
  const { version_id: id } = await find(ctx.pool, input.findingId);
  const { attempt } = await attemptOn(ctx, 'answer-finding', { id });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id });
      // Under the version's lock: two answers never cross.
      const finding = await find(tx, input.findingId);
      const roles = await rolesHeld(tx, ctx.actor.id, loaded.row.model_id);
      refuseFor(
        whyNotAnswer(
          { personId: ctx.actor.id, roles },
          { ownerId: finding.owner_id, authors: loaded.state.authors },
        ),
      );
      if (finding.state === input.state)
        throw new Refusal('CONFLICT', `F-${finding.number} is ${input.state} already.`, {
          state: input.state,
        });
      await refuseElsewhere(tx, id, input.evidenceId);
      await tx.query(
        'UPDATE finding SET state = $2, state_by = $3, state_at = $4, comment = $5, evidence_id = $6 WHERE id = $1',
        [input.findingId, input.state, ctx.actor.id, tx.at, input.comment, input.evidenceId ?? null],
      );
      const events = await moveVersion(tx, loaded, null, [
        {
          event: 'version.finding-answered',
          data: {
            finding: input.findingId,
            number: finding.number,
            state: input.state,
            ...(input.evidenceId ? { evidence: input.evidenceId } : {}),
          },
          records: { comment: input.comment },
        },
      ]);
      return { result: undefined, events };
    },
    { attempt },
  );
  return receipt;
}

/** Evidence of another version of the model may show it: a fix is a new version. @throws Refusal NOT_FOUND */
async function refuseElsewhere(tx: Tx, versionId: string, evidenceId: string | undefined): Promise<void> {
  if (evidenceId === undefined) return;
  const found = await tx.query(
    `SELECT FROM evidence e JOIN version v ON v.id = e.version_id
     WHERE e.id = $1 AND v.model_id = (SELECT model_id FROM version WHERE id = $2)`,
    [evidenceId, versionId],
  );
  if (!found.rowCount)
    throw new Refusal('NOT_FOUND', 'The model has no such evidence.', { field: 'evidenceId' });
}
