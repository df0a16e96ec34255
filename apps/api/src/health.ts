import type { House } from '@countersign/governance';
import type { FastifyInstance } from 'fastify';

/** Entries that wait longer than this for their number mean that no sequencer is at work. */
const patienceMs = 30_000;

interface Findings {
  readonly database: boolean;
  readonly migrations: boolean;
  readonly sequencer: boolean;
}

/** `/healthz`: the process lives. `/readyz`: it can do its work, with what cannot be done named. */
export function registerHealth(app: FastifyInstance, house: House, isStopping: () => boolean): void {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const findings = await look(house);
    const isReady = !isStopping() && Object.values(findings).every(Boolean);
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: isReady ? 'ready' : isStopping() ? 'stopping' : 'not ready',
        ...findings,
        // It still answers, stops and blocks; it does not sign.
        ledger: findings.database ? await continuity(house) : false,
      });
  });
}

/** Whether the database continues what was published of its ledger. */
const continuity = async (house: House): Promise<boolean | 'behind' | 'forked'> =>
  (await house.published?.check())?.kind ?? true;

async function look(house: House): Promise<Findings> {
  try {
    const found = await house.pool.query<{ migrated: boolean; waiting: boolean }>(
      `SELECT
         NOT EXISTS (SELECT FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL) AS migrated,
         EXISTS (
           SELECT FROM ledger_entry e
           WHERE e.id > (SELECT settled FROM ledger_head WHERE id = 1) AND e.at < $1
             AND NOT EXISTS (SELECT FROM ledger_number n WHERE n.entry_id = e.id)
         ) AS waiting`,
      [new Date(house.clock().getTime() - patienceMs)],
    );
    const { migrated, waiting } = found.rows[0]!;
    return { database: true, migrations: migrated, sequencer: !waiting };
  } catch (error) {
    house.log.warn({ reason: String(error) }, 'not ready: the database does not answer');
    return { database: false, migrations: false, sequencer: false };
  }
}
