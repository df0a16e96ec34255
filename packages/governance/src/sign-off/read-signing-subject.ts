import { type Reason as ReasonShown, Refusal, type SigningSubject, sentenceOf } from '@countersign/contracts';
import {
  type Actor,
  absentFor,
  afterSignOff,
  type Decision,
  decisions,
  type Role,
  type VersionState,
  whyNot,
} from '@countersign/lifecycle';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { type ClaimedMetric, earlierGoalOf, toEarlierGoal, toGoalView } from '../goal/read-goal.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { readNames } from '../person/read-names.ts';
import { preparing } from '../prepared.ts';
import { type ExpeditedRequest, findRequest, isExpedited } from '../request/find-request.ts';
import { readExpedited } from '../request/read-expedited.ts';
import { readSince } from './read-since.ts';
import { whyNotSignExpedited } from './sign-expedited.ts';
import { requestIn, withSignOff } from './sign-off.ts';
import { signingMaterial } from './signing-material.ts';

/** Meanings a signer chooses from; the first is the usual one. */
const meanings: Record<'review' | 'approval' | 'goLive', SigningSubject['meanings']> = {
  review: {
    endorse: ['Independent and adequate for its use', 'Adequate for its use, with the limits stated'],
    'request-changes': ['Needs changes before it can be reviewed', 'Needs further evidence'],
    reject: ['Not fit for its use'],
  },
  approval: {
    endorse: [
      'Approved for production use as stated',
      'Approved for the uses and limits named in the comment',
    ],
    'request-changes': ['Needs changes before production use'],
    reject: ['Production use refused'],
  },
  goLive: {
    endorse: [
      'Ready to answer consumers in this environment',
      'Ready, under the conditions named in the comment',
    ],
    'request-changes': ['Not ready yet'],
    reject: ['Refused for this environment'],
  },
};

const expeditedMeanings: SigningSubject['meanings'] = {
  endorse: ['Independent; may serve for at most 72 hours under this incident'],
  'request-changes': ['Needs changes before it may serve under this incident'],
  reject: ['Refused, incident or not'],
};

interface GateToSign {
  readonly gate: SigningSubject['gate'];
  readonly policy: SigningSubject['policy'];
  readonly places: readonly Role[];
  readonly checklist: string[];
}

function ordinaryGate(state: VersionState, requestId: string): GateToSign {
  const { gate, policy } = requestIn(state, requestId);
  const { signOffs, checklist } = policy.gates[gate];
  return {
    gate,
    policy: { id: policy.id, number: policy.number },
    places: signOffs.map(({ role }) => role),
    checklist: [...checklist],
  };
}

const expeditedGate = (request: ExpeditedRequest): GateToSign => ({
  gate: 'goLive',
  policy: { id: request.policy_key, number: request.policy_number },
  places: ['reviewer', 'approver'],
  checklist: [],
});

