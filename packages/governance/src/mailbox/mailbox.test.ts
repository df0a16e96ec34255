import { isBy, parseKey, parseNote, readSeen } from '@countersign/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailServer } from '../../test/mail-server.ts';
import { mailText, partOf } from '../../test/mail-text.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { latestCheckpoint } from '../ledger/find-checkpoint.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import { rotateLedgerKey } from '../ledger/rotate-ledger-key.ts';
import { listMails } from '../mail/list-mails.ts';
import { drainJobs } from '../worker.ts';
import { confirmMailbox, openMailboxLink } from './confirm-mailbox.ts';
import { listMailboxes } from './list-mailboxes.ts';
import { mailCheckpoints } from './mail-checkpoints.ts';
import { offerMailboxLink } from './offer-mailbox-link.ts';
import { registerMailbox } from './register-mailbox.ts';
import { removeMailbox } from './remove-mailbox.ts';

let house: TestHouse;
let server: Awaited<ReturnType<typeof openMailServer>>;
let administrator: Context;
let compliance: Context;
/** The house with a mail server, on a day after today. */
const on = (days: number): TestHouse => ({
  ...house,
  mailer: server.mailer(),
  clock: () => new Date(Date.now() + days * 86_400_000),
});
const address = 'Audit@Bank.example';
const register = (by: Context, to = address) =>
  registerMailbox(by, { address: to, comment: 'our auditors, at their own provider' });
const drain = () => drainJobs(on(0));
const subjects = () => server.received.map(({ raw }) => /^Subject: (.*)$/m.exec(raw)![1]!.trim());
const secretIn = (raw: string) => /confirm-mailbox#(\S+)/.exec(mailText(raw))![1]!;
const refusedWith = (code: string) => ({ code });

beforeAll(async () => {
  [house, server] = await Promise.all([openHouse(), openMailServer()]);
  administrator = { ...(await house.person('Ada', 'administrator')), mailer: server.mailer() };
  compliance = { ...(await house.person('Carla', 'compliance')), mailer: server.mailer() };
});
afterAll(async () => {
  await server.close();
  await house.close();
});
beforeEach(() => {
  server.received.length = 0;
});

