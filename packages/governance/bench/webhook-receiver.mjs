import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

/**
 * A receiver on this machine that judges what it takes: signatures, the order, and whether what comes again is the same.
 * `reply(response)` answers; what was answered otherwise than 204 counts as not taken.
 */
export async function openReceiver(kind, reply) {
  const taken = new Map();
  const faults = [];
  let verifier = null;
  let last = -1;
  const receiver = {
    kind,
    taken,
    faults,
    repeats: 0,
    tries: 0,
    /** ms of performance.now() of the last message that was new. */
    newestAt: 0,
    signedBy: (secret) => {
      verifier = new Webhook(secret);
    },
  };
  const judge = ({ headers }, body) => {
    const id = headers['webhook-id'];
    try {
      verifier.verify(body, headers);
    } catch (error) {
      faults.push(`${id}: ${error.message}`);
    }
    const digest = createHash('sha256').update(body).digest('base64');
    const entry = JSON.parse(body).data.entry;
    const before = taken.get(id);
    if (before === undefined) {
      if (entry <= last) faults.push(`${id}: entry ${entry} came after ${last}`);
      last = entry;
      taken.set(id, { entry, digest });
      receiver.newestAt = performance.now();
    } else {
      receiver.repeats += 1;
      if (before.digest !== digest) faults.push(`${id}: came again as something else`);
      if (entry !== last) faults.push(`${id}: entry ${entry} came again after ${last}`);
    }
  };
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      receiver.tries += 1;
      const take = () => {
        judge(request, Buffer.concat(parts).toString('utf8'));
        response.writeHead(204).end();
      };
      reply(response, take, receiver.tries);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  receiver.url = `http://127.0.0.1:${server.address().port}/`;
  receiver.close = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return receiver;
}
