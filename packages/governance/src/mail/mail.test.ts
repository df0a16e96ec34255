import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailServer } from '../../test/mail-server.ts';
import { partOf } from '../../test/mail-text.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { sweepOperational } from '../sweep-operational.ts';
import { drainJobs, startWorker } from '../worker.ts';
import { writeOperational } from '../write-operational.ts';
import { listMails } from './list-mails.ts';
import { resendMail } from './resend-mail.ts';
import { type Mail, sendMail } from './send-mail.ts';
import { sendTestMail } from './send-test-mail.ts';

let house: TestHouse;
let server: Awaited<ReturnType<typeof openMailServer>>;
let administrator: Context;
let withMail: TestHouse;

const checkpoint =
  'models.example.org/ledger\n12\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— models.example.org/ledger Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';
const mail: Mail = {
  kind: 'test',
  to: 'auditor@bank.example',
  subject: 'Checkpoint of 12 entries',
  parts: [
    'Keep this & <b>compare</b> it.',
    { code: checkpoint },
    { label: 'Open it', link: 'http://localhost/audit' },
  ],
};
const send = (by: TestHouse, given: Partial<Mail> = {}) =>
  writeOperational(by, (tx) => sendMail(by, tx, { ...mail, ...given }));
const list = async () => (await listMails(administrator, {})).items;
/** The queue's pause before the next attempt is over, once it has let go of the one before. */
const later = async () => {
  await expect
    .poll(
      async () =>
        (await house.pool.query('SELECT FROM graphile_worker.jobs WHERE locked_at IS NOT NULL')).rowCount,
    )
    .toBe(0);
  await house.pool.query("UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 second'");
};
beforeAll(async () => {
  [house, server] = await Promise.all([openHouse(), openMailServer()]);
  withMail = { ...house, mailer: server.mailer() };
  administrator = { ...(await house.person('Ada', 'administrator')), mailer: server.mailer() };
});
afterAll(async () => {
  await server.close();
  await house.close();
});
beforeEach(() => {
  server.received.length = 0;
  server.refuse(null);
});

