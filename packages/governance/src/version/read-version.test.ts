import type { Action, VersionPage } from '@countersign/contracts';
import { VersionPage as VersionPageSchema } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, openScene, prepared, type Scene, signLift, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { listDeployments } from '../deployment/list-deployments.ts';
import { readBoards } from '../deployment/read-boards.ts';
import { listRecalls } from '../recall/list-recalls.ts';
import { markVersion } from '../recall/mark-version.ts';
import { readBlastRadius } from '../recall/read-blast-radius.ts';
import { openExpedited } from '../request/open-expedited.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { addErratum } from './add-erratum.ts';
import { amendVersion } from './amend-version.ts';
import { deprecateVersion } from './deprecate-version.ts';
import { readReleaseNotes } from './read-release-notes.ts';
import { readVersion } from './read-version.ts';

let scene: Scene;
let operator: Context;
let viewer: Context;
beforeAll(async () => {
  scene = await openScene('high');
  operator = await scene.signer('Page operator', 'operator');
  viewer = await scene.signer('Page viewer', 'viewer');
});
afterAll(() => scene.house.close());

const gateOf = (page: VersionPage, gate: string) => page.gates.find((one) => one.gate === gate)!;
const names = (people: readonly { name: string }[]) => people.map(({ name }) => name).sort();
const reasonsOf = (page: VersionPage, command: Action['command'], where: Partial<Action> = {}) =>
  page.actions
    .find(
      (action) =>
        action.command === command &&
        Object.entries(where).every(([key, value]) => action[key as keyof Action] === value),
    )
    ?.reasons.map(({ code }) => code);