/** What this person's signature on a request would cover, and what stands in its way. */
export async function readSigningSubject(
  ctx: Context,
  { requestId }: { requestId: string },
): Promise<SigningSubject> {
  const scope = await requireInsight(ctx);
  const asked = await findRequest(ctx.pool, requestId);
  const { version_id: versionId } = asked;
  const loaded = await loadVersion(preparing(ctx.pool), { id: versionId }, 'none');
  const { row, state } = loaded;
  requireModelIn(scope, row.model_id);
  const roles = scope.rolesOn(row.model_id);
  const expedited = isExpedited(asked) ? asked : null;
  const { gate, policy, places, checklist } = expedited
    ? expeditedGate(expedited)
    : ordinaryGate(state, requestId);
  const material = await signingMaterial(ctx.pool, { versionId, requestId, gate });
  const { deputyFor = {} } = scope.actorOn(row.model_id);
  const usable = roles.filter(
    (role) => places.includes(role) && (expedited === null || deputyFor[role] === undefined),
  );
  const facts = await ctx.pool.query<{
    revision: number;
    environment: string | null;
    mine: SigningSubject['mine'];
    opened: Record<string, string>;
    metrics: ClaimedMetric[] | null;
    earlier: Parameters<typeof toEarlierGoal>[0];
  }>(
    `SELECT r.revision, e.key AS environment,
       (SELECT json_build_object('id', s.id, 'decision', s.decision, 'state', s.state, 'revision', s.revision,
          'at', to_char(s.signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        FROM sign_off s WHERE s.request_id = r.id AND s.person_id = $2 AND s.state IN ('current', 'owed')) AS mine,
       (SELECT coalesce(json_object_agg(o.evidence_id, to_char(o.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), '{}')
        FROM evidence_opened o WHERE o.person_id = $2 AND o.evidence_id = ANY ($3)) AS opened,
       (SELECT d.dossier->'metrics' FROM revision d WHERE d.version_id = r.version_id AND d.revision = $4) AS metrics,
       CASE WHEN r.gate = 'approval' THEN ${earlierGoalOf('$5::uuid', 'r.version_id', 'r.id')} END AS earlier
     FROM request r LEFT JOIN environment e ON e.id = r.environment_id WHERE r.id = $1`,
    [requestId, personOf(ctx), material.evidence.map(({ id }) => id), row.revision, row.model_id],
  );
  const { revision, environment, mine, opened, earlier } = facts.rows[0]!;
  const metrics = facts.rows[0]!.metrics ?? [];
  // On the expedited road evidence is owed and shown, not required.
  const required = new Set<string>(
    expedited ? [] : requestIn(state, requestId).policy.gates[gate].evidence.map(({ kind }) => kind),
  );
  const at = ctx.clock().toISOString();
  const actor = {
    personId: personOf(ctx),
    roles,
    deputyFor,
    via: ctx.actor.kind === 'person' ? ctx.actor.via : ('system' as const),
  };
  const reasons = Object.fromEntries(
    decisions.map((decision) => [
      decision,
      (expedited
        ? whyNotSignExpedited(loaded, expedited, { id: actor.personId, roles: usable }, at)
        : whyNot(state, { type: 'sign', requestId, decision }, actor, at)
      ).map(shown),
    ]),
  ) as Record<Decision, ReasonShown[]>;
  return {
    requestId,
    gate,
    environment,
    revision,
    policy,
    substance: row.substance,
    presentation: row.presentation,
    evidenceDigests: material.evidenceDigests,
    references: material.references,
    attachments: material.attachments,
    referencesDigest: material.referencesDigest,
    goal: material.goal && toGoalView(material.goal, metrics),
    earlierGoal: toEarlierGoal(earlier),
    roles: usable,
    deputies: await deputiesOf(ctx, usable, deputyFor),
    checklist,
    evidence: material.evidence.map(({ id, kind, name, result }) => ({
      id,
      kind,
      name,
      result,
      required: required.has(kind),
      openedAt: opened[id] ?? null,
    })),
    reasons,
    mine,
    since: await readSince(ctx, {
      versionId,
      personId: actor.personId,
      goalDigest: material.goalDigest,
    }),
    wouldEnter: expedited ? null : stageEntered(state, requestId, actor, usable[0], at),
    expedited: expedited ? await readExpedited(ctx, { requestId }) : null,
    meanings: expedited ? expeditedMeanings : meanings[gate],
  };
}

const shown = (reason: ReturnType<typeof whyNot>[number]): ReasonShown => ({
  code: reason.code,
  message: sentenceOf(reason),
  ...(reason.detail ? { detail: { ...reason.detail } } : {}),
});

/** For whom one would sign, by the role. */
async function deputiesOf(
  ctx: Context,
  roles: readonly Role[],
  deputyFor: Readonly<Partial<Record<Role, string>>>,
): Promise<SigningSubject['deputies']> {
  const held = roles.flatMap((role) => (deputyFor[role] ? [{ role, id: deputyFor[role] }] : []));
  if (held.length === 0) return [];
  const nameOf = await readNames(
    ctx,
    held.map(({ id }) => id),
  );
  return held.map(({ role, id }) => ({ role, absent: nameOf(id) }));
}

function personOf(ctx: Context): string {
  if (ctx.actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'Only people sign.');
  return ctx.actor.id;
}

/** The stage that an endorsement by this person would enter now, by the same rules that will count it. */
function stageEntered(
  state: VersionState,
  requestId: string,
  actor: Actor,
  role: Role | undefined,
  at: string,
): SigningSubject['wouldEnter'] {
  if (!role) return null;
  const { substance, presentation } = state;
  const imagined = withSignOff(state, {
    id: 'imagined',
    requestId,
    personId: actor.personId,
    role,
    deputyFor: absentFor(actor, role),
    decision: 'endorse',
    substance,
    presentation,
    state: 'current',
    roleHeld: true,
  });
  const after = afterSignOff(imagined, requestId, at);
  return after.stage === state.stage ? null : after.stage;
}
