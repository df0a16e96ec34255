import { createHash, randomBytes } from 'node:crypto';
import type { GoalThreshold, Lifted, Manifest, Sign, SignedOff } from '@countersign/contracts';
import type { Decision, EvidenceKind, Gate, Role } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { change, sha256Hex } from '../src/change.ts';
import type { Context } from '../src/context.ts';
import { applyEvidenceConsequences } from '../src/lifecycle/apply-evidence-consequences.ts';
import { loadVersion } from '../src/lifecycle/load-version.ts';
import { liftStanding } from '../src/recall/lift-standing.ts';
import { openRequest } from '../src/request/open-request.ts';
import { readSigningSubject } from '../src/sign-off/read-signing-subject.ts';
import { signOff } from '../src/sign-off/sign-off.ts';
import { mintGrant } from '../src/signature/sign-grant.ts';
import { registerVersion } from '../src/version/register-version.ts';
import { exampleManifest, type Replaced } from './example-version.ts';
import { openHouse, type TestHouse } from './open-house.ts';

export type Tier = 'low' | 'moderate' | 'high';

/** What every request for approval has to state. */
export const statedGoal: { uses: string[]; goal: GoalThreshold[] } = {
  uses: ['Staffing plans, 14 days ahead'],
  goal: [{ metric: 'roc_auc', split: 'validation', comparison: '>=', threshold: 0.8 }],
};

/** A model with one registered version, and the people who could walk it down the road. */
export interface Scene {
  readonly house: TestHouse;
  readonly model: string;
  readonly version: string;
  readonly versionId: string;
  readonly address: { readonly model: string; readonly version: string };
  readonly developer: Context;
  readonly owner: Context;
  /** A person with these roles everywhere, signed in with a session of their own. */
  signer(name: string, ...roles: readonly Role[]): Promise<Context>;
  request(gate: Gate): Promise<string>;
  evidence(kind: EvidenceKind, result: 'pass' | 'fail'): Promise<void>;
  /** Registers one more version of the model, with other bytes for some files; evidence passes. */
  another(label: string, replaced?: Replaced, more?: Partial<Manifest>): Promise<Scene>;
  stage(): Promise<string>;
}

export async function openSession(ctx: Context): Promise<Context> {
  if (ctx.actor.kind !== 'person') throw new Error('only people have sessions');
  const sessionId = createHash('sha256').update(randomBytes(16)).digest('hex');
  await ctx.pool.query(
    'INSERT INTO session (id, person_id, expires_at, created_at) VALUES ($1, $2, $3, $4)',
    [sessionId, ctx.actor.id, new Date(ctx.clock().getTime() + 3_600_000), ctx.clock()],
  );
  return { ...ctx, actor: { ...ctx.actor, sessionId } };
}

export async function openScene(tier: Tier = 'low'): Promise<Scene> {
  const house = await openHouse();
  await house.model('ridership-demand', tier);
  const developer = await house.person('Developer', 'developer');
  const owner = await house.person('Owner', 'owner');
  return sceneOf(house, developer, owner, '2.1.0-rc.1');
}

async function sceneOf(
  house: TestHouse,
  developer: Context,
  owner: Context,
  version: string,
  replaced: Replaced = {},
  more: Partial<Manifest> = {},
): Promise<Scene> {
  const model = 'ridership-demand';
  const registered = await registerVersion(
    developer,
    await exampleManifest(
      developer,
      'ridership-demand-2.1.0-rc.1',
      version,
      { authors: [{ email: 'developer@example.com', part: 'training' }], ...more },
      replaced,
    ),
  );
  const address = { model, version };
  const scene: Scene = {
    house,
    model,
    version,
    versionId: registered.id,
    address,
    developer,
    owner,
    signer: async (name, ...roles) => openSession(await house.person(name, ...roles)),
    request: async (gate) =>
      (
        await openRequest(owner, {
          ...address,
          gate,
          comment: 'please',
          ...(gate === 'goLive' ? { environment: 'production' } : {}),
          ...(gate === 'approval' ? statedGoal : {}),
        })
      ).requestId,
    evidence: (kind, result) => recordEvidence(developer, registered.id, kind, result),
    another: (label, other, more) => sceneOf(house, developer, owner, label, other, more),
    stage: async () => (await loadVersion(house.pool, { id: registered.id }, 'none')).row.stage,
  };
  await scene.evidence('golden-set-parity', 'pass');
  await scene.evidence('robustness-run', 'pass');
  return scene;
}

