import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { ExportPack, PackExported, ReportRow, RequestReport } from '@countersign/contracts';
import type { Arguments } from '../arguments.ts';
import { CommandFailure, usageFailure } from '../command-failure.ts';
import type { Connection } from '../connection.ts';
import type { Printer } from '../printer.ts';
import { writeAside } from '../write-aside.ts';
import { readEntries, readReport } from './read-asked.ts';
import { waitForReport } from './wait-for-report.ts';

const formats = ['zip', 'pdf', 'csv', 'json'] as const;
type Format = (typeof formats)[number];

/** What was saved. */
interface Saved {
  readonly file: string;
  /** Hex SHA-256 of the file. */
  readonly digest: string;
  readonly bytes: number;
}

/**
 * Makes a report, waits for it, and saves one of its files, or an evidence pack of entries. The file is there whole or not at
 * all, and nothing that exists is written over. @throws CommandFailure
 */
export async function exportFile(
  connection: Connection,
  file: string,
  values: Arguments['values'],
  printer: Printer,
): Promise<void> {
  const format = formatOf(file);
  if (existsSync(file)) throw usageFailure(`${file} is there already; nothing is written over.`);
  if (values.entries !== undefined) {
    if (format !== 'zip') throw usageFailure('Entries alone are an evidence pack: FILE ends in .zip.');
    return exportEntries(connection, file, readEntries(values), printer);
  }
  const report = await makeReport(connection, readReport(values), printer);
  const known = report.files.find((one) => one.format === format)?.digest ?? null;
  const path = `/reports/${report.id}/${format === 'zip' ? 'pack' : `files/${format}`}`;
  const saved = await save(connection, { path, file, known }, printer);
  const { serial, about, entries, number } = report;
  printer.result({ ...saved, report }, () => [
    sumLine(saved),
    `Report ${serial} on ${about}: ${entries ?? 0} ${entries === 1 ? 'entry' : 'entries'}${number === null ? '' : `, recorded as entry ${number}`}`,
    ...howToVerify(format, file),
  ]);
}

function formatOf(file: string): Format {
  const ending = extname(file).slice(1).toLowerCase();
  const format = formats.find((one) => one === ending);
  if (!format) throw usageFailure('countersign export takes a FILE that ends in .zip, .pdf, .csv or .json.');
  return format;
}

/** As sha256sum prints it. */
const sumLine = ({ digest, file }: Saved): string => `${digest}  ${file}`;
const howToVerify = (format: Format, file: string): string[] =>
  format === 'zip' ? [`Verify it with: countersign verify ${file} --key KEY`] : [];

async function makeReport(
  connection: Connection,
  asked: RequestReport,
  printer: Printer,
): Promise<ReportRow> {
  const { id, serial } = await connection.json<{ id: string; serial: string }>({
    method: 'POST',
    path: '/reports',
    json: asked,
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  printer.progress(`Report ${serial} is asked for`);
  return waitForReport(connection, id, printer);
}

async function exportEntries(
  connection: Connection,
  file: string,
  entries: ExportPack['entries'],
  printer: Printer,
): Promise<void> {
  const { path, receipt } = await connection.json<PackExported>({
    method: 'POST',
    path: '/packs',
    json: { entries } satisfies ExportPack,
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  const saved = await save(
    connection,
    { path: path.replace(/^.*\/api\/v1/, ''), file, known: null },
    printer,
  );
  printer.result({ ...saved, receipt }, () => [
    sumLine(saved),
    ...(receipt.number === null ? [] : [`The export is recorded as entry ${receipt.number}`]),
    ...howToVerify('zip', file),
  ]);
}

/** @throws CommandFailure where it breaks off on the way, differs from the digest that the ledger has, or cannot be written */
async function save(
  connection: Connection,
  { path, file, known }: { readonly path: string; readonly file: string; readonly known: string | null },
  printer: Printer,
): Promise<Saved> {
  printer.progress(`Saving ${file}`);
  const reply = await connection.send({ method: 'GET', path });
  const hash = createHash('sha256');
  let bytes = 0;
  const content = (async function* () {
    if (!reply.body) return;
    for await (const piece of reply.body) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
    const digest = hash.copy().digest('hex');
    if (known !== null && digest !== known)
      throw new Error(`what came has the digest ${digest}, and the ledger has ${known}`);
  })();
  try {
    await writeAside(file, content);
  } catch (error) {
    throw new CommandFailure(2, `${file} was not saved: ${reasonOf(error)}`);
  }
  return { file, digest: hash.digest('hex'), bytes };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
