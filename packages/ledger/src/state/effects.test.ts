import { describe, expect, it } from 'vitest';
import type { Entry } from '../entry.ts';
import { applyEntry, effects } from './effects.ts';
import { emptyState, isHeldAt, type LedgerState, roleKey } from './ledger-state.ts';

const lines = Object.entries(effects);

/** Columns as wide as their widest cell, as the house writes tables. */
function table(): string {
  const rows = lines.flatMap(([event, effect]) =>
    effect ? [[`\`${event}\``, effect.parts.join(', '), effect.does]] : [],
  );
  const all = [['event', 'parts', 'effect'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(all[0]!), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const rules = `# From entries to state

Generated from \`src/state\` by a test, which fails while the two differ. With these rules anybody computes the state from the
canonical bodies of the entries alone.

1. Start with nothing. Take the entries in the order of their numbers; \`at\` dates them and orders nothing.
2. Find the event below and do what it says. \`data\` is meant where a name is in backticks; the actor is \`actor.id\`, the thing
   changed \`subject.id\`. Ids, codes and digests are taken as they stand.
3. Of an entry about a version: where it has a \`step\`, that is the version's step. Steps of a version follow each other without a gap.
   Where \`data\` has \`requests\`, \`signOffs\` or \`approvalEndsAt\`, set the state of each request and sign-off that is listed, and the end
   of the approval.
4. What an entry does not tell is unknown. Entries of before these lists say which gates they settled in none: after such an
   event of ‡ the requests that were open or satisfied are unknown until an entry names them, and so are, after a sign-off, earlier
   ones of its person on its request.
5. A role holds at a moment where it was given and not taken away, has begun, has not come to its end, and its person's account is
   open. A deployment that ended, a request that closed and a sign-off that is not \`current\` stay known, and count no more.

${table()}

Without effect on this state, because they are about evidence, conversation, claims, keys, sign-in and predictions, or because what
they bring about has entries of its own:
${lines.flatMap(([event, effect]) => (effect ? [] : [`\`${event}\``])).join(', ')}.
`;

it('the rules are published as they are applied', async () => {
  await expect(rules).toMatchFileSnapshot('../../state-rules.md');
});

const person = '01900000-0000-7000-8000-00000000000a';
const deputy = '01900000-0000-7000-8000-00000000000b';
const version = '01900000-0000-7000-8000-000000000001';

function derive(...told: readonly Partial<Entry>[]): LedgerState {
  const state = emptyState();
  let step = 0;
  told.forEach((part, number) => {
    const about = part.subject ?? { kind: 'version', id: version };
    if (about.kind === 'version') step += 1;
    applyEntry(state, {
      number,
      entry: {
        v: 1,
        event: '',
        at: `2026-11-21T12:00:0${number}.000Z`,
        actor: { kind: 'person', id: person },
        step: about.kind === 'version' ? step : null,
        data: {},
        digests: {},
        ...part,
        subject: about,
      },
    });
  });
  return state;
}

const registered = {
  event: 'version.registered',
  data: { model: 'm', number: 1, label: '1.0.0', revision: 1 },
};
const requested = { event: 'version.requested', data: { request: 'r', gate: 'review', environment: null } };
const signed = { event: 'version.signed-off', data: { signOff: 's', request: 'r', decision: 'endorse' } };

describe('entries that do not tell everything', () => {
  it('leave what they may have settled unknown, until an entry names it', () => {
    const before = derive(registered, requested, signed).versions.get(version)!;
    expect(before.requests.get('r')!.state).toBe('unknown');
    expect(before.signOffs.get('s')).toMatchObject({ state: 'current', role: 'unknown' });
    const again = { event: 'version.signed-off', data: { signOff: 't', request: 'r', decision: 'reject' } };
    expect(derive(registered, requested, signed, again).versions.get(version)!.signOffs.get('s')!.state).toBe(
      'unknown',
    );
    const named = {
      ...again,
      data: { ...again.data, requests: [{ request: 'r', state: 'closed' }], signOffs: [] },
    };
    const known = derive(registered, requested, signed, named).versions.get(version)!;
    expect(known.requests.get('r')!.state).toBe('closed');
    expect(known.signOffs.get('s')!.state).toBe('current');
  });

  it('do not say which of two equal roles was taken away', () => {
    const of = { kind: 'person', id: deputy };
    const granted = { event: 'role.granted', subject: of, data: { role: 'reviewer', model: null } };
    const delegated = {
      event: 'delegation.made',
      subject: { kind: 'person', id: person },
      data: {
        delegation: 'd',
        deputy,
        from: '2026-11-21T00:00:00.000Z',
        until: '2026-11-30T00:00:00.000Z',
        roles: [{ role: 'reviewer', model: null, endsAt: '2026-11-30T00:00:00.000Z' }],
      },
    };
    const revoked = { event: 'role.revoked', subject: of, data: { role: 'reviewer', model: null } };
    const held = (...told: Partial<Entry>[]) => [...derive(...told).roles.values()].map((role) => role.held);
    expect(held(granted, revoked)).toEqual([]);
    expect(held(granted, delegated, revoked)).toEqual(['unknown', 'unknown']);
    const own = { ...revoked, data: { ...revoked.data, delegation: null, deputies: [] } };
    const left = derive(granted, delegated, own).roles;
    expect([...left.keys()]).toEqual([
      roleKey({ person: deputy, role: 'reviewer', model: null, delegation: 'd' }),
    ]);
    const [role] = left.values();
    expect(isHeldAt(role!, '2026-11-20T23:59:59.999Z')).toBe(false);
    expect(isHeldAt(role!, '2026-11-21T00:00:00.000Z')).toBe(true);
    expect(isHeldAt(role!, '2026-11-30T00:00:00.000Z')).toBe(false);
  });
});

it('an event of a later program, and one about a version that no entry made, change nothing', () => {
  expect(derive({ event: 'version.something-new', subject: { kind: 'model', id: 'm' } })).toEqual(
    emptyState(),
  );
  expect(derive(requested, signed)).toEqual(emptyState());
});
