import { type IssuePermit, type PermitIssued, Refusal, sentenceOf } from '@countersign/contracts';
import { permitPayloadType, permitText } from '@countersign/ledger';
import { whyNotStart } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { signStatement } from '../statement/sign-statement.ts';

interface Place {
  readonly id: string;
  readonly ttl: number;
  readonly grace: number;
}

async function placeOf(tx: Tx, environment: string): Promise<Place> {
  const { rows } = await tx.query<{ id: string; ttl: number; grace: number }>(
    'SELECT id, permit_ttl_seconds AS ttl, permit_grace_seconds AS grace FROM environment WHERE key = $1 FOR SHARE',
    [environment],
  );
  if (!rows[0]) throw new Refusal('ENVIRONMENT_UNKNOWN', 'There is no such environment.', { environment });
  return rows[0];
}

/** @throws Refusal CONFLICT in the first moments of an installation */
async function newestCheckpoint(tx: Tx): Promise<{ readonly note: string }> {
  const { rows } = await tx.query<{ note: string }>(
    'SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1',
  );
  if (!rows[0]) throw new Refusal('CONFLICT', 'The ledger has no checkpoint yet. Ask again.');
  return rows[0];
}

/** When it ends: after the environment's time, and not after the approval or the 72 hours of an expedited deployment. */
function endOf({ state }: LoadedVersion, place: Place, at: Date): Date {
  const now = at.getTime();
  const here = state.deployments.find(({ environmentId }) => environmentId === place.id);
  const ends = [state.approvalEndsAt, here?.lapsesAt ?? null]
    .filter((end) => end !== null)
    .map((end) => Date.parse(end))
    .filter((end) => end > now);
  return new Date(Math.min(now + place.ttl * 1_000, ...ends));
}

/**
 * A short-lived signed statement that a version may be started in an environment: for a pipeline, which verifies it without
 * us. It gates *starting* a deployment; what runs is restarted and scaled without one. The gates are what it stands on, not
 * the role of whoever asks, so a developer and a service account ask for it as well as an operator.
 * @throws Refusal NOT_FOUND, ENVIRONMENT_UNKNOWN, FORBIDDEN, DIGEST_MISMATCH, LEDGER_BEHIND, CONFLICT for a version without an
 * artifact, or what stands against starting it there
 */
export async function issuePermit(ctx: Context, input: IssuePermit): Promise<PermitIssued> {
  const { attempt } = await attemptOn(ctx, 'issue-permit', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input);
      const { row, state } = loaded;
      await requireRole(tx, ctx.actor, row.model_id, ['developer', 'operator']);
      const place = await placeOf(tx, input.environment);
      const reasons = whyNotStart(state, place.id, tx.at.toISOString());
      if (reasons[0])
        throw new Refusal(reasons[0].code, sentenceOf(reasons[0]), {
          ...reasons[0].detail,
          reasons: reasons.map(({ code }) => code),
        });
      const artifact = row.artifact_digest;
      if (artifact === null)
        throw new Refusal('CONFLICT', 'The version has no artifact here that a permit could be about.');
      if (input.artifact !== undefined && input.artifact !== artifact)
        throw new Refusal('DIGEST_MISMATCH', 'What is about to be started is not this version.', {
          artifact,
        });
      const checkpoint = await newestCheckpoint(tx);
      const id = uuidv7();
      const expires = endOf(loaded, place, tx.at);
      const expiresAt = expires.toISOString();
      const graceUntil = new Date(expires.getTime() + place.grace * 1_000).toISOString();
      const text = permitText({
        id,
        model: row.model_key,
        version: row.label,
        environment: input.environment,
        artifact,
        issuedAt: tx.at.toISOString(),
        expiresAt,
        graceUntil,
        checkpoint: checkpoint.note,
      });
      const permit = await signStatement(ctx, { payloadType: permitPayloadType, text }, tx);
      await tx.query(
        `INSERT INTO permit (id, version_id, environment_id, artifact, person_id, issued_at, expires_at, grace_until, envelope)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, row.id, place.id, artifact, ctx.actor.id, tx.at, expiresAt, graceUntil, JSON.stringify(permit)],
      );
      return {
        result: { id, expiresAt, graceUntil, permit },
        events: [
          {
            event: 'version.permit-issued',
            subject: { kind: 'version', id: row.id },
            modelId: row.model_id,
            versionId: row.id,
            data: { permit: id, environment: place.id, artifact, expiresAt, graceUntil },
          },
        ],
      };
    },
    { attempt },
  );
  return { ...result, receipt };
}