describe('the page of a version', () => {
  it('has exactly the shape that is promised to the web', async () => {
    const page = await readVersion(viewer, scene.address);
    expect(VersionPageSchema.parse(page)).toEqual(page);
    expect(page).toMatchObject({
      version: {
        label: '2.1.0-rc.1',
        stage: 'registered',
        standing: 'usable',
        revision: 1,
        openGate: null,
        overdue: false,
      },
      tier: 'high',
      guarantee: 'bit-exact',
      artifact: { path: 'model.onnx' },
      parameters: [{ name: 'seed', value: '7' }],
      metrics: [{ name: 'roc_auc', basis: 'claimed' }],
      registrant: { name: 'Developer' },
      counts: { evidence: 2, files: 4, signOffs: 0, deployments: 0 },
    });
    expect(page.authors.some(({ person }) => person?.name === 'Developer')).toBe(true);
    expect(page.inputs.length).toBeGreaterThan(0);
  });

  it('names who could fill each gate before anybody has asked, without its authors', async () => {
    const fresh = await scene.another('page-fresh');
    const reviewer = await scene.signer('Fresh reviewer', 'reviewer');
    const page = await readVersion(viewer, fresh.address);
    expect(page.gates.map(({ gate, environment, state }) => [gate, environment, state])).toEqual([
      ['review', null, 'none'],
      ['approval', null, 'none'],
      ['goLive', 'production', 'none'],
    ]);
    expect(gateOf(page, 'review')).toMatchObject({
      signed: 0,
      needed: 2,
      request: null,
      places: [{ role: 'reviewer', quorum: 2, filled: [] }],
    });
    expect(names(gateOf(page, 'review').couldSign)).toContain('Fresh reviewer');
    expect(names(gateOf(page, 'review').couldSign)).not.toContain('Developer');

    await decide(reviewer, await fresh.request('review'));
    const asked = gateOf(await readVersion(viewer, fresh.address), 'review');
    expect(asked).toMatchObject({
      state: 'open',
      signed: 1,
      places: [{ filled: [{ name: 'Fresh reviewer' }] }],
      request: { revision: 1, by: { name: 'Owner' } },
    });
    expect(names(asked.couldSign)).not.toContain('Fresh reviewer');
    expect(asked.evidence.map(({ kind, status }) => [kind, status])).toEqual([
      ['golden-set-parity', 'pass'],
      ['robustness-run', 'pass'],
    ]);
    expect(asked.evidence.every(({ evidenceId }) => evidenceId !== null)).toBe(true);
  });

  it('shows who holds a gate, and that a rejection ended it', async () => {
    const disputed = await scene.another('page-disputed');
    const [holding, rejecting] = [
      await scene.signer('Page holder', 'reviewer'),
      await scene.signer('Page rejecter', 'reviewer'),
    ];
    const requestId = await disputed.request('review');
    await decide(holding, requestId, 'request-changes');
    expect(gateOf(await readVersion(viewer, disputed.address), 'review').heldBy).toMatchObject([
      { name: 'Page holder' },
    ]);
    await decide(rejecting, requestId, 'reject');
    const page = await readVersion(scene.owner, disputed.address);
    expect(gateOf(page, 'review')).toMatchObject({ state: 'rejected', couldSign: [] });
    expect(reasonsOf(page, 'request', { gate: 'review' })).toEqual(['GATE_REJECTED']);
  });

  it('prints beside each button the reasons that the server would refuse with', async () => {
    const fresh = await scene.another('page-buttons');
    const forViewer = await readVersion(viewer, fresh.address);
    expect(forViewer.actions.every(({ reasons }) => reasons.length > 0)).toBe(true);
    expect(
      forViewer.actions.flatMap(({ reasons }) => reasons).every(({ message }) => message.length > 10),
    ).toBe(true);

    const forOwner = await readVersion(scene.owner, fresh.address);
    expect(reasonsOf(forOwner, 'request', { gate: 'review' })).toEqual([]);
    expect(reasonsOf(forOwner, 'request', { gate: 'approval' })).toEqual(['STAGE_WRONG']);

    const forOperator = await readVersion(operator, fresh.address);
    const inProduction = { environment: 'production' };
    expect(reasonsOf(forOperator, 'deploy', { ...inProduction, role: 'champion' })).toEqual(['STAGE_WRONG']);
    expect(reasonsOf(forOperator, 'deploy-expedited', inProduction)).toEqual([]);
    expect(reasonsOf(forOperator, 'stop', inProduction)).toEqual(['NOT_DEPLOYED']);
    expect(reasonsOf(forOperator, 'mark')).toEqual([]);
    expect(reasonsOf(forOperator, 'lift')).toEqual(['NOTHING_TO_LIFT']);

    const requestId = await fresh.request('review');
    const reviewer = await scene.signer('Page button reviewer', 'reviewer');
    expect(reasonsOf(await readVersion(reviewer, fresh.address), 'sign', { requestId })).toEqual([]);
    expect(reasonsOf(await readVersion(viewer, fresh.address), 'sign', { requestId })).toContain('FORBIDDEN');
  });

  it('offers the expedited signature to an independent approver', async () => {
    const urgent = await scene.another('page-urgent');
    const approver = await scene.signer('Page urgent approver', 'approver');
    const { requestId } = await openExpedited(operator, {
      ...urgent.address,
      environment: 'production',
      incident: 'INC-1',
      comment: 'now',
    });
    const where = { requestId, environment: 'production' };
    expect(reasonsOf(await readVersion(approver, urgent.address), 'sign', where)).toEqual([]);
    expect(reasonsOf(await readVersion(viewer, urgent.address), 'sign', where)).toEqual(['SIGNER_MISSING']);
    const asked = { requestId, incident: 'INC-1', environment: 'production', comment: 'now' };
    const waiting = await readVersion(viewer, urgent.address);
    expect(VersionPageSchema.parse(waiting)).toEqual(waiting);
    expect(waiting.expedited).toMatchObject({ ...asked, state: 'open', signOffId: null, signer: null });
    const input = await prepared(approver, requestId, 'endorse', { role: 'approver' });
    const { signOffId } = await signOff(approver, input);
    const [row] = await listSignOffs(viewer, urgent.address);
    expect(row).toMatchObject({
      id: signOffId,
      gate: 'goLive',
      environment: 'production',
      incident: 'INC-1',
      signatureValid: true,
    });
    const signed = await readVersion(viewer, urgent.address);
    expect(signed.expedited).toMatchObject({ ...asked, state: 'signed', signOffId, servesUntil: null });
  });

  it('follows the version through deployment, recall and its end', async () => {
    const walked = await scene.another('page-walked');
    await walkToGoLive(walked);
    await deployVersion(operator, { ...walked.address, environment: 'production', role: 'champion' });
    const deployed = await readVersion(viewer, walked.address);
    expect(deployed.version).toMatchObject({
      stage: 'deployed',
      earned: 'approved',
      serving: [{ environment: 'production', role: 'champion', state: 'serving', share: 1 }],
    });
    expect(deployed.stages.map(({ at }) => at !== null)).toEqual([true, true, true, true, false]);
    expect(deployed.gates.map(({ state, signed }) => [state, signed])).toEqual([
      ['satisfied', 2],
      ['satisfied', 1],
      ['satisfied', 1],
    ]);
    expect(deployed.approvedUntil).not.toBeNull();
    expect(await readBlastRadius(viewer, walked.address)).toMatchObject({
      serving: [{ environment: 'production', role: 'champion', fallback: null }],
      callers: [],
      predictions: { count: 0, more: false },
      references: { count: 0, more: false },
    });

    const [board] = await readBoards(operator, { model: scene.model });
    expect(board).toMatchObject({
      environment: { key: 'production' },
      deployments: [{ version: { label: 'page-walked' }, state: 'serving' }],
    });
    const candidate = board!.candidates.find(({ label }) => label === 'page-walked')!;
    expect(candidate.deploy.map(({ code }) => code)).toEqual(['ALREADY_DEPLOYED']);
    expect(candidate.rollback?.map(({ code }) => code)).toEqual(['ALREADY_DEPLOYED']);
    expect(board!.candidates.find(({ label }) => label === '2.1.0-rc.1')?.rollback).toBeNull();

    await markVersion(operator, {
      ...walked.address,
      standing: 'blocked',
      severity: 'critical',
      reason: 'unit error',
      replacement: scene.version,
    });
    await signLift(operator, walked.address, 'half');
    const blocked = await readVersion(operator, walked.address);
    expect(blocked.mark).toMatchObject({
      standing: 'blocked',
      reason: 'unit error',
      replacement: { label: scene.version },
      liftedAt: null,
      liftSignatures: [{ person: { name: 'Page operator' } }],
    });
    expect(blocked.version.serving).toMatchObject([{ state: 'suspended' }]);
    expect(reasonsOf(blocked, 'resume')).toEqual(['BLOCKED']);
    const recalls = await listRecalls(viewer, { open: true });
    expect(recalls.items).toMatchObject([
      { label: 'page-walked', replacement: scene.version, callsSince: 0, lastCaller: null, liftedAt: null },
    ]);

    await addErratum(operator, { ...walked.address, text: 'The notes name the wrong unit.' });
    await deprecateVersion(scene.owner, {
      ...walked.address,
      reason: 'superseded',
      comment: 'see the successor',
      successor: scene.version,
    });
    const ended = await readVersion(viewer, walked.address);
    expect(VersionPageSchema.parse(ended)).toEqual(ended);
    expect(ended).toMatchObject({
      version: { stage: 'deprecated', serving: [], lastStep: { event: 'version.stage-moved' } },
      deprecation: { reason: 'superseded', successor: scene.version, by: { name: 'Owner' } },
      errata: [{ text: 'The notes name the wrong unit.', by: { name: 'Page operator' } }],
    });
    expect(ended.gates.every(({ couldSign }) => couldSign.length === 0)).toBe(true);
    const history = await listDeployments(viewer, { model: scene.model, version: 'page-walked' });
    expect(history.items).toMatchObject([
      { state: 'ended', endReason: 'deprecated', by: { name: 'Page operator' } },
    ]);
    expect(history.items[0]!.number).not.toBeNull();
  });
});

