// A recall with many consumers, against a durable PostgreSQL and a real mail server on this machine: how long marking takes, when
// the version is refused, when every consumer that can be reached was told, and whether the others are escalated. Row 11 of the proofs.
// node bench/recall.bench.mjs [--json] [--soak]   (build the packages first)
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import {
  change,
  createMailer,
  followNotices,
  insertPerson,
  listNotices,
  markVersion,
  resolveVersion,
  startWorker,
} from '../dist/index.js';
import { openHouse, registerExample } from './open-house.mjs';

const soak = process.argv.includes('--soak');
const CONSUMERS = soak ? 500 : 50;
/** Every tenth has an address that takes no mail. */
const isDead = (at) => at % 10 === 9;
const DEAD = Array.from({ length: CONSUMERS }, (_, at) => at).filter(isDead).length;
const patienceMs = 120_000;

const told = new Map();
const server = new SMTPServer({
  authOptional: true,
  disableReverseLookup: true,
  onRcptTo: ({ address }, _session, callback) =>
    address.startsWith('dead-')
      ? callback(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
      : callback(),
  onData(stream, session, callback) {
    stream.resume();
    stream.on('end', () => {
      for (const { address } of session.envelope.rcptTo) told.set(address, performance.now());
      callback();
    });
  },
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const opened = await openHouse();
const mailer = createMailer({
  host: '127.0.0.1',
  port: server.server.address().port,
  tls: 'none',
  user: null,
  password: null,
  proxy: null,
  from: { address: 'countersign@bank.example', name: 'Countersign' },
});
const house = { ...opened, mailer };
const system = { ...opened.system, mailer };
const developer = { ...opened.developer, mailer };
const model = 'recalled';
const version = '1.0.0';
const registered = await registerExample(opened, 'ridership-demand-2.1.0-rc.1', model, version);
await declareConsumers();

const worker = await startWorker(house);
const begun = performance.now();
const { recallId } = await markVersion(developer, {
  model,
  version,
  standing: 'blocked',
  severity: 'critical',
  reason: 'the bench stops it',
});
const marked = performance.now() - begun;
const { standing } = await resolveVersion(system, { model, version });
const refused = performance.now() - begun;
if (standing !== 'blocked') throw new Error(`the version is ${standing} after it was blocked`);
while (told.size < CONSUMERS - DEAD) {
  if (performance.now() - begun > patienceMs) throw new Error(`only ${told.size} were told`);
  await pause(100);
}
const reached = Math.max(...told.values()) - begun;
let escalated = 0;
while (escalated < DEAD) {
  if (performance.now() - begun > patienceMs) throw new Error(`only ${escalated} were escalated`);
  await followNotices(house);
  const { rows } = await opened.pool.query(
    "SELECT count(*)::int AS escalated FROM notice WHERE recall_id = $1 AND escalation = 'undeliverable'",
    [recallId],
  );
  escalated = rows[0].escalated;
  if (escalated < DEAD) await pause(200);
}
const { counts } = await listNotices(system, { recallId });
await worker.stop();

const figure = (name, value, unit, note) => ({ suite: 'recall', name, value, unit, note });
const results = [
  figure('a version with consumers marked', marked, 'ms', `${CONSUMERS} notices in its transaction`),
  figure('until the version is refused', refused, 'ms', 'aim: under 1,000'),
  figure(
    'until every live consumer was told',
    reached / 1_000,
    's',
    `${CONSUMERS - DEAD} mails; aim: under 60`,
  ),
  figure('dead ones escalated', escalated, 'consumers', `of ${DEAD}; the others ${JSON.stringify(counts)}`),
];
for (const { name, value, unit, note } of results)
  console.log(`${name}: ${value.toFixed(1)} ${unit} (${note})`);
await opened.close();
await new Promise((resolve) => server.close(resolve));
if (process.argv.includes('--json')) console.log(JSON.stringify(results));

/** As if each had registered and declared a use, at once. */
async function declareConsumers() {
  const { result: answerer } = await change(system, async (tx) => {
    const { id, event } = await insertPerson(tx, system, {
      name: 'Answers',
      email: 'answers@example.com',
      passwordHash: null,
    });
    await tx.query('UPDATE person SET active = false WHERE id = $1', [id]);
    return { result: id, events: [event] };
  });
  const { rows } = await opened.pool.query('SELECT model_id FROM version WHERE id = $1', [registered.id]);
  for (let at = 0; at < CONSUMERS; at += 1) {
    const id = randomUUID();
    const address = `${isDead(at) ? 'dead' : 'live'}-${at}@consumers.example`;
    await opened.pool.query(
      `INSERT INTO consumer (id, key, name, purpose, contacts, answerer_id, registered_at) VALUES ($1, $2, $2, 'bench', $3, $4, now())`,
      [id, `consumer-${at}`, [address], answerer],
    );
    await opened.pool.query(
      `INSERT INTO consumer_use (id, consumer_id, model_id, kind, cadence_minutes, source, declared_at) VALUES ($1, $2, $3, 'batch', 60, 'api', now())`,
      [randomUUID(), id, rows[0].model_id],
    );
  }
}