describe('mailboxes that checkpoints leave to', () => {
  it('are registered by administrators and compliance officers, one address at a time', async () => {
    const { mailer: _, ...without } = administrator;
    await expect(register(without)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('SMTP_URL'),
    });
    const owner = { ...(await house.person('Otto', 'owner')), mailer: server.mailer() };
    await expect(register(owner)).rejects.toMatchObject(refusedWith('FORBIDDEN'));
    await expect(listMailboxes(owner)).rejects.toMatchObject(refusedWith('FORBIDDEN'));
    await expect(register(administrator, 'a@b.example\r\nBcc: c@d.example')).rejects.toMatchObject(
      refusedWith('BAD_INPUT'),
    );
    const attempts = await Promise.allSettled([register(compliance), register(administrator)]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(register(compliance, address.toLowerCase())).rejects.toMatchObject(refusedWith('CONFLICT'));
    const { rows } = await house.pool.query<{ body: string }>(
      "SELECT body FROM ledger_entry WHERE event = 'mailbox.registered'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.body).not.toMatch(/bank/i);
    expect(Object.keys(JSON.parse(rows[0]!.body).digests).sort()).toEqual(['address', 'comment']);
  });

  it('get nothing but a link until whoever reads them confirms', async () => {
    await mailCheckpoints(on(1));
    await drain();
    expect(subjects()).toEqual(['Confirm that checkpoints may be sent here']);
    const [mailbox] = (await listMailboxes(compliance)).mailboxes;
    expect(mailbox).toMatchObject({ address, confirmedAt: null, sent: null });
    const old = secretIn(server.received[0]!.raw);
    await offerMailboxLink(compliance, { mailboxId: mailbox!.id });
    await drain();
    const secret = secretIn(server.received[1]!.raw);
    await expect(openMailboxLink(house, { secret: old })).rejects.toMatchObject(refusedWith('LINK_INVALID'));
    await expect(openMailboxLink(on(4), { secret })).rejects.toMatchObject(refusedWith('LINK_INVALID'));
    expect(await openMailboxLink(house, { secret })).toMatchObject({ address });
    const stored = await house.pool.query<{ found: number }>(
      'SELECT count(*)::int AS found FROM mail WHERE body::text LIKE $1',
      [`%${secret}%`],
    );
    expect(stored.rows[0]!.found).toBe(0);
    const confirmed = await Promise.allSettled([
      confirmMailbox(house, { secret }),
      confirmMailbox(house, { secret }),
    ]);
    expect(confirmed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(offerMailboxLink(compliance, { mailboxId: mailbox!.id })).rejects.toMatchObject(
      refusedWith('CONFLICT'),
    );
  });

  it('get the newest checkpoint at once, then once a day, however many servers look and however often', async () => {
    await drain();
    expect(subjects()).toEqual([expect.stringMatching(/^Checkpoint of \d{4}-\d\d-\d\d: \d+ entries, /)]);
    const text = mailText(server.received[0]!.raw);
    const note = /(localhost:4600\/ledger\n\d+\n[\s\S]+?\n\n(?:— .*\n)+)/.exec(text)![1]!;
    expect(readSeen(note).size).toBeLessThanOrEqual((await latestCheckpoint(house))!.size);
    expect(text).toContain(`--checkpoint checkpoint-${readSeen(note).size}.txt`);
    expect(server.received[0]!.raw).toContain(`filename=checkpoint-${readSeen(note).size}.txt`);
    await Promise.all([0, 1, 1, 1, 0].map((day) => mailCheckpoints(on(day))));
    await mailCheckpoints(on(1));
    await drain();
    expect(server.received).toHaveLength(2);
    // A clock that was put back sends nothing twice, and days on which nothing ran are not made up.
    await mailCheckpoints(on(0));
    await mailCheckpoints(on(9));
    await drain();
    expect(server.received).toHaveLength(3);
    expect((await listMailboxes(compliance)).mailboxes[0]).toMatchObject({
      sent: { size: expect.any(Number) },
    });
  });

  it('hear of a new key once, with the checkpoint that both keys signed', async () => {
    const { verifier } = await rotateLedgerKey(administrator, { comment: 'yearly' });
    await Promise.all([mailCheckpoints(on(9)), mailCheckpoints(on(9))]);
    await mailCheckpoints(on(9));
    await drain();
    expect(subjects()).toEqual([expect.stringMatching(/^Key of the ledger replaced; checkpoint of/)]);
    const { raw } = server.received[0]!;
    expect(mailText(raw)).toContain(verifier);
    const handover = parseNote(partOf(raw, 'handover-'));
    expect(handover.signatures).toHaveLength(2);
    expect(handover.signatures.some((line) => isBy(line, parseKey(verifier, ledgerSha256)))).toBe(true);
  });

  it('get nothing more once they are removed, not even what waits', async () => {
    const [mailbox] = (await listMailboxes(compliance)).mailboxes;
    await mailCheckpoints(on(10));
    const owner = await house.person('Olga', 'owner');
    const removal = { mailboxId: mailbox!.id, comment: 'they left' };
    await expect(removeMailbox(owner, removal)).rejects.toMatchObject(refusedWith('FORBIDDEN'));
    await removeMailbox(administrator, removal);
    await mailCheckpoints(on(11));
    await drain();
    expect(server.received).toEqual([]);
    expect((await listMails(administrator, { state: 'dropped' })).items[0]).toMatchObject({
      problem: 'The mailbox was removed.',
    });
    expect((await listMailboxes(compliance)).mailboxes).toEqual([]);
    await expect(removeMailbox(administrator, removal)).rejects.toMatchObject(refusedWith('CONFLICT'));
    await register(compliance);
  });
});
