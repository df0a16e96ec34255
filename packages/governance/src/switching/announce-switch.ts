import { type AnnounceSwitch, Refusal, type SwitchAnnounced, sentenceOf } from '@countersign/contracts';
import {
  announcers,
  championBefore,
  type Reason,
  type SwitchingPolicy,
  whyNotAnnounce,
} from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { lifecycleActor, rolesNow } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import { findAffected } from '../consumer/find-affected.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { writeNotices } from '../notice/raise-notices.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { writeRescoring } from '../rescoring/write-rescoring.ts';
import { type RecentTraffic, recentTraffic } from './recent-traffic.ts';
import { breaksBetween, findSwitched, type Switched } from './switched-versions.ts';

export const dayMs = 86_400_000;
/** Consumers are told of nothing that is further away. */
const longestMs = 366 * dayMs;

export const noSwitching: SwitchingPolicy = { noticeDays: 0, pinDays: 0 };

/**
 * Tells the consumers of the champion of a production environment that another version takes its place, from when on, what breaks
 * for who changes nothing, and, as soon as it is re-scored, what it would have answered to their own recent calls. From then on the
 * switch waits for its moment, whatever the policy says later.
 * @throws Refusal NOT_FOUND, ENVIRONMENT_UNKNOWN, FORBIDDEN and whatever else stands against it (recorded), BAD_INPUT for a moment
 * before the policy's notice is over, CONFLICT where a switch there is announced already
 */
export async function announceSwitch(ctx: Context, input: AnnounceSwitch): Promise<SwitchAnnounced> {
  refuseBrokenJson(input, '');
  const { attempt, id } = await attemptOn(ctx, 'announce-switch', input);
  const environmentId = await environmentIdOf(ctx.pool, input.environment);
  const seen = await loadVersion(ctx.pool, { id }, 'none');
  const held = await rolesNow(ctx, seen.row.model_id);
  const before = announcers.some((role) => held.includes(role))
    ? championBefore(seen.state, environmentId)
    : undefined;
  // Counted before anything is locked: who answers does not wait for it.
  const switched = before && (await findSwitched(ctx.pool, { fromId: before.versionId, toId: id }));
  const traffic = switched && (await recentTraffic(ctx, switched, input.tolerance));
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id }, 'version');
      const actor = await lifecycleActor(tx, ctx.actor, loaded.row.model_id);
      refuseFirst(whyNotAnnounce(loaded.state, environmentId, actor));
      const champion = championBefore(loaded.state, environmentId)!;
      if (!switched || !traffic || champion.versionId !== switched.from.id)
        throw new Refusal('STALE', 'Another version serves there meanwhile. Look again.');
      return announce(tx, ctx, { loaded, environmentId, switched, traffic }, input);
    },
    { attempt },
  );
  return { ...result, receipt };
}

function refuseFirst([first, ...rest]: readonly Reason[]): void {
  if (first)
    throw new Refusal(first.code, sentenceOf(first), {
      ...first.detail,
      reasons: [first, ...rest].map(({ code }) => code),
    });
}

/** When it may happen at the earliest: after the policy's notice; at once where nobody has to be told. */
function momentOf(at: Date, given: string | undefined, days: number): Date {
  const earliest = new Date(at.getTime() + days * dayMs);
  if (given === undefined) return earliest;
  const moment = parseInstant(given, 'notBefore');
  if (moment < earliest)
    throw new Refusal(
      'BAD_INPUT',
      days === 0
        ? 'That time is over already.'
        : `The policy gives consumers ${days === 1 ? 'one day' : `${days} days`} of notice: ${earliest.toISOString()} at the earliest.`,
      { field: 'notBefore', earliest: earliest.toISOString() },
    );
  if (moment.getTime() > at.getTime() + longestMs)
    throw new Refusal('BAD_INPUT', 'That is more than a year from now.', { field: 'notBefore' });
  return moment;
}

interface Announced {
  readonly loaded: LoadedVersion;
  readonly environmentId: string;
  readonly switched: Switched;
  readonly traffic: RecentTraffic;
}

async function announce(
  tx: Tx,
  ctx: Context,
  { loaded: { row, state }, environmentId, switched, traffic }: Announced,
  input: AnnounceSwitch,
) {
  const { noticeDays, pinDays } = state.policy.switching ?? noSwitching;
  const { from } = switched;
  const consumers = (await findAffected(tx, [from.id], undefined, environmentId)).length;
  const notBefore = momentOf(tx.at, input.notBefore, consumers === 0 ? 0 : noticeDays);
  const rescoring =
    consumers > 0 && 'definition' in traffic
      ? await writeRescoring(tx, ctx, {
          pair: { modelId: row.model_id, versions: [from], fixed: switched.to },
          ...traffic,
          recallId: null,
        })
      : null;
  const switchId = uuidv7();
  const comment = input.comment?.trim() || null;
  const written = await tx.query(
    `INSERT INTO planned_switch (id, model_id, environment_id, from_id, to_id, person_id, announced_at, not_before, pins_until, comment, breaks, rescoring_id, not_rescored)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (model_id, environment_id) WHERE ended_at IS NULL DO NOTHING`,
    [
      switchId,
      row.model_id,
      environmentId,
      from.id,
      row.id,
      ctx.actor.id,
      tx.at,
      notBefore,
      pinDays > 0 ? new Date(notBefore.getTime() + pinDays * dayMs) : null,
      comment,
      JSON.stringify(breaksBetween(switched)),
      rescoring?.result.id ?? null,
      'because' in traffic ? traffic.because : null,
    ],
  );
  if (written.rowCount !== 1)
    throw new Refusal('CONFLICT', 'A switch there is announced already. Withdraw it first.');
  const notices = await writeNotices(tx, {
    kind: 'switch',
    recallId: null,
    planned: { switchId, environmentId },
    modelId: row.model_id,
    versionId: row.id,
    versionIds: [from.id],
    dueAt: notBefore,
    holdsMail: rescoring !== null,
  });
  const announced: LedgerEventInput = {
    event: 'switch.announced',
    subject: { kind: 'version', id: row.id },
    modelId: row.model_id,
    versionId: row.id,
    data: {
      switch: switchId,
      environment: environmentId,
      from: from.id,
      notBefore: notBefore.toISOString(),
      noticeDays,
      pinDays,
      consumers,
      rescoring: rescoring?.result.id ?? null,
    },
    ...(comment ? { records: { comment } } : {}),
  };
  return {
    result: { switchId, notBefore: notBefore.toISOString(), consumers },
    events: [announced, ...notices, ...(rescoring?.events ?? [])] as const,
    jobs: rescoring?.jobs ?? [],
  };
}