describe('mail', () => {
  it('leaves as plain text and as HTML, to the one address, whatever is written kept to the letter', async () => {
    const id = await send(withMail);
    await drainJobs(withMail);
    const [{ raw, from, to }] = server.received as [(typeof server.received)[number]];
    expect([from, to]).toEqual(['countersign@bank.example', ['auditor@bank.example']]);
    expect(raw).toContain('Subject: Checkpoint of 12 entries\r\n');
    expect(raw).toContain(`Message-ID: <${id}@localhost>\r\n`);
    expect(raw).toContain('Auto-Submitted: auto-generated\r\n');
    const text = partOf(raw, 'text/plain').replaceAll('\r\n', '\n');
    expect(text).toContain('Keep this & <b>compare</b> it.');
    expect(text).toContain(checkpoint);
    const html = partOf(raw, 'text/html');
    expect(html).toContain('Keep this &amp; &lt;b&gt;compare&lt;/b&gt; it.');
    expect(html).not.toMatch(/<b>|<img|https:/);
    expect((await list())[0]).toMatchObject({ id, state: 'sent', attempts: 1, problem: null });
  });

  it('goes with the change that it tells of, or not at all', async () => {
    const gone = writeOperational(withMail, async (tx) => {
      await sendMail(withMail, tx, { ...mail, subject: 'never' });
      throw new Error('undone');
    });
    await expect(gone).rejects.toThrow('undone');
    await drainJobs(withMail);
    expect(server.received).toEqual([]);
    expect((await list()).map(({ subject }) => subject)).not.toContain('never');
  });

  it('keeps nothing where no mail server is configured', async () => {
    const before = (await list()).length;
    expect(await send(house)).toBeNull();
    expect(await list()).toHaveLength(before);
  });

  it.each([
    'a@b.example, c@d.example',
    'a@b.example\r\nBcc: c@d.example',
    'Ann <a@b.example>',
    '"a b"@c.example',
    'a@b.example (c)',
    'nobody',
    '',
  ])('goes to one address and to nothing that could be read as more: %j', async (to) => {
    await expect(send(withMail, { to })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('holds up no other job while the mail server does not answer', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const mute = { ...house, mailer: { from: 'c@bank.example', send: () => answered } };
    for (let mails = 0; mails < 5; mails += 1) await send(mute, { kind: 'subscription' });
    const worker = await startWorker(mute);
    await house.pool.query("SELECT graphile_worker.add_job('operational.sweep')");
    const left = async () =>
      (await house.pool.query('SELECT task_identifier AS task FROM graphile_worker.jobs')).rows.map(
        ({ task }) => task,
      );
    await expect.poll(left).not.toContain('operational.sweep');
    expect(await left()).toContain('mail.deliver');
    answer();
    await expect.poll(left, { timeout: 10_000 }).not.toContain('mail.deliver');
    await worker.stop();
  });

  it('has a subject of one line, whatever name is in it', async () => {
    await send(withMail, { subject: 'Model “x”\r\nBcc: evil@example.org\r\n\r\nbody\u2028\u202e' });
    await drainJobs(withMail);
    const [{ raw, to }] = server.received as [(typeof server.received)[number]];
    expect(to).toEqual(['auditor@bank.example']);
    expect(raw).not.toMatch(/^Bcc:/im);
  });

  it('is tried again while the server is away or asks for it, and believed where it says no', async () => {
    const id = await send(withMail);
    for (const code of [451, 421]) {
      server.refuse(code);
      await drainJobs(withMail);
      expect((await list())[0]).toMatchObject({
        id,
        state: 'waiting',
        problem: expect.stringContaining('not now'),
      });
      await later();
    }
    const away = { ...house, mailer: server.mailer({ port: 1 }) };
    await drainJobs(away);
    await later();
    server.refuse(null);
    await drainJobs(withMail);
    expect((await list())[0]).toMatchObject({ id, state: 'sent', attempts: 4 });
    expect(server.received).toHaveLength(1);
    server.refuse(550);
    const refused = await send(withMail);
    await drainJobs(withMail);
    await later();
    await drainJobs(withMail);
    expect((await list())[0]).toMatchObject({ id: refused, state: 'failed', attempts: 1 });
  });

  it('is not sent in the open where the server’s encryption cannot be trusted', async () => {
    const upgrade = { ...house, mailer: server.mailer({ tls: 'upgrade' }) };
    await send(upgrade);
    await drainJobs(upgrade);
    expect(server.received).toEqual([]);
    expect((await list())[0]).toMatchObject({
      state: 'waiting',
      problem: expect.stringMatching(/certificate/i),
    });
  });

  it('is listed and sent again by an administrator alone, as long as its text is kept', async () => {
    const compliance = await house.person('Carla', 'compliance');
    await expect(listMails(compliance, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const [first] = (await listMails(administrator, { state: 'failed' })).items;
    const again = { mailId: first!.id };
    await expect(resendMail(compliance, again)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(resendMail({ ...administrator, mailer: undefined! }, again)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await resendMail(administrator, again);
    await drainJobs(withMail);
    expect(server.received).toHaveLength(1);
    const aMonth = { ...withMail, clock: () => new Date(Date.now() + 31 * 86_400_000) };
    await sweepOperational(aMonth);
    await expect(resendMail(administrator, again)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await list()).filter(({ kept }) => kept).map(({ state }) => state)).toEqual(['waiting']);
  });

  it('is tried by an administrator, to one address, with the mail server’s own words beside it', async () => {
    const compliance = await house.person('Cora', 'compliance');
    const { mailer: _, ...without } = administrator;
    await expect(
      sendTestMail({ ...compliance, mailer: server.mailer() }, { to: 'a@b.example' }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(sendTestMail(without, { to: 'a@b.example' })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/SMTP_URL.*MAIL_FROM/),
    });
    await expect(sendTestMail(administrator, { to: 'a@b.example\nBcc: c@d.example' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    server.refuse(550);
    const { mailId } = await sendTestMail(administrator, { to: 'a@b.example' });
    await drainJobs(withMail);
    expect((await list())[0]).toMatchObject({
      id: mailId,
      kind: 'test',
      state: 'failed',
      problem: expect.stringContaining('550'),
    });
    server.refuse(null);
    await sendTestMail(administrator, { to: 'a@b.example' });
    await drainJobs(withMail);
    expect(server.received.map(({ to }) => to)).toEqual([['a@b.example']]);
  });

  it('carries files by their digest', async () => {
    const { digest } = await house.blobs.put(Buffer.from('PDF'), { maxBytes: 10 });
    await send(withMail, { attachments: [{ fileName: 'report.pdf', digest }] });
    await send(withMail, { attachments: [{ fileName: 'gone.pdf', digest: '0'.repeat(64) }] });
    await drainJobs(withMail);
    expect(server.received).toHaveLength(1);
    expect(server.received[0]!.raw).toContain('filename=report.pdf');
    expect(server.received[0]!.raw).toContain(Buffer.from('PDF').toString('base64'));
    expect((await list())[0]).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('gone.pdf'),
    });
  });
});
