// The lists of a portal as its pages and clients ask for them, one after the other, each many times.

import { businessName, busy, subjectName } from './large-load.mjs';
import { quantile } from './load.mjs';
import { signIn } from './portal-process.mjs';

const password = 'countersign-example';
const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString();

/** What is measured: a name, and one turn. */
export async function listsOf(portal) {
  const [compliance, reviewer] = await Promise.all(
    ['compliance', 'reviewer'].map((who) => signIn(portal, `${who}@example.com`, password)),
  );
  const read = (procedure, input) => () => compliance.read(procedure, input);
  const predictions = (input) => read('prediction.list', { limit: 50, ...input });
  const place = { model: busy, version: '999.0.0' };
  const first = await compliance.read('prediction.list', { limit: 200 });
  return {
    home: () => reviewer.read('home.read', undefined),
    inbox: () => reviewer.read('inbox.list', { limit: 50 }),
    models: read('model.list', { limit: 50 }),
    'models, searched': read('model.list', { limit: 50, search: 'load fraud 9' }),
    'versions of a model of 1,000': read('model.versions', { model: busy, limit: 50 }),
    entries: read('entry.list', { limit: 50 }),
    'entries of a model': read('entry.list', { limit: 50, model: busy }),
    'entries of an event': read('entry.list', { limit: 50, event: 'version.signed-off' }),
    'entries by a person': read('entry.list', { limit: 50, who: 'compliance@example.com' }),
    'entries of a period': read('entry.list', { limit: 50, from: day(20), to: day(10) }),
    'entries that were refused': read('entry.list', { limit: 50, refused: true }),
    predictions: predictions({}),
    'predictions, a further page': predictions({ after: first.next ?? undefined }),
    'predictions of a model': predictions({ model: busy }),
    'predictions of a version': predictions(place),
    'predictions of a consumer': predictions({ consumer: 'load-consumer-77' }),
    'predictions of a day': predictions({ from: day(31), to: day(30) }),
    'predictions of a model, consumer and day': predictions({
      model: busy,
      consumer: 'load-consumer-11',
      from: day(31),
      to: day(30),
    }),
    'predictions by the caller’s id': predictions({ callerId: 'load-4242' }),
    'predictions by business reference': predictions({ model: busy, businessReference: businessName(4_241) }),
    'subject look-up, recorded': () =>
      compliance.change('prediction.lookUpSubject', {
        subject: subjectName(4_245),
        reason: 'benchmark',
        limit: 50,
      }),
    'subject look-up that finds nothing': () =>
      compliance.change('prediction.lookUpSubject', { subject: 'nobody', reason: 'benchmark', limit: 50 }),
  };
}

/** Milliseconds of a turn, by list: p50 and p95. The lists take turns, so that what else the machine does hits all alike. */
export async function measureLists(portal, turns) {
  const lists = Object.entries(await listsOf(portal));
  const times = new Map(lists.map(([name]) => [name, []]));
  for (let turn = -2; turn < turns; turn += 1) {
    for (const [name, once] of lists) {
      const begin = performance.now();
      await once();
      if (turn >= 0) times.get(name).push(performance.now() - begin);
    }
  }
  return new Map(
    [...times].map(([name, seen]) => [name, { p50: quantile(seen, 0.5), p95: quantile(seen, 0.95) }]),
  );
}
