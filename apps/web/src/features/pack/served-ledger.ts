import { bundlePath, type ServedLedger, tilePath } from '@countersign/ledger';

const patienceMs = 30_000;
/** A reply that says "come back later" is asked again so often. */
const attempts = 4;

async function get(url: string): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    if ((reply.status !== 429 && reply.status !== 503) || attempt === attempts) return reply;
    await new Promise((resolve) => setTimeout(resolve, attempt * 1_000));
  }
}

async function bytesOf(reply: Response): Promise<Uint8Array> {
  if (!reply.ok) throw new Error(`${new URL(reply.url).pathname} answered ${reply.status}.`);
  return new Uint8Array(await reply.arrayBuffer());
}

/** A ledger below an address, as its portal serves it; the checkpoint is asked for once. */
export function servedLedger(at: string): ServedLedger {
  let checkpoint: Promise<string> | undefined;
  return {
    checkpoint: () => {
      checkpoint ??= get(`${at}/checkpoint`).then(async (reply) =>
        new TextDecoder().decode(await bytesOf(reply)),
      );
      return checkpoint;
    },
    readTile: async (tile) => bytesOf(await get(`${at}/${tilePath(tile)}`)),
    readBundle: async (bundle) => {
      const reply = await get(`${at}/${bundlePath(bundle)}`);
      return reply.status === 403 || reply.status === 401 ? null : bytesOf(reply);
    },
  };
}
