import { describe, expect, it } from 'vitest';
import {
  type Command,
  isSeparateOperator,
  type Tier,
  type VersionState,
  whyNot,
  whyNotDetermine,
  whyNotImportAsFound,
  whyNotSignTier,
} from '../src/index.ts';
import {
  anybody,
  approved,
  deployment,
  future,
  now,
  past,
  request,
  session,
  signOff,
  version,
} from './version-fixture.ts';

const codes = (state: VersionState, command: Command, actor = anybody): string[] =>
  whyNot(state, command, actor, now).map(({ code }) => code);

const open = (over: Partial<VersionState> = {}) =>
  version({ requests: [request('review', 'open', { id: 'r' })], ...over });

describe('authors', () => {
  it.each(['endorse', 'request-changes', 'reject'] as const)('do not %s their own version', (decision) => {
    const sign: Command = { type: 'sign', requestId: 'r', decision };
    expect(codes(open(), sign, session('ada', 'reviewer'))).toEqual(['AUTHOR']);
    expect(codes(open(), sign, session('rita', 'reviewer'))).toEqual([]);
  });

  it('do not re-endorse, nor sign the expedited road', () => {
    const owed = open({ signOffs: [signOff('r', 'ada', 'reviewer', { id: 'own', state: 'owed' })] });
    expect(codes(owed, { type: 're-endorse', signOffId: 'own' }, session('ada', 'reviewer'))).toEqual([
      'AUTHOR',
    ]);
    const expedited = {
      type: 'deploy-expedited',
      environmentId: 'production',
      signerRoles: ['approver'],
      incident: 'INC-1',
    } as const;
    expect(codes(version(), { ...expedited, signerId: 'ada' })).toEqual(['AUTHOR']);
    expect(codes(version(), { ...expedited, signerId: 'paul' })).toEqual([]);
  });

  it('may stop, mark and deprecate what they made', () => {
    const state = version({ ...approved, deployments: [deployment('production')] });
    const ada = session('ada', 'operator', 'developer');
    expect(codes(state, { type: 'stop', environmentId: 'production' }, ada)).toEqual([]);
    expect(codes(state, { type: 'mark', standing: 'blocked' }, ada)).toEqual([]);
    expect(codes(state, { type: 'deprecate', reason: 'retired' }, ada)).toEqual([]);
  });
});

describe('signing', () => {
  it('is under a role that is held and is a place', () => {
    const sign = { type: 'sign', requestId: 'r', decision: 'endorse' } as const;
    expect(codes(open(), { ...sign, role: 'approver' }, session('p', 'approver', 'reviewer'))).toEqual([
      'ROLE_NOT_A_PLACE',
    ]);
    expect(codes(open(), { ...sign, role: 'reviewer' }, session('p', 'approver'))).toEqual([
      'ROLE_NOT_A_PLACE',
    ]);
    expect(codes(open(), { ...sign, role: 'reviewer' }, session('p', 'approver', 'reviewer'))).toEqual([]);
    expect(codes(open(), { ...sign, requestId: 'none' }, session('p', 'reviewer'))).toEqual(['REQUEST_NONE']);
  });

  it('changes a decision, and does not repeat one', () => {
    const state = open({ signOffs: [signOff('r', 'rita', 'reviewer', { decision: 'request-changes' })] });
    const rita = session('rita', 'reviewer');
    expect(codes(state, { type: 'sign', requestId: 'r', decision: 'endorse' }, rita)).toEqual([]);
    expect(codes(state, { type: 'sign', requestId: 'r', decision: 'request-changes' }, rita)).toEqual([
      'ALREADY_SIGNED',
    ]);
  });

  it('is kept apart from the gates that the policy names', () => {
    const state = version({
      ...approved,
      earned: 'reviewed',
      requests: [approved.requests[0], request('approval', 'open', { id: 'a' })],
    });
    const sign = { type: 'sign', requestId: 'a', decision: 'endorse' } as const;
    expect(codes(state, sign, session('rita', 'approver'))).toEqual(['NOT_DISTINCT']);
    expect(codes(state, { ...sign, decision: 'reject' }, session('rita', 'approver'))).toEqual([]);
    expect(codes(state, sign, session('rolf', 'approver'))).toEqual([]);
  });

  it('is taken back by its person alone, while the request is open', () => {
    const state = open({ signOffs: [signOff('r', 'rita', 'reviewer', { id: 'own' })] });
    const withdraw = { type: 'withdraw-sign-off', signOffId: 'own' } as const;
    expect(codes(state, withdraw, session('rita'))).toEqual([]);
    expect(codes(state, withdraw, session('rolf', 'reviewer'))).toEqual(['NOT_YOURS']);
    const satisfied = { ...state, requests: [request('review', 'satisfied', { id: 'r' })] };
    expect(codes(satisfied, withdraw, session('rita'))).toEqual(['GATE_SATISFIED']);
    const gone = { ...state, signOffs: [{ ...state.signOffs[0]!, state: 'void' as const }] };
    expect(codes(gone, withdraw, session('rita'))).toEqual(['SIGN_OFF_VOID']);
    const rejection = { ...state, signOffs: [{ ...state.signOffs[0]!, decision: 'reject' as const }] };
    expect(codes(rejection, withdraw, session('rita'))).toEqual(['GATE_REJECTED']);
  });

  it('again over new prose needs the role, one’s own name, and something to re-endorse', () => {
    const owed = signOff('r', 'rita', 'reviewer', { id: 'own', state: 'owed' });
    const again = { type: 're-endorse', signOffId: 'own' } as const;
    expect(codes(open({ signOffs: [owed] }), again, session('rita', 'reviewer'))).toEqual([]);
    expect(codes(open({ signOffs: [owed] }), again, session('rita', 'approver'))).toEqual(['FORBIDDEN']);
    expect(codes(open({ signOffs: [owed] }), again, session('rolf', 'reviewer'))).toEqual(['NOT_YOURS']);
    const current = open({ signOffs: [{ ...owed, state: 'current' }] });
    expect(codes(current, again, session('rita', 'reviewer'))).toEqual(['NOTHING_TO_RE_ENDORSE']);
    const gone = open({ signOffs: [{ ...owed, state: 'void' }] });
    expect(codes(gone, again, session('rita', 'reviewer'))).toEqual(['SIGN_OFF_VOID']);
  });
});

