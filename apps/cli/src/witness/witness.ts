import { setTimeout as sleep } from 'node:timers/promises';
import { keyText, keyTypes, parseKey, type VerifierKey } from '@countersign/ledger';
import type { Arguments } from '../arguments.ts';
import { usageFailure } from '../command-failure.ts';
import { nodeCrypto } from '../pack/node-crypto.ts';
import type { Printer } from '../printer.ts';
import { followPortal, type Look } from './follow-portal.ts';
import { holdFolder } from './hold-folder.ts';
import { KeptLog } from './kept-log.ts';
import { PortalLedger } from './portal-ledger.ts';
import { serveStatus } from './serve-status.ts';
import { openWitnessKey, type WitnessKey } from './witness-key.ts';

interface Followed {
  readonly url: string;
  readonly key: VerifierKey;
}

const clock = () => new Date();

/** `countersign witness`. 0: everything was followed and cosigned; 1: a ledger was refused; 2: one could not be asked, or did not take the cosignature. */
export async function witness(
  operands: readonly string[],
  values: Arguments['values'],
  printer: Printer,
): Promise<0 | 1 | 2> {
  const folder = values.folder ?? 'countersign-witness';
  if (operands.length === 1 && operands[0] === 'key') {
    const { key } = await openWitnessKey(folder, values.name);
    printer.result({ key: keyText(key) }, () => [keyText(key)]);
    return 0;
  }
  const followed = readFollowed(operands);
  const everyMs = readSeconds(values.every ?? '60') * 1_000;
  const port = values.listen === undefined ? null : readPort(values.listen);
  const own = await openWitnessKey(folder, values.name);
  const release = await holdFolder(folder);
  try {
    const logs = new Map<Followed, KeptLog>();
    for (const one of followed) logs.set(one, await KeptLog.open(folder, one.key));
    printer.progress(`Witness ${keyText(own.key)}`);
    if (values.once) return await lookAtAll(logs, own, printer, undefined, () => {});
    return await goOn({ logs, own, printer, everyMs, port });
  } finally {
    await release();
  }
}

async function lookAtAll(
  logs: ReadonlyMap<Followed, KeptLog>,
  own: WitnessKey,
  printer: Printer,
  signal: AbortSignal | undefined,
  tell: (followed: Followed, look: Look, at: Date) => void,
): Promise<0 | 1 | 2> {
  const looks = await Promise.all(
    [...logs].map(async ([followed, log]) => {
      const look = await followPortal(new PortalLedger(followed.url, signal), log, own, clock);
      if (signal?.aborted) return look;
      const at = clock();
      report(printer, followed, look, at);
      tell(followed, look, at);
      return look;
    }),
  );
  if (looks.some(({ outcome }) => outcome === 'refused')) return 1;
  const isAllTaken = looks.every((look) => look.outcome === 'followed' && look.notTaken === null);
  return isAllTaken ? 0 : 2;
}

/** Until SIGTERM or SIGINT; what is being written is finished first. */
async function goOn(parts: {
  readonly logs: ReadonlyMap<Followed, KeptLog>;
  readonly own: WitnessKey;
  readonly printer: Printer;
  readonly everyMs: number;
  readonly port: number | null;
}): Promise<0 | 1> {
  const { logs, own, printer, everyMs, port } = parts;
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const looks = new Map<string, { readonly look: Look; readonly at: Date }>();
  const closeStatus =
    port === null ? async () => {} : await serveStatus(port, keyText(own.key), looks, printer);
  let worst: 0 | 1 = 0;
  try {
    while (!stopping.signal.aborted) {
      const code = await lookAtAll(logs, own, printer, stopping.signal, ({ url }, look, at) =>
        looks.set(url, { look, at }),
      );
      if (code === 1) worst = 1;
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  } finally {
    process.removeListener('SIGTERM', stop).removeListener('SIGINT', stop);
    await closeStatus();
  }
  return worst;
}

/** One line a look: a refusal on standard error whatever else is silenced. */
function report(printer: Printer, { url, key }: Followed, look: Look, at: Date): void {
  const line = { at: at.toISOString(), ledger: key.name, url, ...look };
  if (printer.isJson) printer.line(JSON.stringify(line));
  const say = (text: string) => printer.progress(`${line.at} ${key.name}: ${text}`);
  if (look.outcome === 'refused')
    say(`REFUSED (${look.problem}). ${look.sentence} Evidence: ${look.evidence}`);
  else if (look.outcome === 'unreachable') say(`not reached: ${look.sentence}`);
  else {
    if (!printer.isJson)
      printer.line(
        `${line.at} ${key.name}: ${look.size} entries, ${look.grewBy} of them new, consistent, cosigned`,
      );
    if (look.notTaken) say(`the portal did not take the cosignature: ${look.notTaken}`);
  }
}

function readFollowed(operands: readonly string[]): Followed[] {
  if (operands.length === 0 || operands.length % 2 === 1)
    throw usageFailure('countersign witness takes pairs of a portal’s URL and its ledger’s verifier key.');
  const followed: Followed[] = [];
  for (let at = 0; at < operands.length; at += 2) {
    const [url, text] = [operands[at]!, operands[at + 1]!];
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw usageFailure(`${url} is not an address.`);
    const { origin, pathname } = new URL(url);
    followed.push({ url: origin + pathname.replace(/\/+$/, ''), key: readKey(text) });
  }
  const names = followed.map(({ key }) => key.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw usageFailure(`${twice} is named twice.`);
  return followed;
}

function readKey(text: string): VerifierKey {
  try {
    const key = parseKey(text, nodeCrypto.sha256);
    if (key.type !== keyTypes.note) throw new SyntaxError('it is the key of a witness, not of a ledger');
    return key;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw usageFailure(`${text} is not a ledger’s verifier key: ${error.message}.`);
    throw error;
  }
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400)
    throw usageFailure('--every takes whole seconds, from 1 to 86400.');
  return seconds;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw usageFailure('--listen takes a port.');
  return port;
}
