import {
  type Given,
  noteText,
  openZip,
  parseKey,
  parseProofFile,
  type VerifierKey,
  verifyLedger,
  verifyPack,
} from '@countersign/ledger';
import { browserCrypto } from './browser-crypto.ts';
import { servedLedger } from './served-ledger.ts';
import type { VerifyMessage, VerifyTask } from './verify-task.ts';

const post = (message: VerifyMessage) => self.postMessage(message);

/** At most some forty messages a second, however small the steps are. */
const apartMs = 25;
let told = 0;
const tell = (done: number, of: number) => {
  const now = Date.now();
  if (now - told < apartMs && done < of) return;
  told = now;
  post({ kind: 'progress', done, of });
};

const keysIn = (lines: readonly string[], whose: string): VerifierKey[] =>
  lines.map((line) => {
    try {
      return parseKey(line, browserCrypto.sha256);
    } catch (error) {
      throw new Error(`This is no key of ${whose}: ${(error as Error).message}.`);
    }
  });

function givenOf({ keys, witnesses, kept }: VerifyTask): Given {
  return {
    keys: keysIn(keys, 'a ledger'),
    witnesses: keysIn(witnesses, 'a witness'),
    kept: kept.map(({ name, text }) => ({ name, text: checkpointIn(text) })),
  };
}

/** A checkpoint as it is, or the one that a proof carries. */
function checkpointIn(text: string): string {
  if (!text.startsWith('c2sp.org/tlog-proof@')) return text;
  try {
    return noteText(parseProofFile(text).checkpoint);
  } catch {
    // The verifier says that it is no checkpoint.
    return text;
  }
}

async function run(task: VerifyTask): Promise<void> {
  const given = givenOf(task);
  const ledger = servedLedger(task.at);
  if (task.kind === 'pack') {
    const { file } = task;
    const read = async (start: number, length: number) =>
      new Uint8Array(await file.slice(start, start + length).arrayBuffer());
    const open = () => openZip({ size: file.size, read }, browserCrypto.crc32);
    // For a kept checkpoint a large pack may lack a tile: asked for by its place, and believed where the pack's own tree follows.
    const { readTile } = ledger;
    const verdict = await verifyPack(open, { ...given, readTile }, browserCrypto, tell);
    return post({ kind: 'verdict', verdict, checkpoint: null });
  }
  const verdict = await verifyLedger(ledger, given, browserCrypto, tell);
  post({ kind: 'verdict', verdict, checkpoint: await ledger.checkpoint() });
}

self.onmessage = ({ data }: MessageEvent<VerifyTask>) => {
  run(data).catch((error: unknown) =>
    post({ kind: 'failure', message: error instanceof Error ? error.message : String(error) }),
  );
};
