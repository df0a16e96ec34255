import { createHash } from 'node:crypto';
import { load } from './load.mjs';
import { send, signIn } from './portal-process.mjs';

const CLIENTS = 64;
const password = 'a password for the bench';

/**
 * Sign-offs over HTTP by 64 people at once. The decision is "request changes", which leaves the gate open, so that
 * everybody can sign every version; the transaction is that of an endorsement that does not satisfy the gate.
 */
export async function measureSignOffs(portal, rounds, report) {
  const administrator = await signIn(portal, 'administrator@example.com', 'countersign-example');
  const people = [];
  for (let n = 0; n < CLIENTS; n++) {
    const email = `bench-${n}@example.org`;
    const invited = await administrator.change('person.invite', { name: `Bench ${n}`, email });
    const id = invited.personId;
    const secret = new URL(invited.url).hash.slice(1);
    await administrator.change('session.acceptLink', { secret, password });
    await administrator.change('person.grantRole', { personId: id, role: 'reviewer' });
    people.push(await signIn(portal, email, password));
  }
  const subjects = await openRequests(portal, people[0], CLIENTS);
  const subjectOf = (turn, client) => subjects[(client + Math.floor(turn / CLIENTS)) % subjects.length];

  const reauthenticate = (person, subject) =>
    person.change('signOff.reauthenticate', {
      ...pick(subject, ['requestId', 'substance', 'presentation']),
      decision: 'request-changes',
      password,
    });
  const sign = (person, subject, grant) =>
    person.change('signOff.sign', {
      ...pick(subject, ['requestId', 'substance', 'presentation', 'evidenceDigests']),
      goalDigest: subject.goal?.digest ?? null,
      decision: 'request-changes',
      role: 'reviewer',
      meaning: subject.meanings['request-changes'][0],
      comment: 'Say where the split is recorded.',
      checklist: subject.checklist.map((question) => ({ question, answer: 'no' })),
      grant,
    });

  /** Each client goes round the versions by itself, so that nobody signs one twice. */
  const goRound = async (from, turns, once) => {
    const done = Array(CLIENTS).fill(from);
    return load(CLIENTS, turns * CLIENTS, (_, client) =>
      once(people[client], subjectOf(done[client]++ * CLIENTS, client)),
    );
  };
  const whole = await goRound(0, rounds, async (person, subject) =>
    sign(person, subject, (await reauthenticate(person, subject)).grant),
  );

  const grants = new Map();
  const key = (person, subject) => `${people.indexOf(person)} ${subject.requestId}`;
  await goRound(CLIENTS / 2, rounds + 2, async (person, subject) => {
    grants.set(key(person, subject), (await reauthenticate(person, subject)).grant);
  });
  const alone = await goRound(CLIENTS / 2, rounds, (person, subject) =>
    sign(person, subject, grants.get(key(person, subject))),
  );

  report(
    `sign-offs with re-authentication, ${CLIENTS} clients`,
    whole.rate,
    'sign-offs/s',
    undefined,
    'argon2id included',
  );
  report('sign-offs with re-authentication, p99', whole.p99, 'ms');
  report(
    `sign-offs with grants made before, ${CLIENTS} clients`,
    alone.rate,
    'sign-offs/s',
    undefined,
    'to the entry’s number',
  );
  report('sign-offs with grants made before, p99', alone.p99, 'ms');
}

const pick = (object, names) => Object.fromEntries(names.map((name) => [name, object[name]]));

/** Versions without an artifact, so that no evidence is computed meanwhile, each with an open request for review. */
async function openRequests(portal, reader, count) {
  const headers = { authorization: `Bearer ${portal.tokens.developer}` };
  const rest = (method, path, more) =>
    send(`${portal.url}/api/v1${path}`, { method, ...more, headers: { ...headers, ...more.headers } });
  await rest('POST', '/models', { json: { key: 'bench', name: 'Bench', purpose: 'measured', tier: 'high' } });
  const text = 'a vendor’s model, described';
  const sha256 = createHash('sha256').update(text).digest('hex');
  await rest('PUT', `/uploads/${sha256}`, { body: text, headers: { 'content-type': 'text/plain' } });
  for (let n = 0; n < count; n++) {
    await rest('POST', '/models/bench/versions', {
      json: {
        ...{
          model: 'bench',
          version: `1.0.${n}`,
          description: '',
          releaseNotes: '',
          authors: [],
          parameters: {},
        },
        ...{ metrics: [], datasets: [], buildEnvironment: {}, requestReview: { comment: 'please' } },
        files: [{ path: 'model.md', kind: 'documentation', sha256, size: Buffer.byteLength(text) }],
      },
    });
  }
  const subjects = [];
  let after;
  while (subjects.length < count) {
    const page = await reader.read('inbox.list', { limit: 200, ...(after ? { after } : {}) });
    for (const { requestId, model } of page.items) {
      if (model.key === 'bench') subjects.push(await reader.read('signOff.subject', { requestId }));
    }
    after = page.next;
    if (!after) break;
  }
  return subjects;
}
