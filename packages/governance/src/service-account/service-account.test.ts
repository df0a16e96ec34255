import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleManifest } from '../../test/example-version.ts';
import { decide, openScene, openSession, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { createApiToken, findApiToken, revokeApiToken } from '../person/api-token.ts';
import { closeAccount } from '../person/close-account.ts';
import { listApiTokens } from '../person/list-api-tokens.ts';
import { offerReset } from '../person/offer-reset.ts';
import { openRequest } from '../request/open-request.ts';
import { grantRole } from '../role/grant-role.ts';
import { registerVersion } from '../version/register-version.ts';
import { handOverService } from './hand-over-service.ts';
import { listServices, readService } from './list-services.ts';
import { makeService } from './make-service.ts';

let scene: Scene;
let administrator: Context;
beforeAll(async () => {
  scene = await openScene('low');
  administrator = await scene.signer('Ada Administrator', 'administrator');
});
afterAll(() => scene.house.close());

/** A service account that registers, and what its token acts as. */
async function serviceOf(responsible: Context, name: string) {
  const { serviceId } = await makeService(administrator, { name, responsibleId: responsible.actor.id });
  await grantRole(administrator, { personId: serviceId, role: 'developer' });
  const { secret, id: tokenId } = await createApiToken(responsible, {
    personId: serviceId,
    name: 'pipeline',
    scopes: ['read', 'register', 'operate'],
  });
  const acting = async (): Promise<Context | null> => {
    const found = await findApiToken(scene.house, secret);
    if (!found) return null;
    const actor = {
      kind: 'person',
      ...found.person,
      via: 'token',
      sessionId: null,
      scopes: found.scopes,
    } as const;
    return { ...scene.house, actor };
  };
  return { serviceId, tokenId, acting };
}

it('whoever answers for a service account is an author of what it registers, and cannot sign it', async () => {
  const responsible = await scene.signer('Rea Responsible', 'reviewer', 'approver');
  const independent = await scene.signer('Ina Independent', 'reviewer');
  const { acting } = await serviceOf(responsible, 'Nightly retraining');
  const service = (await acting())!;
  const files = { 'README.md': Buffer.from('Made by a pipeline.') };
  const manifest = await exampleManifest(service, 'ridership-demand-2.1.0-rc.1', '3.0.0', {}, files);
  const { id } = await registerVersion(service, manifest);
  const authors = await scene.house.pool.query(
    'SELECT person_id FROM version_author WHERE version_id = $1 AND basis = $2',
    [id, 'responsible'],
  );
  expect(authors.rows).toEqual([{ person_id: responsible.actor.id }]);
  const { requestId } = await openRequest(service, {
    model: scene.model,
    version: '3.0.0',
    gate: 'review',
    comment: 'please',
  });
  expect(await codeOf(decide(responsible, requestId, 'reject'))).toBe('AUTHOR');
  await decide(independent, requestId, 'reject');
});

it('its token acts as a developer and nothing more, and is no way to sign in', async () => {
  const responsible = await scene.signer('Tom Tokens', 'developer');
  const { serviceId, acting } = await serviceOf(responsible, 'Scoring service');
  for (const role of ['operator', 'reviewer', 'administrator', 'owner'] as const)
    expect(await codeOf(grantRole(administrator, { personId: serviceId, role }))).toBe('BAD_INPUT');
  const place = { ...scene.address, environment: 'production', role: 'champion' as const };
  expect(await codeOf(deployVersion((await acting())!, place))).toBe('FORBIDDEN');
  expect(await codeOf(offerReset(administrator, { personId: serviceId }))).toBe('NOT_FOUND');
  const nested = { personId: serviceId, name: 'x', scopes: ['read'] as const };
  expect(await codeOf(createApiToken((await acting())!, nested))).toBe('FORBIDDEN');
});

it('tokens are made and ended by whoever answers for it, or an administrator, and nobody else', async () => {
  const responsible = await scene.signer('Olga Own', 'developer');
  const stranger = await scene.signer('Sam Stranger', 'developer', 'compliance');
  const { serviceId, tokenId, acting } = await serviceOf(responsible, 'Batch scoring');
  const wanted = { personId: serviceId, name: 'second', scopes: ['read'] as const };
  expect(await codeOf(createApiToken(stranger, wanted))).toBe('FORBIDDEN');
  expect(await codeOf(listApiTokens(stranger, { personId: serviceId }))).toBe('FORBIDDEN');
  expect(await codeOf(revokeApiToken(stranger, { id: tokenId }))).toBe('FORBIDDEN');
  await createApiToken(administrator, wanted);
  expect((await listApiTokens(responsible, { personId: serviceId })).items).toHaveLength(2);
  expect(await readService(stranger, { serviceId })).toMatchObject({ state: 'active', validTokens: 2 });
  await revokeApiToken(responsible, { id: tokenId });
  expect(await acting()).toBeNull();
});

it('stops with the account of whoever answers for it, and goes on when somebody takes over', async () => {
  const responsible = await scene.signer('Lee Leaver', 'developer');
  const successor = await scene.signer('Sue Successor', 'developer');
  const { serviceId, acting } = await serviceOf(responsible, 'Left behind');
  const early = (await acting())!;
  await closeAccount(administrator, { personId: responsible.actor.id });
  expect(await acting()).toBeNull();
  const asked = { model: scene.model, version: scene.version, gate: 'review' as const, comment: 'c' };
  expect(await codeOf(openRequest(early, asked))).toBe('FORBIDDEN');
  expect((await listServices(administrator, { state: 'stopped', search: 'left' })).items).toHaveLength(1);
  const over = { serviceId, responsibleId: successor.actor.id };
  expect(await codeOf(handOverService(successor, over))).toBe('FORBIDDEN');
  await handOverService(administrator, over);
  expect((await acting())?.actor).toMatchObject({ responsibleId: successor.actor.id });
  expect(await readService(administrator, { serviceId })).toMatchObject({
    state: 'active',
    responsible: { name: 'Sue Successor' },
  });
});

it('is nobody’s way to a role: neither granted to one’s own service, nor one with roles taken over', async () => {
  const second = await scene.signer('Ann Administrator', 'administrator');
  const { serviceId } = await makeService(second, { name: 'Own', responsibleId: second.actor.id });
  expect(await codeOf(grantRole(second, { personId: serviceId, role: 'developer' }))).toBe('FORBIDDEN');
  const other = await serviceOf(await scene.signer('Otto Other'), 'Others');
  const toSelf = { serviceId: other.serviceId, responsibleId: second.actor.id };
  expect(await codeOf(handOverService(second, toSelf))).toBe('FORBIDDEN');
  const viewer = await openSession(await scene.house.person('Vera Viewer', 'viewer'));
  expect(await codeOf(makeService(viewer, { name: 'N', responsibleId: viewer.actor.id }))).toBe('FORBIDDEN');
  expect(await codeOf(makeService(second, { name: 'N', responsibleId: serviceId }))).toBe('NOT_FOUND');
});