describe('the operator', () => {
  const separate = (tier: Tier, personId: string): boolean =>
    isSeparateOperator(version({ ...approved, tier }), 'production', personId);

  it('is anybody at low risk, no go-live signer at moderate, and no author either at high', () => {
    expect(['ada', 'gina', 'otto'].map((person) => separate('low', person))).toEqual([true, true, true]);
    expect(['ada', 'gina', 'otto'].map((person) => separate('moderate', person))).toEqual([
      true,
      false,
      true,
    ]);
    expect(['ada', 'gina', 'otto'].map((person) => separate('high', person))).toEqual([false, false, true]);
  });

  it('is judged by the go-live of that environment', () => {
    const state = version({
      ...approved,
      signOffs: approved.signOffs.map((made) =>
        made.requestId === 'goLive-branch' ? { ...made, personId: 'otto' } : made,
      ),
    });
    expect(isSeparateOperator(state, 'production', 'otto')).toBe(true);
    expect(isSeparateOperator(state, 'branch', 'otto')).toBe(false);
  });
});

describe('deploying', () => {
  it('knows its environment, and one deployment there', () => {
    const state = version({ ...approved, deployments: [deployment('production')] });
    const deploy = { type: 'deploy', environmentId: 'production', role: 'champion' } as const;
    expect(codes(state, deploy)).toEqual(['ALREADY_DEPLOYED']);
    expect(codes(state, { ...deploy, environmentId: 'nowhere' })).toEqual(['ENVIRONMENT_UNKNOWN']);
    expect(codes(state, { type: 'rollback', environmentId: 'nowhere' })).toEqual(['ENVIRONMENT_UNKNOWN']);
    expect(
      codes({ ...state, wasChampionIn: ['production'] }, { type: 'rollback', environmentId: 'production' }),
    ).toEqual(['ALREADY_DEPLOYED']);
    expect(codes(state, { type: 'promote', environmentId: 'production' })).toEqual(['NOT_DEPLOYED']);
    const rehearsed = version({ ...approved, deployments: [deployment('production', { role: 'shadow' })] });
    expect(codes(rehearsed, deploy)).toEqual([]);
    expect(codes(rehearsed, { ...deploy, role: 'shadow' })).toEqual(['ALREADY_DEPLOYED']);
  });

  it('as a challenger needs another version that serves as champion', () => {
    const challenge = { type: 'deploy', environmentId: 'production', role: 'challenger' } as const;
    const beside = (versionId: string, serving: boolean) =>
      version({ ...approved, champions: [{ environmentId: 'production', versionId, serving }] });
    expect(codes(beside('other', true), challenge)).toEqual([]);
    expect(codes(beside('other', false), challenge)).toEqual(['NO_CHAMPION']);
    expect(codes(beside('version', true), challenge)).toEqual(['NO_CHAMPION']);
  });

  it('waits until the consumers of the champion that serves were told, as long as the policy says', () => {
    const deploy = { type: 'deploy', environmentId: 'production', role: 'champion' } as const;
    const beside = (over: Partial<VersionState> = {}, noticeDays = 7) => {
      const made = version({
        ...approved,
        champions: [{ environmentId: 'production', versionId: 'other', serving: true }],
        ...over,
      });
      return { ...made, policy: { ...made.policy, switching: { noticeDays, pinDays: 0 } } };
    };
    const told = (fromId: string, notBefore: string) => ({
      switches: [{ environmentId: 'production', fromId, announcedAt: past, notBefore }],
    });
    expect(codes(beside({}, 0), deploy)).toEqual([]);
    expect(codes(beside(), deploy)).toEqual(['SWITCH_NOT_ANNOUNCED']);
    expect(codes(beside(told('other', future)), deploy)).toEqual(['NOTICE_RUNNING']);
    expect(codes(beside(told('other', now)), deploy)).toEqual([]);
    // What consumers were told binds, whatever the policy asks; those of another champion were not told.
    expect(codes(beside(told('other', future), 0), deploy)).toEqual(['NOTICE_RUNNING']);
    expect(codes(beside(told('one before', past)), deploy)).toEqual(['SWITCH_NOT_ANNOUNCED']);
    const stopped = [{ environmentId: 'production', versionId: 'other', serving: false }];
    expect(codes(beside({ champions: stopped }), deploy)).toEqual([]);
    expect(codes(beside(), { ...deploy, role: 'challenger' })).toEqual([]);
    const returning = beside({ wasChampionIn: ['production'] });
    expect(codes(returning, { type: 'rollback', environmentId: 'production' })).toEqual([]);
  });

  it('promotes outside production at the stage that the environment names', () => {
    const challenger = deployment('staging', { role: 'challenger' });
    const promote = { type: 'promote', environmentId: 'staging' } as const;
    expect(codes(version({ deployments: [challenger] }), promote)).toEqual([]);
    expect(codes(version({ deployments: [challenger], standing: 'blocked' }), promote)).toEqual(['BLOCKED']);
    expect(codes(version({ stage: 'deprecated' }), promote)).toEqual(['STAGE_WRONG']);
  });

  it('expedited asks for production, an incident and a signature', () => {
    const bare = { type: 'deploy-expedited', environmentId: 'production' } as const;
    expect(codes(version(), bare)).toEqual(['INCIDENT_MISSING', 'SIGNER_MISSING']);
    expect(codes(version(), { ...bare, incident: ' ', signerId: 'p', signerRoles: ['operator'] })).toEqual([
      'INCIDENT_MISSING',
      'SIGNER_MISSING',
    ]);
    expect(codes(version(), { ...bare, environmentId: 'staging' })).toEqual(['WRONG_ENVIRONMENT']);
    expect(codes(version(), { ...bare, environmentId: 'nowhere' })).toEqual(['ENVIRONMENT_UNKNOWN']);
  });

  it('resumes what is there, outside production at any stage', () => {
    const suspended = deployment('staging', { state: 'suspended' });
    const resume = { type: 'resume', deploymentId: 'in-staging' } as const;
    expect(codes(version({ deployments: [suspended] }), resume)).toEqual([]);
    expect(codes(version({ ...approved, deployments: [deployment('production')] }), resume)).toEqual([
      'NOT_DEPLOYED',
    ]);
  });
});

