import { createHash } from 'node:crypto';
import { load } from './load.mjs';
import { send } from './portal-process.mjs';

const CLIENTS = 64;

/**
 * Governed changes over HTTP by 64 clients at once. A mark on a version is answered as soon as it is committed, the export of a pack
 * with the receipt that the covering checkpoint gives it: so time to commit and time to receipt stand apart.
 */
export async function measureChanges(portal, total, report) {
  const headers = { authorization: `Bearer ${portal.tokens.operator}` };
  const developer = { authorization: `Bearer ${portal.tokens.developer}` };
  const rest = (method, path, more) => send(`${portal.url}/api/v1${path}`, { method, headers, ...more });
  const modelOf = (key) => ({ key, name: key, purpose: 'measured', tier: 'low' });
  const bare = await load(CLIENTS, total * 2, () => send(`${portal.url}/healthz`));

  const text = 'a model, described';
  const sha256 = createHash('sha256').update(text).digest('hex');
  await rest('PUT', `/uploads/${sha256}`, {
    body: text,
    headers: { ...developer, 'content-type': 'text/plain' },
  });
  for (let n = 0; n < CLIENTS; n += 1)
    await rest('POST', '/models', { json: modelOf(`marked-${n}`), headers: developer });
  /** As many models as clients, so that they seldom wait for each other's lock. */
  const placeOf = (turn) => ({
    model: `marked-${turn % CLIENTS}`,
    version: `1.0.${Math.floor(turn / CLIENTS)}`,
  });
  const registered = await load(CLIENTS, total, (turn) =>
    rest('POST', `/models/${placeOf(turn).model}/versions`, {
      headers: developer,
      json: {
        ...{ ...placeOf(turn), description: '', releaseNotes: '', authors: [], parameters: {} },
        ...{ metrics: [], datasets: [], buildEnvironment: {} },
        files: [{ path: 'model.md', kind: 'documentation', sha256, size: Buffer.byteLength(text) }],
      },
    }),
  );
  const mark = { standing: 'advisory', severity: 'low', reason: 'Measured' };
  const committed = await load(CLIENTS, total, (turn) => {
    const { model, version } = placeOf(turn);
    return rest('POST', `/models/${model}/versions/${version}/standing/mark`, { json: mark });
  });
  let receipts = 0;
  const viewer = { authorization: `Bearer ${portal.tokens.viewer}` };
  const proven = await load(CLIENTS, total, async () => {
    const { value } = await rest('POST', '/packs', { json: { entries: [[0, 0]] }, headers: viewer });
    if (value.receipt.proof) receipts += 1;
  });

  report(`a request that does nothing, ${CLIENTS} clients`, bare.rate, 'requests/s');
  report(
    `governed changes to commit over HTTP (a mark), ${CLIENTS} clients`,
    committed.rate,
    'changes/s',
    committed.rate / bare.rate,
    'aim ≥ 2,500; × a request that does nothing',
  );
  report('governed changes to commit over HTTP, p50', committed.p50, 'ms');
  report('governed changes to commit over HTTP, p99', committed.p99, 'ms', undefined, 'aim < 100 ms');
  report(
    `governed changes to receipt over HTTP (an export), ${CLIENTS} clients`,
    proven.rate,
    'changes/s',
    proven.rate / bare.rate,
    `${receipts} of ${total} with checkpoint and proof at once`,
  );
  report(
    `versions registered over HTTP, to receipt, ${CLIENTS} clients`,
    registered.rate,
    'versions/s',
    registered.rate / bare.rate,
  );
  report('versions registered over HTTP, p99', registered.p99, 'ms');
  report('governed changes to receipt over HTTP, p50', proven.p50, 'ms');
  report('governed changes to receipt over HTTP, p99', proven.p99, 'ms');
}
