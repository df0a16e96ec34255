import { Refusal } from '@countersign/contracts';
import {
  type Context,
  type House,
  latestCheckpoint,
  listLedgerKeys,
  parseTilePath,
  readBundle,
  readTile,
} from '@countersign/governance';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Authenticate } from '../session/authenticate.ts';
import { requireScope } from '../session/require-scope.ts';

export interface LedgerParts {
  readonly house: House;
  readonly authenticate: Authenticate;
}

const text = 'text/plain; charset=utf-8';
/** What was published of a tile never changes. */
const forEver = 'public, max-age=31536000, immutable';

/**
 * The ledger as other tools read it (C2SP tlog-tiles), below /ledger: checkpoint, keys and tiles for everybody, entry
 * bundles for people who may read the whole ledger.
 */
export async function registerLedger(
  scope: FastifyInstance,
  { house, authenticate }: LedgerParts,
): Promise<void> {
  scope.get('/checkpoint', async (_request, reply) => {
    const checkpoint = await latestCheckpoint(house);
    if (!checkpoint) throw new Refusal('NOT_FOUND', 'The ledger has no checkpoint yet.');
    return reply.type(text).header('cache-control', 'no-store').send(checkpoint.note);
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
