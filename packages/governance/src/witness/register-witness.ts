import { Refusal, type RegisterWitness, type WitnessChanged } from '@countersign/contracts';
import { keyText, keyTypes, parseKey } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';

/** Each one adds a line to every checkpoint that it cosigns, and a note has a hundred at most. */
const mostWitnesses = 32;

/** @throws Refusal BAD_INPUT */
function readVerifier(text: string): string {
  try {
    const key = parseKey(text, ledgerSha256);
    if (key.type !== keyTypes.cosignature)
      throw new SyntaxError('it is the key of a ledger; `countersign witness key` prints that of a witness');
    return keyText(key);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal('BAD_INPUT', `That is not the verifier key of a witness: ${error.message}.`, {
      field: 'verifier',
    });
  }
}

/**
 * From then on the witness's cosignatures are taken. Its name is the one in its key.
 * @throws Refusal FORBIDDEN, BAD_INPUT, CONFLICT where the key is registered
 */
export async function registerWitness(
  ctx: Context,
  { verifier: text, comment }: RegisterWitness,
): Promise<WitnessChanged> {
  const { result: witnessId, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const verifier = readVerifier(text);
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('witnesses'))");
      const { rows } = await tx.query<{ following: number; own: boolean; ledger: boolean }>(
        `SELECT count(*)::int AS following, coalesce(bool_or(verifier = $1), false) AS own,
           EXISTS (SELECT FROM ledger_key WHERE name = split_part($1, '+', 1)) AS ledger
         FROM witness WHERE removed_at IS NULL`,
        [verifier],
      );
      const { following, own, ledger } = rows[0]!;
      if (own) throw new Refusal('CONFLICT', 'This witness is registered already.', { field: 'verifier' });
      if (ledger)
        throw new Refusal('BAD_INPUT', 'A witness has another name than the ledger.', { field: 'verifier' });
      if (following >= mostWitnesses)
        throw new Refusal('BAD_INPUT', `At most ${mostWitnesses} witnesses follow the ledger.`, {
          most: mostWitnesses,
        });
      const id = uuidv7();
      await tx.query('INSERT INTO witness (id, verifier, registered_at) VALUES ($1, $2, $3)', [
        id,
        verifier,
        tx.at,
      ]);
      return {
        result: id,
        events: [
          {
            event: 'witness.registered',
            subject: { kind: 'installation', id: 'ledger' },
            data: { witness: id, verifier },
            records: { comment },
          },
        ],
      };
    },
    { attempt: { command: 'register-witness', subject: { kind: 'installation', id: 'ledger' } } },
  );
  return { witnessId, receipt };
}
