import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { RegisteredVersion, VersionPage } from '@countersign/contracts';
import { type Connection, part } from '../connection.ts';
import type { Printer } from '../printer.ts';
import { type ReadFolder, readFolder } from './read-folder.ts';

/** Registers the version that a folder holds. The same folder again changes nothing. */
export async function register(connection: Connection, folder: string, printer: Printer): Promise<void> {
  const read = await readFolder(folder);
  const { manifest } = read;
  const sent = await upload(connection, read, printer);
  const registered = await connection.json<RegisteredVersion>({
    method: 'POST',
    path: `/models/${part(manifest.model)}/versions`,
    json: manifest,
  });
  printer.result(registered, () => [
    registered.existed
      ? `${registered.model} ${registered.version} is registered already; nothing was changed`
      : `Registered ${registered.model} ${registered.version} as number ${registered.number}: ${read.fileOf.size} files, ${sent} of them sent`,
    registered.url,
  ]);
  if (printer.isJson) return;
  for (const { dataset, why } of registered.fittedOnAll) {
    printer.line(`Fitted on rows that it is measured on: ${dataset}, ${why}.`);
  }
  if (registered.missingFields.length > 0) {
    printer.line(`Required of the model and not filled in: ${registered.missingFields.join(', ')}.`);
  }
  await sayWhoCouldSign(connection, registered, printer);
}

/** Sends what the server does not have; returns how many files that were. */
async function upload(connection: Connection, { fileOf }: ReadFolder, printer: Printer): Promise<number> {
  let sent = 0;
  for (const [sha256, { path, size }] of fileOf) {
    const there = await connection.send({ method: 'HEAD', path: `/uploads/${sha256}`, expected: [404] });
    if (there.status !== 404) continue;
    printer.progress(`Sending ${path} (${size.toLocaleString('en')} bytes)`);
    await connection.send({
      method: 'PUT',
      path: `/uploads/${sha256}`,
      bytes: () => ({ stream: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, size }),
    });
    sent += 1;
  }
  return sent;
}

const gateNames: Readonly<Record<string, string>> = {
  review: 'review',
  approval: 'approval',
  goLive: 'go-live',
};

/** A token may have been made for registering alone: then this is left out. */
async function sayWhoCouldSign(
  connection: Connection,
  registered: RegisteredVersion,
  printer: Printer,
): Promise<void> {
  const path = `/models/${part(registered.model)}/versions/${part(registered.version)}`;
  const reply = await connection.send({ method: 'GET', path, expected: [403] });
  if (!reply.ok) return;
  const page = (await reply.json()) as VersionPage;
  for (const { gate, environment, couldSign, state } of page.gates) {
    if (state === 'satisfied') continue;
    const name = `${gateNames[gate] ?? gate}${environment ? ` in ${environment}` : ''}`;
    const people = couldSign.map((person) => person.name).join(', ');
    printer.line(`Could sign ${name}: ${people || 'nobody'}`);
  }
  for (const gate of registered.unsatisfiableGates) {
    printer.line(`With the people and roles of today nobody could satisfy ${gateNames[gate] ?? gate}.`);
  }
}