describe('requests', () => {
  it('for go-live name a production environment, where none holds yet', () => {
    const ask = (environmentId?: string): Command => ({ type: 'request', gate: 'goLive', environmentId });
    const state = version(approved);
    expect(codes(state, ask())).toEqual(['ENVIRONMENT_UNKNOWN']);
    expect(codes(state, ask('nowhere'))).toEqual(['ENVIRONMENT_UNKNOWN']);
    expect(codes(state, ask('staging'))).toEqual(['WRONG_ENVIRONMENT']);
    expect(codes(state, ask('production'))).toEqual(['GATE_SATISFIED']);
  });

  it('are rejected for a substance, at go-live for the environment', () => {
    const rejected = (gate: 'review' | 'goLive', environmentId: string | null, substance: string) => ({
      requests: [request(gate, 'closed', { id: 'x', environmentId, substance })],
      signOffs: [signOff('x', 'rex', 'reviewer', { decision: 'reject' })],
    });
    const ask = { type: 'request', gate: 'review' } as const;
    expect(codes(version(rejected('review', null, 's1')), ask)).toEqual(['GATE_REJECTED']);
    expect(codes(version(rejected('review', null, 's0')), ask)).toEqual([]);
    const { requests, signOffs } = rejected('review', null, 's1');
    const byAuthor = signOffs.map((made) => ({ ...made, state: 'void' as const }));
    expect(codes(version({ requests, signOffs: byAuthor }), ask)).toEqual([]);

    const goLive = { type: 'request', gate: 'goLive', environmentId: 'production' } as const;
    const at = (environmentId: string) =>
      version({ earned: 'approved', ...rejected('goLive', environmentId, 's1') });
    expect(codes(at('production'), goLive)).toEqual(['GATE_REJECTED']);
    expect(codes(at('branch'), goLive)).toEqual([]);
  });

  it('are withdrawn by those who may ask, while open', () => {
    expect(codes(open(), { type: 'withdraw-request', requestId: 'r' }, session('o', 'operator'))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codes(open(), { type: 'withdraw-request', requestId: 'none' }, session('d', 'developer'))).toEqual(
      ['REQUEST_NONE'],
    );
  });
});

