import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openReceiver, type Receiver } from '../../test/receiver.ts';
import { type Caller, openCaller } from './caller.ts';

/** A host that no name server knows: whoever reaches it was led there. */
const host = 'hooks.bank.test';

let receiver: Receiver;
let caller: Caller;
let proxy: { url: string; asked: string[]; refuses: boolean; close(): Promise<void> };

/** A proxy that knows CONNECT alone, and leads every host to the one receiver. */
async function openProxy(port: number): Promise<typeof proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((_request, reply) => void reply.writeHead(405).end());
  const opened = { url: '', asked: [] as string[], refuses: false, close };
  server.on('connect', (request, client: Socket) => {
    opened.asked.push(request.url ?? '');
    sockets.add(client);
    client.on('error', () => client.destroy());
    if (opened.refuses) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  async function close() {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), 'close');
  }
  return opened;
}

beforeAll(async () => {
  receiver = await openReceiver();
  proxy = await openProxy(receiver.port);
  caller = openCaller({ proxy: proxy.url, noProxy: '127.0.0.1', patienceMs: 2_000 });
});
afterAll(async () => {
  await caller.close();
  await proxy.close();
  await receiver.close();
});
beforeEach(() => {
  proxy.asked.length = 0;
  proxy.refuses = false;
  receiver.received.length = 0;
});

const listed = async (name: string) => [host, '127.0.0.1', '169.254.169.254'].includes(name);
const post = (url: string, isAllowed = listed) =>
  caller.post(url, { headers: { 'webhook-id': 'msg_1' }, body: '{}' }, isAllowed);

describe('a webhook behind a proxy', () => {
  it('leaves through it to a host of the list, whose name the proxy looks up', async () => {
    await caller.check(`http://${host}/in`, listed);
    expect(await post(`http://${host}/in`)).toMatchObject({ status: 204 });
    expect(proxy.asked).toEqual([`${host}:80`]);
    expect(receiver.received).toMatchObject([{ path: '/in', headers: { 'webhook-id': 'msg_1' } }]);
  });

  it('goes nowhere else: no other host, and no address of a cloud’s own, listed or not', async () => {
    for (const url of ['http://other.bank.test/', 'https://example.com/', 'http://169.254.169.254/latest/']) {
      expect(await codeOf(caller.check(url, listed))).toBe('BAD_INPUT');
      await expect(post(url)).rejects.toThrow(/reach/);
    }
    expect(proxy.asked).toEqual([]);
  });

  it('is told where the proxy refuses, and follows no redirect through it', async () => {
    receiver.answer((response) => response.writeHead(302, { location: 'http://elsewhere.test/' }).end());
    expect(await post(`http://${host}/in`)).toMatchObject({ status: 302 });
    expect(proxy.asked.every((asked) => asked === `${host}:80`)).toBe(true);
    receiver.answer();
    proxy.refuses = true;
    const fresh = openCaller({ proxy: proxy.url, noProxy: '', patienceMs: 2_000 });
    await expect(fresh.post(`http://${host}/in`, { headers: {}, body: '{}' }, listed)).rejects.toThrow();
    await fresh.close();
  });

  it('does not leave through it where NO_PROXY names the host', async () => {
    expect(await post(receiver.url)).toMatchObject({ status: 204 });
    expect(proxy.asked).toEqual([]);
  });
});
