import { describe, expect, it } from 'vitest';
import {
  type Actor,
  builtInPolicies,
  type Command,
  can,
  type GatePolicy,
  type Policy,
  type Role,
  roles,
  type VersionState,
  whyNot,
  whyNotDetermine,
  whyNotRegister,
} from '../src/index.ts';
import { authority, authorityRoles, rolesWithoutAuthority } from './acceptance.ts';
import { stateIn } from './column.ts';
import { rows } from './row.ts';
import { now, request, session, version } from './version-fixture.ts';

/** Every state of the table in which the command is allowed to somebody. */
const openings: { type: Command['type']; command: Command; state: VersionState; column: string }[] =
  rows.flatMap((row) =>
    (['R', 'V', 'P', 'D', 'D*R', 'D*V', 'X'] as const).map((column) => {
      const state = stateIn[column]();
      return {
        type: row.command.type,
        command: row.command,
        column,
        state: row.prepare?.(state, column) ?? state,
      };
    }),
  );

const gateOf = (state: VersionState, command: Command) => {
  if (command.type === 'request') return command.gate;
  if (command.type === 'withdraw-request') {
    return state.requests.find(({ id }) => id === command.requestId)?.gate;
  }
  return undefined;
};

const places = (held: readonly Role[]): Policy => {
  const gate: GatePolicy = {
    signOffs: held.map((role) => ({ role, quorum: 1 })),
    distinctFrom: [],
    evidence: [],
    checklist: [],
  };
  return { ...builtInPolicies.low, gates: { review: gate, approval: gate, goLive: gate } };
};

const signingAt = (held: readonly Role[], ...own: readonly Role[]) =>
  whyNot(
    version({ requests: [request('review', 'open', { policy: places(held) })] }),
    { type: 'sign', requestId: 'review-open', decision: 'endorse' },
    session('signer', ...own),
    now,
  ).map(({ code }) => code);

const signable = (role: Role, held: readonly Role[]): boolean => signingAt(held, role).length === 0;

function allowedSomewhere(
  type: string,
  actor: Actor,
  which: (opening: (typeof openings)[number]) => boolean,
) {
  return openings.some(
    (opening) => opening.type === type && which(opening) && can(opening.state, opening.command, actor, now),
  );
}

describe('roles', () => {
  const cases = Object.entries(authority).flatMap(([act, line]) =>
    authorityRoles.map((role, index) => [act, role, line.split(' ')[index] ?? ''] as const),
  );

  it.each(cases)('%s by %s: %s', (act, role, fact) => {
    const actor = session('somebody', role);
    if (act === 'register') expect(whyNotRegister(actor).length === 0).toBe(fact === 'Y');
    else if (act === 'determination') {
      expect(whyNotDetermine({ authors: ['ada'] }, 'rita', actor).length === 0).toBe(fact === 'Y');
    } else if (act === 'sign') {
      expect(signable(role, [role])).toBe(fact === 'g');
      expect(
        signable(
          role,
          roles.filter((other) => other !== role),
        ),
      ).toBe(false);
    } else if (fact === 'o') {
      expect(allowedSomewhere(act, actor, ({ state, command }) => gateOf(state, command) === 'goLive')).toBe(
        true,
      );
      expect(allowedSomewhere(act, actor, ({ state, command }) => gateOf(state, command) !== 'goLive')).toBe(
        false,
      );
    } else if (fact === 'e') {
      expect(allowedSomewhere(act, actor, ({ state }) => state.earned === 'registered')).toBe(true);
      expect(allowedSomewhere(act, actor, ({ state }) => state.earned === 'reviewed')).toBe(true);
      expect(allowedSomewhere(act, actor, ({ state }) => state.earned === 'approved')).toBe(false);
    } else expect(allowedSomewhere(act, actor, () => true)).toBe(fact === 'Y');
  });

  it('gives auditor, consumer and viewer nothing to do', () => {
    for (const role of rolesWithoutAuthority) {
      for (const { state, command, type } of openings) {
        if (type === 'withdraw-sign-off') continue;
        expect(can(state, command, session('anybody', role), now), `${type} by ${role}`).toBe(false);
      }
      expect(signable(role, [role])).toBe(false);
      expect(whyNotRegister(session('somebody', role))).not.toEqual([]);
    }
  });

  it('gives no place to a role that cannot sign, held beside one that can', () => {
    for (const role of ['owner', 'developer', 'administrator', 'viewer'] as const) {
      expect(signingAt([role], role, 'reviewer')).toEqual(['ROLE_NOT_A_PLACE']);
    }
  });

  it('lets a person’s own token do what the person may, and sign nothing', () => {
    for (const { state, command, type } of openings) {
      const held = session('anybody', ...roles);
      const token: Actor = { ...held, via: 'token' };
      const isSignature = ['sign', 're-endorse', 'withdraw-sign-off', 'lift'].includes(type);
      expect(can(state, command, token, now), type).toBe(!isSignature && can(state, command, held, now));
    }
  });

  it('lets a service token request and amend as a developer, and sign nothing', () => {
    const token: Actor = { personId: 'anybody', roles, via: 'service-token' };
    const done = new Set(
      openings.filter(({ state, command }) => can(state, command, token, now)).map(({ type }) => type),
    );
    expect([...done].sort()).toEqual([
      'amend-presentation',
      'amend-substance',
      'request',
      'withdraw-request',
    ]);

    const operatorToken: Actor = { ...token, roles: ['operator', 'owner', 'reviewer'] };
    expect(openings.some(({ state, command }) => can(state, command, operatorToken, now))).toBe(false);

    for (const { state, command, type } of openings) {
      if (!['sign', 're-endorse', 'withdraw-sign-off', 'lift'].includes(type)) continue;
      expect(whyNot(state, command, token, now)[0]?.code).toBe('TOKEN_CANNOT_SIGN');
    }
  });

  it('lets the system command nothing', () => {
    const system: Actor = { personId: 'system', roles, via: 'system' };
    expect(openings.filter(({ state, command }) => can(state, command, system, now))).toEqual([]);
  });
});
