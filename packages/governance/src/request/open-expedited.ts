import { type OpenExpedited, type Receipt, Refusal, sentenceOf } from '@countersign/contracts';
import { whyNot } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { lifecycleActor } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { requiredEvidenceJobs } from '../evidence/start-evidence.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';

/** Hours until the one signature is due: it is an incident. */
const dueHours = 4;

/** An operator asks for the signature under which a forward fix may be deployed before its gates are there. */
export async function openExpedited(
  ctx: Context,
  input: OpenExpedited,
): Promise<{ requestId: string; receipt: Receipt }> {
  const { attempt } = await attemptOn(ctx, 'request-expedited', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input);
      const { row, state } = loaded;
      const environmentId = await environmentIdOf(tx, input.environment);
      const actor = await lifecycleActor(tx, ctx.actor, row.model_id);
      const command = { type: 'deploy-expedited', environmentId, incident: input.incident } as const;
      const [reason] = whyNot(state, command, actor, tx.at.toISOString()).filter(
        ({ code }) => code !== 'SIGNER_MISSING',
      );
      if (reason) throw new Refusal(reason.code, sentenceOf(reason), { ...reason.detail });
      await refuseSecond(tx, row);
      const requestId = uuidv7();
      await tx.query(
        `INSERT INTO request (id, version_id, gate, environment_id, revision, substance, policy_key, policy_number, comment, incident, person_id, opened_at, due_at, state)
         VALUES ($1, $2, 'goLive', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open')`,
        [
          requestId,
          row.id,
          environmentId,
          row.revision,
          row.substance,
          state.policy.id,
          state.policy.number,
          input.comment,
          input.incident,
          ctx.actor.id,
          tx.at,
          new Date(tx.at.getTime() + dueHours * 3_600_000),
        ],
      );
      const events = await moveVersion(tx, loaded, null, [
        {
          event: 'version.requested',
          data: {
            request: requestId,
            gate: 'goLive',
            environment: environmentId,
            revision: row.revision,
            substance: row.substance,
            policy: { id: state.policy.id, number: state.policy.number },
            expedited: true,
            incident: input.incident,
          },
          records: { comment: input.comment },
        },
      ]);
      // Parity is owed on this road, not required: it is computed and shown all the same.
      return { result: { requestId }, events, jobs: await requiredEvidenceJobs(tx, loaded, 'goLive') };
    },
    { attempt },
  );
  return { ...result, receipt };
}

/** One request at a time, and no asking of a second signer after one said no. */
async function refuseSecond(
  tx: Tx,
  version: { readonly id: string; readonly substance: string },
): Promise<void> {
  const asked = await tx.query<{ open: boolean; rejected: boolean }>(
    `SELECT coalesce(bool_or(r.state = 'open'), false) AS open,
       coalesce(bool_or(s.decision = 'reject' AND s.state = 'current' AND s.substance = $2), false) AS rejected
     FROM request r LEFT JOIN sign_off s ON s.request_id = r.id WHERE r.version_id = $1 AND r.incident IS NOT NULL`,
    [version.id, version.substance],
  );
  if (asked.rows[0]?.rejected) {
    throw new Refusal('REJECTION_STANDS', 'Somebody refused the expedited road for this version.');
  }
  if (asked.rows[0]?.open)
    throw new Refusal('REQUEST_OPEN', 'The expedited road has been asked for already.');
}