async function recordEvidence(
  ctx: Context,
  versionId: string,
  kind: EvidenceKind,
  result: 'pass' | 'fail',
): Promise<void> {
  await change(ctx, async (tx) => {
    const loaded = await loadVersion(tx, { id: versionId });
    const id = uuidv7();
    const digest = sha256Hex(id);
    await tx.query(
      `INSERT INTO evidence (id, version_id, revision, substance, kind, name, result, basis, value, against, detail, digest, at)
       VALUES ($1, $2, $3, $4, $5, $5, $6, 'checked', '100 of 100', 'the pinned runtime', '{}', $7, $8)`,
      [id, versionId, loaded.row.revision, loaded.row.substance, kind, result, digest, tx.at],
    );
    const events = await applyEvidenceConsequences(
      tx,
      loaded,
      { kind, environmentId: null, result, basis: 'checked' },
      { event: 'version.evidence-recorded', data: { evidence: id, kind, result } },
    );
    return { result: undefined, events };
  });
}

/** What a signer would send after reading the page; `over` changes it. */
export async function prepared(
  ctx: Context,
  requestId: string,
  decision: Decision,
  over: Partial<Sign> = {},
): Promise<Sign> {
  const subject = await readSigningSubject(ctx, { requestId });
  if (ctx.actor.kind !== 'person') throw new Error('only people sign');
  const { grant } = await mintGrant(ctx, {
    personId: ctx.actor.id,
    sessionId: ctx.actor.sessionId ?? 'none',
    requestId,
    decision,
    substance: subject.substance,
    presentation: subject.presentation,
    assurance: 'server-key/password',
  });
  return {
    requestId,
    decision,
    role: subject.roles[0] ?? 'reviewer',
    meaning: subject.meanings[decision][0]!,
    comment: 'Read and weighed.',
    checklist: subject.checklist.map((question) => ({ question, answer: 'yes' as const })),
    substance: subject.substance,
    presentation: subject.presentation,
    evidenceDigests: subject.evidenceDigests,
    goalDigest: subject.goal?.digest ?? null,
    referencesDigest: subject.referencesDigest,
    grant,
    ...over,
  };
}

export const decide = async (
  ctx: Context,
  requestId: string,
  decision: Decision = 'endorse',
): Promise<SignedOff> => signOff(ctx, await prepared(ctx, requestId, decision));

/** Signs the lift of a version's mark, in a session of its own where the context has none. */
export async function signLift(
  ctx: Context,
  address: { readonly model: string; readonly version: string },
  comment: string,
  recall?: string,
): Promise<Lifted> {
  const by = ctx.actor.kind === 'person' && ctx.actor.sessionId === null ? await openSession(ctx) : ctx;
  if (by.actor.kind !== 'person') throw new Error('only people sign');
  const { row } = await loadVersion(ctx.pool, address, 'none');
  const open = await ctx.pool.query<{ id: string }>(
    'SELECT id FROM recall WHERE version_id = $1 AND lifted_at IS NULL ORDER BY at DESC LIMIT 1',
    [row.id],
  );
  const recallId = recall ?? open.rows[0]!.id;
  const { grant } = await mintGrant(by, {
    personId: by.actor.id,
    sessionId: by.actor.sessionId ?? 'none',
    requestId: recallId,
    decision: 'endorse',
    substance: row.substance,
    presentation: row.presentation,
    assurance: 'server-key/password',
  });
  return liftStanding(by, { ...address, comment, recallId, grant });
}

/** Walks the version to approved with a valid go-live, by people who satisfy the high tier as well. */
export async function walkToGoLive(
  scene: Scene,
): Promise<{ reviewers: Context[]; approver: Context; goLive: Context }> {
  const suffix = scene.version
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!);
  const reviewers = [
    await scene.signer(`First reviewer ${suffix}`, 'reviewer'),
    await scene.signer(`Second reviewer ${suffix}`, 'reviewer'),
  ];
  const approver = await scene.signer(`Approver ${suffix}`, 'approver');
  const goLive = await scene.signer(`Second approver ${suffix}`, 'approver');
  const review = await scene.request('review');
  for (const reviewer of reviewers) if ((await decide(reviewer, review)).satisfied) break;
  await decide(approver, await scene.request('approval'));
  await decide(goLive, await scene.request('goLive'));
  return { reviewers, approver, goLive };
}
