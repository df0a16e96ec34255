import { Refusal } from '@countersign/contracts';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { comparedState } from '../../test/compared-state.ts';
import { decide, openScene, type Scene, signLift, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { endDelegation } from '../delegation/end-delegation.ts';
import { makeDelegation } from '../delegation/make-delegation.ts';
import { deployExpedited } from '../deployment/deploy-expedited.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { lapseExpedited } from '../deployment/lapse-expedited.ts';
import { promoteVersion } from '../deployment/promote-version.ts';
import { resumeDeployment } from '../deployment/resume-deployment.ts';
import { rollbackTo } from '../deployment/rollback-to.ts';
import { stopVersion } from '../deployment/stop-version.ts';
import { closeAccount } from '../person/close-account.ts';
import { markVersion } from '../recall/mark-version.ts';
import { openExpedited } from '../request/open-expedited.ts';
import { withdrawRequest } from '../request/withdraw-request.ts';
import { expireRoles } from '../role/expire-roles.ts';
import { grantRole } from '../role/grant-role.ts';
import { revokeRole } from '../role/revoke-role.ts';
import { withdrawSignOff } from '../sign-off/withdraw-sign-off.ts';
import { amendVersion } from '../version/amend-version.ts';
import { deprecateVersion } from '../version/deprecate-version.ts';
import { compareState } from './compare-state.ts';

let scene: Scene;
let administrator: Context;
let operator: Context;
beforeAll(async () => {
  scene = await openScene('low');
  administrator = await scene.signer('Ada Administrator', 'administrator');
  operator = await scene.signer('Otto Operator', 'operator');
});
afterAll(() => scene.house.close());

const production = { environment: 'production' } as const;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** What somebody may try with a version; most of it is refused most of the time. */
const acts = {
  request: async (version: Scene, pick: number) => {
    await version.request((['review', 'approval', 'goLive'] as const)[pick % 3]!);
  },
  decide: async (version: Scene, pick: number, people: readonly Context[]) => {
    const decision = (['endorse', 'endorse', 'endorse', 'request-changes', 'reject'] as const)[pick % 5]!;
    await decide(
      people[pick % people.length]!,
      await oneOf(version, 'request', "state = 'open'", pick),
      decision,
    );
  },
  goOn: async (version: Scene) => {
    await walkToGoLive(version);
  },
  withdrawSignOff: async (version: Scene, pick: number, people: readonly Context[]) => {
    const signOffId = await oneOf(version, 'sign_off', "state = 'current'", pick);
    for (const person of people) await codeOf(withdrawSignOff(person, { signOffId, comment: 'read again' }));
  },
  withdrawRequest: async (version: Scene, pick: number) => {
    const requestId = await oneOf(version, 'request', "state = 'open'", pick);
    await withdrawRequest(version.owner, { requestId, comment: 'later' });
  },
  amendProse: async (version: Scene, pick: number) => {
    await amendVersion(version.developer, {
      ...version.address,
      expectedRevision: 1 + (pick % 3),
      releaseNotes: `Notes ${pick}`,
    });
  },
  amendSubstance: async (version: Scene, pick: number) => {
    await amendVersion(version.developer, {
      ...version.address,
      expectedRevision: 1 + (pick % 3),
      metrics: [{ name: 'roc_auc', value: pick, split: 'validation' }],
    });
  },
  evidence: (version: Scene, pick: number) =>
    version.evidence('golden-set-parity', pick % 4 === 0 ? 'fail' : 'pass'),
  deploy: async (version: Scene, pick: number) => {
    const role = (['champion', 'champion', 'challenger', 'shadow'] as const)[pick % 4]!;
    const environment = pick % 5 === 0 ? 'staging' : 'production';
    await deployVersion(operator, { ...version.address, environment, role });
  },
  promote: (version: Scene) => promoteVersion(operator, { ...version.address, ...production }),
  stop: (version: Scene) => stopVersion(operator, { ...version.address, ...production }),
  rollback: (version: Scene) => rollbackTo(operator, { ...version.address, ...production }),
  mark: (version: Scene, pick: number) =>
    markVersion(version.developer, {
      ...version.address,
      standing: pick % 2 === 0 ? 'blocked' : 'advisory',
      severity: 'high',
      reason: 'wrong unit',
    }),
  lift: async (version: Scene, pick: number, people: readonly Context[]) => {
    const recall = await oneOf(version, 'recall', 'lifted_at IS NULL', pick);
    for (const person of people.slice(0, 2)) await signLift(person, version.address, 'right again', recall);
    const deploymentId = await oneOf(version, 'deployment', "state = 'suspended'", pick);
    await resumeDeployment(operator, { deploymentId });
  },
  deprecate: async (version: Scene, pick: number) => {
    if (pick % 6 === 0)
      await deprecateVersion(version.owner, { ...version.address, reason: 'retired', comment: '' });
  },
  expedite: async (version: Scene, _pick: number, people: readonly Context[]) => {
    const incident = { incident: 'INC-7' };
    const { requestId } = await openExpedited(operator, {
      ...version.address,
      ...production,
      ...incident,
      comment: 'now',
    });
    const { signOffId } = await decide(people[0]!, requestId);
    await deployExpedited(operator, { ...version.address, ...production, ...incident, signOffId });
  },
  lapse: async (version: Scene) => {
    await lapseExpedited({ ...version.house, clock: () => new Date(Date.now() + 73 * 3_600_000) });
  },
} satisfies {
  [name: string]: (version: Scene, pick: number, people: readonly Context[]) => Promise<unknown>;
};
type Act = keyof typeof acts;

async function oneOf(version: Scene, table: string, which: string, pick: number): Promise<string> {
  const { rows } = await version.house.pool.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE version_id = $1 AND ${which} ORDER BY id`,
    [version.versionId],
  );
  const row = rows[pick % (rows.length || 1)];
  if (!row) throw new Refusal('NOT_FOUND', 'There is none.');
  return row.id;
}

describe('the state that entries tell', () => {
  it('is that of the tables after any history of versions', async () => {
    const people = [
      await scene.signer('Rita Reviewer', 'reviewer', 'approver'),
      await scene.signer('Abel Approver', 'approver', 'reviewer'),
      operator,
    ];
    const done = new Set<Act>();
    let count = 0;
    const names = Object.keys(acts) as Act[];
    const act = fc.constantFrom(
      ...names,
      'goOn' as const,
      'goOn' as const,
      'deploy' as const,
      'deploy' as const,
    );
    const step = fc.tuple(act, fc.nat(1), fc.nat(99));
    // However little chance lets through, this much of the road is walked.
    const aWholeLife: [Act, number, number][] = [
      ['request', 0, 0],
      ['withdrawRequest', 0, 0],
      ['goOn', 0, 0],
      ['deploy', 0, 4],
      ['evidence', 0, 1],
      ['stop', 0, 0],
      ['mark', 0, 0],
      ['deprecate', 0, 0],
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
        count += 1;
        const versions = [await scene.another(`3.${count}.0`), await scene.another(`3.${count}.1`)];
        for (const [act, which, pick] of steps) {
          const code = await codeOf(acts[act](versions[which]!, pick, people));
          if (code === 'allowed') done.add(act);
        }
        const { differs, differences, untold } = await comparedState(scene.house);
        expect({ differs, differences, untold }).toEqual({ differs: 0, differences: [], untold: 0 });
      }),
      { numRuns: 3, endOnFailure: true, examples: [[aWholeLife]] },
    );
    expect(done.size).toBeGreaterThan(5);
  });

  it('is that of the tables after roles came and went, for deputies too', async () => {
    const absent = await scene.signer('Abe Absent', 'reviewer');
    const deputy = await scene.signer('Dora Deputy', 'reviewer');
    const away = (roles: readonly ('reviewer' | 'approver')[]) =>
      makeDelegation(absent, {
        personId: absent.actor.id,
        deputyId: deputy.actor.id,
        from: inDays(-1),
        until: inDays(9),
        roles: roles.map((role) => ({ role })),
      });
    await away(['reviewer']);
    await grantRole(administrator, { personId: absent.actor.id, role: 'reviewer', endsAt: inDays(2) });
    await grantRole(administrator, { personId: absent.actor.id, role: 'approver' });
    const { delegationId } = await away(['approver']);
    await endDelegation(deputy, { delegationId });
    expect((await comparedState(scene.house)).differences).toEqual([]);
    await revokeRole(administrator, { personId: absent.actor.id, role: 'reviewer' });
    await expireRoles({ ...scene.house, clock: () => new Date(Date.now() + 20 * 86_400_000) });
    await away(['approver']);
    await closeAccount(administrator, { personId: absent.actor.id });
    expect((await comparedState(scene.house)).differences).toEqual([]);
  });

  it('is read by whoever answers for the whole ledger, and by nobody else', async () => {
    for (const role of ['compliance', 'administrator'] as const) {
      const reader = await scene.signer(`Whole ${role}`, role);
      expect((await comparedState(scene.house, reader.actor)).differs).toBe(0);
    }
    const reviewer = await scene.signer('Rob Reviewer', 'reviewer');
    const auditor = await scene.signer('Part Auditor');
    await grantRole(administrator, {
      personId: auditor.actor.id,
      role: 'auditor',
      endsAt: inDays(9),
      periodFrom: inDays(-9),
    });
    for (const ctx of [reviewer, auditor]) expect(await codeOf(compareState(ctx))).toBe('FORBIDDEN');
    const first = await compareState(administrator);
    expect(await codeOf(compareState(administrator))).toBe('CONFLICT');
    await first.return(undefined);
    expect(await codeOf(compareState(administrator).then((lines) => lines.return(undefined)))).toBe(
      'allowed',
    );
  });
});

const planted = [
  'version',
  'sign_off',
  'request',
  'deployment',
  'role_assignment',
  'person',
  'policy',
  'model',
  'environment',
  'ledger_entry',
];

it('names every difference that somebody planted, on whichever side', async () => {
  const version = await scene.another('4.0.0');
  const { approver } = await walkToGoLive(version);
  await deployVersion(operator, { ...version.address, ...production, role: 'champion' });
  const holder = await scene.signer('Hal Holder', 'compliance');
  const before = await comparedState(scene.house);
  expect(before.differences).toEqual([]);

  const owner = new pg.Client({ connectionString: scene.house.database.ownerUrl });
  await owner.connect();
  const plant = (sql: string, ...values: unknown[]) => owner.query(sql, values);
  const entry = await plant(
    "SELECT n.number, n.entry_id FROM ledger_entry e JOIN ledger_number n ON n.entry_id = e.id WHERE e.version_id = $1 AND e.event = 'version.goal-fixed'",
    version.versionId,
  );
  const { number, entry_id: entryId } = entry.rows[0] as { number: string; entry_id: string };
  try {
    await plant('BEGIN');
    for (const table of planted) await plant(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    const id = version.versionId;
    await plant("UPDATE version SET stage = 'approved', standing = 'advisory' WHERE id = $1", id);
    await plant(
      "UPDATE sign_off SET state = 'void' WHERE version_id = $1 AND person_id = $2",
      id,
      approver.actor.id,
    );
    await plant(
      "UPDATE request SET policy_number = policy_number + 1 WHERE version_id = $1 AND gate = 'review'",
      id,
    );
    await plant("UPDATE deployment SET role = 'shadow' WHERE version_id = $1", id);
    await plant("DELETE FROM role_assignment WHERE person_id = $1 AND role = 'compliance'", holder.actor.id);
    await plant(
      `INSERT INTO role_assignment (id, person_id, role, granted_at) VALUES (gen_random_uuid(), $1, 'administrator', now())`,
      approver.actor.id,
    );
    await plant('UPDATE person SET active = false WHERE id = $1', holder.actor.id);
    await plant(
      `UPDATE policy SET body = jsonb_set(body, '{validityDays}', '9999') WHERE key = 'built-in-low'`,
    );
    await plant("UPDATE model SET tier = 'high' WHERE key = $1", version.model);
    await plant('UPDATE environment SET production = true WHERE key = $1', 'staging');
    await plant(
      'UPDATE ledger_entry SET body = replace(body, \'"uses":1\', \'"uses":7\') WHERE id = $1',
      entryId,
    );
    await plant('COMMIT');

    const { differences, differs } = await comparedState(scene.house);
    const named = differences.map(({ what, name, field, entries, tables }) => [
      what,
      name,
      field,
      entries,
      tables,
    ]);
    const of = 'ridership-demand 4.0.0';
    const bodies = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(named).toEqual(
      expect.arrayContaining([
        ['version', of, 'stage', 'deployed', 'approved'],
        ['version', of, 'standing', 'usable', 'advisory'],
        ['sign-off', of, 'state', 'current', 'void'],
        ['request', of, 'policy', 'built-in-low 1', 'built-in-low 2'],
        ['deployment', of, 'role', 'champion', 'shadow'],
        ['role', 'compliance of Hal Holder, every model', 'there', 'there', null],
        ['role', expect.stringMatching(/^administrator of Approver/), 'there', null, 'there'],
        ['person', 'Hal Holder', 'active', 'true', 'false'],
        ['policy', 'built-in-low', 'body', bodies, bodies],
        ['model', 'ridership-demand', 'tier', 'low', 'high'],
        ['environment', 'staging', 'production', 'false', 'true'],
        ['entry', '', 'leaf', bodies, bodies],
        ['ledger', '', 'root', bodies, bodies],
      ]),
    );
    expect(named).toHaveLength(13);
    expect(differs).toBe(13);
    expect(differences.find(({ what }) => what === 'entry')!.number).toBe(Number(number));
  } finally {
    await owner.end();
  }
});
