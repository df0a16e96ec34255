import { afterAll, beforeAll, expect, it } from 'vitest';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listInbox } from '../inbox/list-inbox.ts';
import { readMe } from '../person/read-me.ts';
import { withdrawRequest } from '../request/withdraw-request.ts';
import { countInbox } from './count-inbox.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('high');
});
afterAll(() => scene.house.close());

const count = async (ctx: Context) => countInbox(ctx, (await readMe(ctx)).head);
const length = async (ctx: Context) => (await listInbox(ctx, { limit: 200 })).items.length;

it('is as long as the inbox after every change that was acknowledged', async () => {
  const reviewer = await scene.signer('Counting reviewer', 'reviewer');
  const viewer = await scene.signer('Counting viewer', 'viewer');
  const before = await count(reviewer);
  expect(before).toBe(await length(reviewer));
  const requestId = await scene.request('review');
  expect(await count(reviewer)).toBe(before + 1);
  expect(await count(viewer)).toBe(0);
  await withdrawRequest(scene.owner, { requestId, comment: 'not yet' });
  expect(await count(reviewer)).toBe(before);
});

it('is not counted anew while the ledger stands still, and is after a minute', async () => {
  const reviewer = await scene.signer('Patient reviewer', 'reviewer');
  const { head } = await readMe(reviewer);
  let queries = 0;
  const pool = new Proxy(reviewer.pool, {
    get: (target, name) => {
      if (name === 'query') queries += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  let at = Date.now();
  const watched: Context = { ...reviewer, pool, clock: () => new Date(at) };
  const first = await countInbox(watched, head);
  const once = queries;
  expect(await countInbox(watched, head)).toBe(first);
  expect(queries).toBe(once);
  at += 60_000;
  expect(await countInbox(watched, head)).toBe(first);
  expect(queries).toBeGreaterThan(once);
});
