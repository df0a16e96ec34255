import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';

/** A real mail server on this machine that keeps each mail as a file. */
export async function openMailServer(folder: string) {
  await mkdir(folder, { recursive: true });
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    onData(stream, _session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const file = path.join(folder, randomUUID());
        // Whoever looks sees whole mails alone.
        writeFile(`${file}.part`, Buffer.concat(parts))
          .then(() => rename(`${file}.part`, `${file}.eml`))
          .then(() => callback(), callback);
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    settings: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Countersign <countersign@bank.example>' },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  };
}

/** The mails to an address so far, without the breaks that the transport put into long lines. */
export async function mailsTo(folder: string, address: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
  const mails = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return mails
    .filter((mail) => mail.includes(`\r\nTo: ${address}\r\n`))
    .map((mail) => mail.replaceAll('=\r\n', ''));
}
