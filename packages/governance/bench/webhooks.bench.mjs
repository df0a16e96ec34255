// Many receivers of webhooks while the process that sends is killed, against a durable PostgreSQL: whether anything is lost, comes
// in another order or as something else, and whether bad receivers hold up good ones. Row 10 of the proofs.
// node bench/webhooks.bench.mjs [--json] [--soak]   (build the packages first)
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { allowHost, change, insertPerson, insertRole, makeWebhook, openCaller } from '../dist/index.js';
import { openHouse, registerExample } from './open-house.mjs';
import { openReceiver } from './webhook-receiver.mjs';

const soak = process.argv.includes('--soak');
const GOOD = 20;
const MESSAGES = soak ? 10_000 : 200;
const KILLS = soak ? 20 : 2;
/** Of nothing new to anybody. */
const patienceMs = 300_000;
const model = 'told';

/** How each answers: `take` judges the message and says 204. */
const kinds = {
  good: (_response, take) => take(),
  // Twice it has trouble; then it is as good as the others.
  recovering: (response, take, tries) => (tries <= 2 ? response.writeHead(500).end() : take()),
  slow: (_response, take) => setTimeout(take, 2_000),
  silent: () => {},
  redirecting: (response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
  dead: (_response, take) => take(),
};
const bad = ['slow', 'silent', 'redirecting', 'dead'];

const house = await openHouse();
const caller = openCaller({ proxy: null, noProxy: '' });
const registered = await registerExample(house, 'ridership-demand-2.1.0-rc.1', model, '1.0.0');
const { model_id: modelId } = await house.db.version
  .findUniqueOrThrow({ where: { id: registered.id } })
  .then((row) => ({ model_id: row.modelId }));
const administrator = await person('Administrator', 'administrator');
await allowHost(administrator, { host: '127.0.0.1', comment: 'the receivers of this bench' });
const receivers = [];
for (const kind of [...Array(GOOD).fill('good'), 'recovering', ...bad]) {
  const receiver = await openReceiver(kind, kinds[kind]);
  // A person has at most twenty.
  const operator =
    receivers.length % 15 === 0
      ? await person(`Operator ${receivers.length}`, 'operator')
      : receivers.at(-1).operator;
  const { webhookId, secret } = await makeWebhook(operator, {
    name: `${kind} ${receivers.length}`,
    form: 'standard',
    url: receiver.url,
    models: [model],
    events: ['dossier'],
  });
  receiver.signedBy(secret);
  receivers.push(Object.assign(receiver, { webhookId, operator }));
  if (kind === 'dead') await receiver.close();
}
const whole = receivers.filter(({ kind }) => !bad.includes(kind));

for (let made = 0; made < MESSAGES; made += 100) await happen(Math.min(100, MESSAGES - made));
const expected = await numbered();

const begun = performance.now();
const stalls = [];
const kills = Array.from({ length: KILLS }, () => 0.02 + 0.93 * Math.random()).toSorted((a, b) => a - b);
const wanted = whole.length * MESSAGES;
const takenNow = () => whole.reduce((sum, { taken }) => sum + taken.size, 0);
let sender = begin();
for (const share of kills) {
  await until(() => takenNow() >= share * wanted);
  const ended = once(sender, 'exit');
  sender.kill('SIGKILL');
  await ended;
  const [at, before] = [performance.now(), takenNow()];
  sender = begin();
  await until(() => takenNow() > before);
  stalls.push(performance.now() - at);
}
await until(() => whole.every(({ kind, taken }) => kind !== 'good' || taken.size === MESSAGES));
const good = whole.filter(({ kind }) => kind === 'good');
const took = Math.max(...good.map(({ newestAt }) => newestAt)) - begun;
const first = Math.min(...good.map(({ newestAt }) => newestAt)) - begun;
await until(() => takenNow() === wanted);
await delivered();
sender.kill('SIGKILL');

const faults = receivers.flatMap((one) => one.faults.map((fault) => `${one.kind}: ${fault}`));
for (const { kind, taken } of receivers) {
  const numbers = [...taken.values()].map(({ entry }) => entry);
  const asked = bad.includes(kind) ? expected.slice(0, numbers.length) : expected;
  if (JSON.stringify(numbers) !== JSON.stringify(asked))
    faults.push(`${kind}: other messages than asked for`);
}
if (faults.length > 0) throw new Error(faults.slice(0, 20).join('\n'));
const repeats = whole.reduce((sum, one) => sum + one.repeats, 0);
const slow = receivers.find(({ kind }) => kind === 'slow');

const figure = (name, value, unit, note) => ({ suite: 'webhooks', name, value, unit, note });
const results = [
  figure(
    'messages taken by receivers that take them',
    wanted,
    'messages',
    `${whole.length} receivers × ${MESSAGES}; 0 lost, all signed, in order`,
  ),
  figure(
    'times the sender was killed',
    KILLS,
    'times',
    `${repeats} messages came again, each under its id and to the letter`,
  ),
  figure('messages a second', (GOOD * MESSAGES * 1_000) / took, 'messages/s', 'kills included'),
  figure(
    'until the good ones had all',
    took / 1_000,
    's',
    `the first after ${(first / 1_000).toFixed(1)} s; one that takes 2 s for each had ${slow.taken.size}`,
  ),
  figure(
    'longest pause after a kill',
    Math.max(...stalls) / 1_000,
    's',
    'until a new sender has started and the lease is over',
  ),
];
for (const { name, value, unit, note } of results)
  console.log(`${name}: ${value.toFixed(1)} ${unit} (${note})`);
await Promise.all(receivers.map((receiver) => receiver.close()));
await caller.close();
await house.close();
if (process.argv.includes('--json')) console.log(JSON.stringify(results));

function begin() {
  const program = fileURLToPath(new URL('webhook-sender.mjs', import.meta.url));
  return spawn(process.execPath, [program, JSON.stringify(house.place)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function until(holds) {
  let [seen, since] = [takenNow(), performance.now()];
  for (let turn = 1; !holds(); turn += 1) {
    await pause(10);
    if (takenNow() > seen) [seen, since] = [takenNow(), performance.now()];
    if (performance.now() - since > patienceMs)
      throw new Error(`nothing new came: ${takenNow()} of ${wanted}`);
    if (turn % 1_000 === 0) console.log(`${takenNow()} of ${wanted} after ${stalls.length} kills`);
  }
}

/** What was taken is written down a moment later. */
async function delivered() {
  for (;;) {
    const { rows } = await house.pool.query(
      "SELECT count(*)::int AS count FROM webhook_delivery WHERE state = 'delivered' AND webhook_id = ANY ($1)",
      [whole.map(({ webhookId }) => webhookId)],
    );
    if (rows[0].count === wanted) return;
    await pause(100);
  }
}

async function person(name, role) {
  const { result: id } = await change(house.system, async (tx) => {
    const email = `${randomUUID()}@bank.example`;
    const { id, event } = await insertPerson(tx, house.system, { name, email, passwordHash: null });
    const granted = await insertRole(tx, { personId: id, role, modelId: null, by: null });
    return { result: id, events: [event, granted] };
  });
  const actor = { kind: 'person', id, name, email: '', via: 'session', sessionId: null, scopes: [] };
  return { ...house, caller, actor };
}

/** Entries of the kind that the receivers ask for, in one change. */
function happen(count) {
  const events = Array.from({ length: count }, () => ({
    event: 'version.reference-added',
    subject: { kind: 'version', id: registered.id },
    modelId,
    versionId: registered.id,
    data: { id: randomUUID(), kind: 'ticket' },
  }));
  return change(house.system, async () => ({ result: undefined, events }));
}

/** Numbers of those entries, once all have theirs. */
async function numbered() {
  for (;;) {
    const { rows } = await house.pool.query(
      "SELECT n.number FROM ledger_number n JOIN ledger_entry e ON e.id = n.entry_id WHERE e.event = 'version.reference-added' ORDER BY n.number",
    );
    if (rows.length === MESSAGES) return rows.map(({ number }) => Number(number));
    await pause(100);
  }
}