describe('the sign-offs of a version', () => {
  it('carry signatures that are verified over what is shown', async () => {
    const signed = await scene.another('signed');
    const reviewer = await scene.signer('Verified reviewer', 'reviewer');
    await decide(reviewer, await signed.request('review'));
    const [row] = await listSignOffs(reviewer, signed.address);
    expect(row).toMatchObject({
      signatureValid: true,
      mine: true,
      mayWithdraw: [],
      state: 'current',
      person: { name: 'Verified reviewer' },
    });
    expect(row!.number).not.toBeNull();
    expect(row!.mayReEndorse.map(({ code }) => code)).toEqual(['NOTHING_TO_RE_ENDORSE']);
    const [seen] = await listSignOffs(viewer, signed.address);
    expect(seen).toMatchObject({
      mine: false,
      mayWithdraw: [{ code: 'NOT_YOURS' }, ...seen!.mayWithdraw.slice(1)],
    });
  });

  it('are shown as not valid where somebody with the database in hand rewrote a column, a record or a key', async () => {
    const forged = await scene.another('forged');
    const reviewers = [
      await scene.signer('Forged reviewer', 'reviewer'),
      await scene.signer('Keyless reviewer', 'reviewer'),
    ];
    const requestId = await forged.request('review');
    for (const reviewer of reviewers) await decide(reviewer, requestId, 'request-changes');
    const validity = async () =>
      (await listSignOffs(viewer, forged.address)).map(({ signatureValid }) => signatureValid);
    expect(await validity()).toEqual([true, true]);

    const { default: pg } = await import('pg');
    const owner = new pg.Client({ connectionString: scene.house.database.ownerUrl });
    await owner.connect();
    try {
      await owner.query('ALTER TABLE sign_off DISABLE TRIGGER USER');
      await owner.query("UPDATE sign_off SET decision = 'endorse' WHERE request_id = $1 AND person_id = $2", [
        requestId,
        reviewers[0]!.actor.id,
      ]);
      await owner.query("UPDATE signing_key SET public_key = '\\x00' WHERE person_id = $1", [
        reviewers[1]!.actor.id,
      ]);
    } finally {
      await owner.query('ALTER TABLE sign_off ENABLE TRIGGER USER');
      await owner.end();
    }
    expect(await validity()).toEqual([false, false]);
  });
});

describe('release notes', () => {
  it('show the revision in force, the ones before, and the facts at their head', async () => {
    const noted = await scene.another('noted');
    const markdown =
      '---\nversion: noted\nclaims:\n  - {metric: mae, op: "<", value: 1}\n---\n# Better notes\n';
    await amendVersion(scene.developer, { ...noted.address, expectedRevision: 1, releaseNotes: markdown });
    expect(await readReleaseNotes(viewer, noted.address)).toMatchObject({
      markdown,
      revision: 2,
      frontMatter: { version: 'noted', claims: [{ metric: 'mae', op: '<', value: 1 }] },
      revisions: [
        { revision: 1, kind: 'registered', markdown: '# Notes\n', by: { name: 'Developer' } },
        { revision: 2, kind: 'presentation', markdown },
      ],
      errata: [],
    });
  });
});
