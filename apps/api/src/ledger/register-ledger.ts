import { Refusal } from '@countersign/contracts';
import {
  type Context,
  type House,
  keepCosignatures,
  listLedgerKeys,
  parseTilePath,
  publishedCheckpoint,
  readBundle,
  readTile,
  type WhichCheckpoint,
} from '@countersign/governance';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Authenticate } from '../session/authenticate.ts';
import { requireScope } from '../session/require-scope.ts';

export interface LedgerParts {
  readonly house: House;
  readonly authenticate: Authenticate;
}

const text = 'text/plain; charset=utf-8';
/** In bytes: of a checkpoint with a hundred signatures. */
const longestNote = 32_768;
/** What was published of a tile never changes. */
const forEver = 'public, max-age=31536000, immutable';

/**
 * The ledger as other tools read it (C2SP tlog-tiles), below /ledger: checkpoints, keys and tiles for everybody, entry
 * bundles for people who may read the whole ledger. Witnesses bring their cosignatures, which prove themselves.
 */
export async function registerLedger(
  scope: FastifyInstance,
  { house, authenticate }: LedgerParts,
): Promise<void> {
  const sendCheckpoint = async (reply: FastifyReply, which: WhichCheckpoint) => {
    const checkpoint = await publishedCheckpoint(house, which);
    if (!checkpoint) throw new Refusal('NOT_FOUND', 'The ledger has no such checkpoint.');
    // Cosignatures come later than the checkpoint.
    return reply.type(text).header('cache-control', 'no-store').send(checkpoint.note);
  };
  scope.get('/checkpoint', (_request, reply) => sendCheckpoint(reply, 'newest'));
  scope.get('/checkpoint/cosigned', (_request, reply) => sendCheckpoint(reply, 'cosigned'));
  scope.get<{ Params: { size: string } }>('/checkpoint/:size', (request, reply) => {
    const { size } = request.params;
    if (!/^(0|[1-9]\d{0,14})$/.test(size))
      throw new Refusal('NOT_FOUND', 'The address of a checkpoint is its size.');
    return sendCheckpoint(reply, { size: Number(size) });
  });
  scope.post('/cosignatures', { bodyLimit: longestNote }, async (request, reply) => {
    if (typeof request.body !== 'string')
      throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'A cosigned checkpoint is text/plain.');
    const kept = await keepCosignatures(house, request.body);
    return reply.header('cache-control', 'no-store').send({ kept });
  });
  scope.get('/key', async (_request, reply) => {
    const [current] = await listLedgerKeys(house);
    if (!current) throw new Refusal('NOT_FOUND', 'The ledger has no key yet.');
    return reply.type(text).header('cache-control', 'no-store').send(`${current.verifier}\n`);
  });
  scope.get('/keys', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ items: await listLedgerKeys(house) }),
  );
  scope.get<{ Params: { '*': string } }>(
    '/tile/*',
    {
      // Hashes say nothing by themselves; entries do.
      onRequest: async (request, reply) => {
        if (request.params['*'].startsWith('entries/')) await authenticate(request, reply, false);
      },
    },
    async (request, reply) => {
      const tile = parseTilePath(request.params['*']);
      if (!tile) throw new Refusal('NOT_FOUND', 'There is no tile at this address.');
      const { level, index, width } = tile;
      if (level !== 'entries')
        return sendBytes(reply, await readTile(house.pool, { level, index, width }), forEver);
      requireScope(request.actor, 'read');
      const ctx: Context = { ...house, actor: request.actor };
      return sendBytes(reply, await readBundle(ctx, { index, width }), 'private, no-store');
    },
  );
}

function sendBytes(reply: FastifyReply, bytes: Uint8Array | null, caching: string): FastifyReply {
  if (!bytes) throw new Refusal('NOT_FOUND', 'The ledger is not that large yet.');
  return reply.type('application/octet-stream').header('cache-control', caching).send(Buffer.from(bytes));
}
