import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LiveEvent } from '@countersign/contracts';
import {
  change,
  closeAccount,
  createModel,
  endSessions,
  revokeRole,
  systemActor,
} from '@countersign/governance';
import type { Role } from '@countersign/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, type TestPerson } from './open-portal.ts';

let portal: Portal;
let port: number;
let owner: TestPerson;
let administrator: TestPerson;
beforeAll(async () => {
  portal = await openPortal({ heartbeatMs: 100 });
  await portal.app.listen({ host: '127.0.0.1', port: 0 });
  port = (portal.app.server.address() as AddressInfo).port;
  owner = await portal.person('Olga Owner', 'owner');
  administrator = await portal.person('Ada Administrator', 'administrator');
});
afterAll(() => portal.close());

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** All that has come. */
  text(): string;
  ended: Promise<void>;
  entries(): LiveEvent[];
  until(holds: (reply: Reply) => boolean): Promise<void>;
  leave(): void;
}

function listen(headers: Record<string, string>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { port, path: '/api/live', headers: { 'x-countersign': '1', ...headers } },
      (reply) => {
        let text = '';
        const waiting = new Set<() => void>();
        reply.on('data', (chunk: Buffer) => {
          text += chunk;
          for (const look of waiting) look();
        });
        reply.on('error', () => {});
        const self: Reply = {
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          text: () => text,
          ended: new Promise((done) => reply.on('close', done)),
          entries: () =>
            [...text.matchAll(/event: entry\ndata: (.*)\n/g)].map(
              ([, data]) => JSON.parse(data!) as LiveEvent,
            ),
          until: (holds) =>
            new Promise((done) => {
              const look = () => {
                if (!holds(self)) return;
                waiting.delete(look);
                done();
              };
              waiting.add(look);
              look();
            }),
          leave: () => void asked.destroy(),
        };
        resolve(self);
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

const join = async (person: TestPerson) => listen({ cookie: await portal.signIn(person.email) });
const someone = (name: string, ...roles: Role[]) => portal.person(name, ...roles);
let made = 0;
const makeModel = async () => {
  made += 1;
  return createModel(owner.context, {
    key: `live-${made}`,
    name: 'A secret name',
    purpose: 'p',
    tier: 'low',
  });
};
const tells = (key: string) => (reply: Reply) => reply.entries().some(({ model }) => model === key);

describe('the live stream', () => {
  it('tells signed-in people the noun and the ids of what was recorded, and nothing of what it says', async () => {
    const stream = await join(await someone('Vera Viewer', 'viewer'));
    expect([stream.status, stream.headers]).toMatchObject([
      200,
      {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      },
    ]);
    await stream.until((reply) => reply.text().includes('event: open'));
    const { key } = await makeModel();
    await stream.until(tells(key));
    const told = stream.entries().find(({ model }) => model === key);
    expect(Object.keys(told!)).toEqual(['number', 'noun', 'id', 'model', 'version']);
    expect(told).toMatchObject({ noun: 'model', version: null });
    expect(stream.text()).toContain(`id: ${told!.number}\n`);
    expect(stream.text()).not.toContain('secret');
    // A sign of life, as a comment that no reader takes for an event.
    await stream.until((reply) => reply.text().endsWith('\n\n:\n\n'));
    stream.leave();
  });

  it('is refused to nobody, to tokens, to other sites and to whoever has no role', async () => {
    const viewer = await someone('Toni Token', 'viewer');
    const { secret } = await portal.token(viewer);
    const cookie = await portal.signIn(viewer.email);
    const none = await portal.signIn((await someone('Nora Norole')).email);
    const status = async (headers: Record<string, string>) => {
      const reply = await listen(headers);
      await reply.ended;
      return [reply.status, JSON.parse(reply.text()).error.code];
    };
    expect(await status({})).toEqual([401, 'UNAUTHENTICATED']);
    expect(await status({ cookie: `${cookie}x` })).toEqual([401, 'UNAUTHENTICATED']);
    expect(await status({ authorization: `Bearer ${secret}` })).toEqual([403, 'FORBIDDEN']);
    expect(await status({ authorization: 'Bearer cs_unknownunknownunknown' })).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
    expect(await status({ cookie: none })).toEqual([403, 'FORBIDDEN']);
    expect(await status({ cookie, origin: 'https://evil.example' })).toEqual([403, 'ORIGIN_REFUSED']);
    expect(await status({ cookie, 'x-countersign': '' })).toEqual([403, 'ORIGIN_REFUSED']);
  });

  it('leaves out what the person may not see, asked at every event', async () => {
    const mine = await makeModel();
    const consumer = await someone('Conny Consumer');
    const auditor = await someone('Aude Auditor');
    const { id: modelId } = await portal.house.db.model.findUniqueOrThrow({
      where: { key: mine.key },
      select: { id: true },
    });
    const grant = (person: TestPerson, role: Role) =>
      portal.house.pool.query(
        "INSERT INTO role_assignment (id, person_id, role, model_id, granted_at, granted_by) VALUES (gen_random_uuid(), $1, $2, $3, now() - interval '1 hour', $4)",
        [person.id, role, modelId, administrator.id],
      );
    await grant(consumer, 'consumer');
    await grant(auditor, 'auditor');
    const streams = { consumer: await join(consumer), auditor: await join(auditor) };
    const viewer = await join(await someone('Vince Viewer', 'viewer'));
    const record = (event: 'version.stopped' | 'version.amended', of: string | null) =>
      change({ ...portal.house, actor: systemActor('test') }, async () => ({
        result: undefined,
        events: [
          {
            event,
            subject: { kind: 'model', id: of ?? modelId },
            ...(of === null ? {} : { modelId: of }),
            data: {},
          },
        ],
      }));
    await record('version.amended', modelId);
    await record('version.amended', null);
    const other = await makeModel();
    await record('version.stopped', modelId);
    await viewer.until((reply) => reply.entries().filter(({ model }) => model === mine.key).length === 2);
    await streams.consumer.until((reply) => reply.entries().length > 0);
    await streams.auditor.until((reply) => reply.entries().length > 1);
    const seen = viewer.entries().map(({ number }) => number);
    const told = (reply: Reply) => reply.entries().map(({ number }) => seen.indexOf(number));
    const models = viewer.entries().map(({ model }) => model);
    expect([models.includes(null), models.includes(other.key)]).toEqual([true, true]);
    const [amended, stopped] = [models.indexOf(mine.key), models.lastIndexOf(mine.key)];
    expect(told(streams.consumer)).toEqual([stopped]);
    expect(told(streams.auditor)).toEqual([amended, stopped]);
    for (const stream of [viewer, streams.consumer, streams.auditor]) stream.leave();
  });

  it.each([
    ['somebody signs out', (_: TestPerson, cookie: string) => portal.call('session.signOut', {}, cookie)],
    ['the sessions are ended', ({ id }: TestPerson) => endSessions(administrator.context, { personId: id })],
    ['the account is closed', ({ id }: TestPerson) => closeAccount(administrator.context, { personId: id })],
    [
      'the last role is revoked',
      ({ id }: TestPerson) => revokeRole(administrator.context, { personId: id, role: 'viewer' }),
    ],
    [
      'the session runs out',
      ({ id }: TestPerson) =>
        portal.house.pool.query('UPDATE session SET expires_at = $2 WHERE person_id = $1', [
          id,
          portal.house.clock(),
        ]),
    ],
  ])('ends when %s, and those of others go on', async (name, end) => {
    const person = await someone(`Ends when ${name}`, 'viewer');
    const cookie = await portal.signIn(person.email);
    const stream = await listen({ cookie });
    const other = await join(await someone(`Stays when ${name}`, 'viewer'));
    await end(person, cookie);
    await stream.ended;
    const { key } = await makeModel();
    await other.until(tells(key));
    expect(stream.entries().some(({ model }) => model === key)).toBe(false);
    expect([401, 403]).toContain((await listen({ cookie })).status);
    other.leave();
  });

  it('keeps four of one session: the oldest gives way', async () => {
    const cookie = await portal.signIn((await someone('Many Tabs', 'viewer')).email);
    const streams = [];
    for (let count = 0; count < 5; count += 1) streams.push(await listen({ cookie }));
    await streams[0]!.ended;
    const { key } = await makeModel();
    for (const stream of streams.slice(1)) await stream.until(tells(key));
    for (const stream of streams) stream.leave();
  });

  it('says that much has come rather than telling it one by one', async () => {
    const stream = await join(await someone('Bulk Viewer', 'viewer'));
    const id = createHash('sha256').update('x').digest('hex');
    await change({ ...portal.house, actor: systemActor('test') }, async () => {
      const event = { event: 'policy.published', subject: { kind: 'policy', id }, data: {} } as const;
      return { result: undefined, events: [event, ...Array<typeof event>(300).fill(event)] };
    });
    await stream.until((reply) => reply.text().includes('event: much'));
    expect(stream.entries().some(({ noun }) => noun === 'policy')).toBe(false);
    stream.leave();
  });

  it('finds its way back when the database connection is cut', async () => {
    const person = await someone('Cut Off', 'viewer');
    const stream = await join(person);
    await portal.house.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN session_ended%'",
    );
    const { key } = await makeModel();
    await stream.until(tells(key));
    stream.leave();
  });

  it('is over at once when the server stops, and what is in flight is finished', async () => {
    const stream = await join(await someone('Last Viewer', 'viewer'));
    const { secret } = await portal.token(await someone('Last Developer', 'developer'));
    const bytes = Buffer.from('sent in two parts');
    const digest = createHash('sha256').update(bytes).digest('hex');
    const begun = once(portal.app.server, 'request');
    const answered = new Promise<number>((resolve, reject) => {
      const upload = request(
        {
          port,
          method: 'PUT',
          path: `/api/v1/uploads/${digest}`,
          headers: {
            authorization: `Bearer ${secret}`,
            'content-type': 'application/octet-stream',
            'content-length': bytes.length,
          },
        },
        (reply) => resolve(reply.resume().statusCode ?? 0),
      ).on('error', reject);
      upload.write(bytes.subarray(0, 4));
      void stream.ended.then(() => upload.end(bytes.subarray(4)));
    });
    await begun;
    await portal.app.close();
    expect(await answered).toBeLessThan(300);
  });
});
