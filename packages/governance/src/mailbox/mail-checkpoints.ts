import { keyText } from '@countersign/ledger';
import type { House } from '../context.ts';
import { publishedCheckpoint } from '../ledger/cosigned-checkpoint.ts';
import { ledgerVerifierKey } from '../ledger/ledger-key.ts';
import { sendMail } from '../mail/send-mail.ts';
import { writeOperational } from '../write-operational.ts';
import { type CheckpointToMail, checkpointMail } from './checkpoint-mail.ts';

/** Days and keys only go forward (keys by their id), so a server that looks with an older eye sends nothing. */
const due =
  'confirmed_at IS NOT NULL AND removed_at IS NULL AND (sent_on IS NULL OR sent_on < $1::date OR sent_key < $2::uuid)';

/**
 * Sends the newest checkpoint to every confirmed mailbox: once a day (UTC), once more after the ledger's key was replaced,
 * and when a mailbox was just confirmed. The row of the mailbox says what was sent, in the transaction that sends: two
 * servers and a restart send no second one. Days on which nothing ran are not made up, since the newest checkpoint says it all.
 */
export async function mailCheckpoints(house: House): Promise<void> {
  if (!house.mailer || (await house.published?.check())) return;
  const newest = await house.pool.query<{ size: string; key_id: string }>(
    'SELECT size, key_id FROM ledger_checkpoint ORDER BY size DESC LIMIT 1',
  );
  const head = newest.rows[0];
  if (!head) return;
  const day = house.clock().toISOString().slice(0, 10);
  const { rows } = await house.pool.query<{ id: string }>(`SELECT id FROM mailbox WHERE ${due} ORDER BY id`, [
    day,
    head.key_id,
  ]);
  if (rows.length === 0) return;
  const checkpoint = await readCheckpoint(house, head, day);
  for (const { id } of rows) await sendTo(house, id, { head, day, checkpoint });
}

interface Head {
  readonly size: string;
  readonly key_id: string;
}

async function readCheckpoint(house: House, { size, key_id }: Head, day: string): Promise<CheckpointToMail> {
  const [published, found] = await Promise.all([
    publishedCheckpoint(house, { size: Number(size) }),
    house.pool.query<{ name: string; public_key: Buffer; first: string; witnesses: number }>(
      `SELECT name, public_key,
         (SELECT note FROM ledger_checkpoint WHERE key_id = k.id ORDER BY size LIMIT 1) AS first,
         (SELECT count(*)::int FROM ledger_cosignature WHERE size = $2) AS witnesses
       FROM ledger_key k WHERE id = $1`,
      [key_id, size],
    ),
  ]);
  const { name, public_key, first, witnesses } = found.rows[0]!;
  return {
    url: house.url,
    note: published!.note,
    witnesses,
    verifier: keyText(ledgerVerifierKey(name, public_key)),
    handover: first,
    day,
  };
}

async function sendTo(
  house: House,
  id: string,
  { head, day, checkpoint }: { head: Head; day: string; checkpoint: CheckpointToMail },
): Promise<void> {
  await writeOperational(house, async (tx) => {
    const held = await tx.query<{ address: string; replaced: boolean | null }>(
      `SELECT address, sent_key < $2::uuid AS replaced FROM mailbox WHERE id = $3 AND ${due} FOR UPDATE`,
      [day, head.key_id, id],
    );
    const row = held.rows[0];
    if (!row) return;
    await tx.query(
      `UPDATE mailbox SET sent_on = greatest(sent_on, $2::date), sent_key = greatest(sent_key, $3::uuid), sent_size = $4, sent_at = $5
       WHERE id = $1`,
      [id, day, head.key_id, head.size, tx.at],
    );
    const mail = checkpointMail(row.replaced ? checkpoint : { ...checkpoint, handover: null });
    await sendMail(house, tx, { ...mail, to: row.address });
  });
}
