import { EntryDetail, EntryRow, ledgerEvents, Refusal } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, openScene, prepared, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { markVersion } from '../recall/mark-version.ts';
import { openExpedited } from '../request/open-expedited.ts';
import { grantRole } from '../role/grant-role.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { amendVersion } from '../version/amend-version.ts';
import { summarize } from './entry-summary.ts';
import { listEntries } from './list-entries.ts';
import { readEntry } from './read-entry.ts';

let scene: Scene;
let auditor: Context;
beforeAll(async () => {
  scene = await openScene('high');
  auditor = await scene.signer('Auditor', 'auditor');
});
afterAll(() => scene.house.close());

const summaries = async (version: string) =>
  (await listEntries(auditor, { model: scene.model, version })).items.map(({ summary }) => summary).reverse();

describe('the sentences of entries', () => {
  it('tell the life of a version to people', async () => {
    const told = await scene.another('told');
    const reviewer = await scene.signer('Told reviewer', 'reviewer');
    await decide(reviewer, await told.request('review'));
    await amendVersion(scene.developer, {
      ...told.address,
      expectedRevision: 1,
      releaseNotes: '# Other notes\n',
    });
    expect(await summaries('told')).toEqual([
      'Developer registered ridership-demand told.',
      'Evidence of ridership-demand told was recorded: golden-set-parity, pass.',
      'Evidence of ridership-demand told was recorded: robustness-run, pass.',
      'Owner asked for the review gate of ridership-demand told, revision 1.',
      'Told reviewer endorsed ridership-demand told, revision 1, at the review gate as reviewer.',
      'Developer amended the prose of ridership-demand told to revision 2.',
      'A sign-off by Told reviewer of ridership-demand told waits to be endorsed again because the prose was amended.',
    ]);
  });

  it('tell the expedited road from the go-live gate', async () => {
    const fix = await scene.another('told-fix');
    const operator = await scene.signer('Telling incident operator', 'operator');
    const reviewer = await scene.signer('Telling incident reviewer', 'reviewer');
    const asked = { ...fix.address, environment: 'production', incident: 'INC-9', comment: 'wrong units' };
    const { requestId } = await openExpedited(operator, asked);
    await decide(reviewer, requestId);
    const road = 'the expedited road for production (incident INC-9)';
    const told = await summaries('told-fix');
    expect(told).toContain(
      `Telling incident operator asked for ${road} of ridership-demand told-fix, revision 1.`,
    );
    expect(told).toContain(
      `Telling incident reviewer endorsed ridership-demand told-fix, revision 1, at ${road} as reviewer.`,
    );
  });

  it('name environments and replacements', async () => {
    const served = await scene.another('served');
    const operator = await scene.signer('Telling operator', 'operator');
    await walkToGoLive(served);
    await deployVersion(operator, { ...served.address, environment: 'production', role: 'champion' });
    await markVersion(operator, {
      ...served.address,
      standing: 'blocked',
      severity: 'high',
      reason: 'unit',
      replacement: scene.version,
    });
    const told = await summaries('served');
    expect(told).toContain('Telling operator deployed ridership-demand served as champion in production.');
    expect(told).toContain('Ridership-demand served moved from approved to deployed.');
    expect(told).toContain(
      `Telling operator marked ridership-demand served “do not use”, severity high, replaced by ridership-demand ${scene.version}.`,
    );
    expect(told).toContain(
      'Ridership-demand served was suspended in production because the version was marked “do not use”.',
    );
  });

  it('exist for every event, even where the entry says nothing', () => {
    for (const event of ledgerEvents) {
      const sentence = summarize(event, {
        actor: 'Somebody',
        subject: 'something',
        data: {},
        nameOf: () => null,
      });
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toMatch(/undefined|\[object|NaN/);
    }
  });
});

describe('the list of entries', () => {
  it('has the promised shape, and the newest first', async () => {
    const { items } = await listEntries(auditor, { limit: 200 });
    for (const item of items) expect(EntryRow.parse(item)).toEqual(item);
    const ids = items.map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });

  it('is paged without a gap or a repeat while entries arrive', async () => {
    const expected = (await listEntries(auditor, { limit: 200 })).items.map(({ id }) => id);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listEntries(auditor, { limit: 3, ...(after ? { after } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      if (seen.length === 6) await scene.house.model(`arrives-${seen.length}`);
      after = page.next ?? undefined;
    } while (after);
    expect(seen).toEqual(expected);
  });

  it('is filtered by a period and by who acted', async () => {
    const [newest] = (await listEntries(scene.owner, { limit: 1 })).items;
    const moment = newest!.at;
    const before = await listEntries(scene.owner, { to: moment, limit: 200 });
    expect(before.items.every(({ at }) => at < moment)).toBe(true);
    const since = await listEntries(scene.owner, { from: moment, limit: 200 });
    expect(since.items.some(({ id }) => id === newest!.id)).toBe(true);
    expect(since.items.every(({ at }) => at >= moment)).toBe(true);
    const { actor } = scene.developer;
    if (actor.kind !== 'person') throw new Error('a person');
    const theirs = await listEntries(scene.owner, { who: actor.email, limit: 200 });
    expect(theirs.items.length).toBeGreaterThan(0);
    expect(theirs.items.every(({ actor: found }) => found.id === actor.id)).toBe(true);
    expect((await listEntries(scene.owner, { who: 'nobody % at _ all' })).items).toEqual([]);
    await expect(listEntries(scene.owner, { from: 'yesterday' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });

  it('is filtered by model, event, actor and refusal', async () => {
    const own = await scene.another('refused');
    const administrator = await scene.signer('Ledger administrator', 'administrator');
    await grantRole(administrator, {
      personId: scene.developer.actor.id,
      role: 'reviewer',
      modelKey: scene.model,
    });
    const { openSession } = await import('../../test/signing-scene.ts');
    const author = await openSession(scene.developer);
    const requestId = await own.request('review');
    await expect(
      prepared(author, requestId, 'endorse').then((sign) => signOff(author, sign)),
    ).rejects.toThrow(Refusal);

    const refused = await listEntries(auditor, { refused: true });
    expect(refused.items).toMatchObject([
      {
        refused: true,
        event: 'command.refused',
        version: 'refused',
        step: null,
        actor: { name: 'Developer' },
        summary: 'Developer was refused: sign-endorse on ridership-demand refused (AUTHOR).',
      },
    ]);
    const granted = await listEntries(auditor, { event: 'role.granted', actorId: administrator.actor.id });
    expect(granted.items).toMatchObject([
      {
        subject: { kind: 'person', name: 'Developer' },
        model: scene.model,
        summary: 'Ledger administrator granted Developer the role reviewer on ridership-demand.',
      },
    ]);
    expect((await listEntries(auditor, { model: 'nowhere' })).items).toEqual([]);
    expect((await listEntries(auditor, { version: 'nowhere' })).items).toEqual([]);
    expect(
      (await listEntries(auditor, { refused: false, limit: 200 })).items.some((item) => item.refused),
    ).toBe(false);
  });

  it('refuses a cursor that it did not write', async () => {
    await expect(
      listEntries(auditor, { after: Buffer.from('["entries","1; DROP"]').toString('base64url') }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('one entry', () => {
  it('shows the bytes, their leaf hash, and the texts that it carries the digests of', async () => {
    const [signed] = (await listEntries(auditor, { event: 'version.signed-off' })).items;
    const detail = await readEntry(auditor, { id: signed!.id });
    expect(EntryDetail.parse(detail)).toEqual(detail);
    const leaf = sha256Hex(Buffer.concat([Buffer.from([0]), Buffer.from(detail.body)]));
    expect(detail.leafDigest).toBe(leaf);
    expect(detail.row).toEqual(signed);
    const record = detail.records.find(({ name }) => name === 'record');
    expect(JSON.parse(record?.text ?? '{}')).toMatchObject({ kind: 'sign-off', decision: 'endorse' });
    expect(detail.body).not.toContain('Read and weighed');
  });

  it('is found by its number too, and names its neighbours', async () => {
    const { items } = await listEntries(auditor, { limit: 200 });
    const numbers = items.flatMap(({ number }) => (number === null ? [] : [number])).sort((a, b) => a - b);
    const [first, second, third] = numbers;
    const detail = await readEntry(auditor, { number: second! });
    expect(detail.row).toEqual(items.find(({ number }) => number === second));
    expect(detail).toMatchObject({ previous: first, next: third });
    expect(await readEntry(auditor, { number: first! })).toMatchObject({ previous: null, next: second });
    expect(await readEntry(auditor, { number: numbers.at(-1)! })).toMatchObject({ next: null });
    await expect(readEntry(auditor, { number: 1_000_000 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that is not there is NOT_FOUND, whatever the id looks like', async () => {
    for (const id of ['999999999', '-1', 'x', '1; DROP', '9'.repeat(40)]) {
      await expect(readEntry(auditor, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});