describe('a lift', () => {
  it('is signed once by each', () => {
    const state = version({
      standing: 'blocked',
      liftSignatures: [{ personId: 'rita', role: 'reviewer' }],
    });
    expect(codes(state, { type: 'lift' }, session('rita', 'reviewer'))).toEqual(['ALREADY_SIGNED']);
    expect(codes(state, { type: 'lift' }, session('dora', 'developer'))).toEqual([]);
  });
});

describe('acts beside the road', () => {
  const told = (reasons: readonly { readonly code: string }[]) => reasons.map(({ code }) => code);

  it('a determination is not about oneself and not by an author', () => {
    const cleo = session('cleo', 'compliance');
    expect(told(whyNotDetermine({ authors: ['ada'] }, 'rita', cleo))).toEqual([]);
    expect(told(whyNotDetermine({ authors: ['ada'] }, 'cleo', cleo))).toEqual(['NOT_DISTINCT']);
    expect(told(whyNotDetermine({ authors: ['cleo'] }, 'rita', cleo))).toEqual(['AUTHOR']);
    expect(told(whyNotDetermine({ authors: [] }, 'rita', { ...cleo, via: 'service-token' }))[0]).toBe(
      'TOKEN_CANNOT_SIGN',
    );
  });

  it('as-found takes two people and a model without versions', () => {
    const boss = session('boss', 'administrator', 'compliance');
    const cleo = session('cleo', 'compliance');
    expect(told(whyNotImportAsFound(boss, cleo, 0))).toEqual([]);
    expect(told(whyNotImportAsFound(boss, boss, 0))).toEqual(['NOT_DISTINCT']);
    expect(told(whyNotImportAsFound(boss, cleo, 1))).toEqual(['STAGE_WRONG']);
    expect(told(whyNotImportAsFound(cleo, cleo, 0))).toEqual(['FORBIDDEN', 'NOT_DISTINCT']);
    expect(told(whyNotImportAsFound(boss, session('rita', 'reviewer'), 0))).toEqual(['FORBIDDEN']);
    expect(told(whyNotImportAsFound({ ...boss, via: 'service-token' }, cleo, 0))[0]).toBe(
      'TOKEN_CANNOT_SIGN',
    );
    expect(told(whyNotImportAsFound(boss, { ...cleo, via: 'service-token' }, 0))[0]).toBe(
      'TOKEN_CANNOT_SIGN',
    );
  });

  it('a tier is signed by a reviewer who did not propose it, and lowered by an approver', () => {
    const up = { proposerId: 'olga', from: 'low', to: 'high' } as const;
    const down = { proposerId: 'olga', from: 'high', to: 'low' } as const;
    expect(told(whyNotSignTier(up, session('rita', 'reviewer')))).toEqual([]);
    expect(told(whyNotSignTier({ ...up, from: null }, session('rita', 'reviewer')))).toEqual([]);
    expect(told(whyNotSignTier(up, session('olga', 'reviewer')))).toEqual(['NOT_DISTINCT']);
    expect(told(whyNotSignTier(down, session('rita', 'reviewer')))).toEqual(['FORBIDDEN']);
    expect(told(whyNotSignTier(down, session('paul', 'approver')))).toEqual([]);
    expect(told(whyNotSignTier(up, { ...session('rita', 'reviewer'), via: 'service-token' }))[0]).toBe(
      'TOKEN_CANNOT_SIGN',
    );
  });
});
