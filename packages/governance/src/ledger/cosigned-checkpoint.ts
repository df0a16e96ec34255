import { noteText, parseKey, parseNote } from '@countersign/ledger';
import type { House } from '../context.ts';
import { ledgerSha256 } from './ledger-sha256.ts';
import type { SignedCheckpoint } from './sign-checkpoint.ts';

interface Row {
  readonly size: string;
  readonly note: string;
  readonly cosigned: readonly { readonly verifier: string; readonly bytes: string }[];
}

const rowSql = `
SELECT c.size, c.note,
  (SELECT coalesce(json_agg(json_build_object('verifier', w.verifier, 'bytes', encode(s.bytes, 'base64')) ORDER BY s.witness_id), '[]'::json)
    FROM ledger_cosignature s JOIN witness w ON w.id = s.witness_id WHERE s.size = c.size) AS cosigned
FROM ledger_checkpoint c`;

/** The note with the lines of its witnesses below those of the ledger. */
function withCosignatures({ size, note, cosigned }: Row): SignedCheckpoint {
  const { text, signatures } = parseNote(note);
  const lines = cosigned.map(({ verifier, bytes }) => {
    const { name, id } = parseKey(verifier, ledgerSha256);
    return { name, id, bytes: new Uint8Array(Buffer.from(bytes, 'base64')) };
  });
  return { size: Number(size), note: noteText({ text, signatures: [...signatures, ...lines] }) };
}

/** Which published checkpoint: the newest, the newest that a witness cosigned, or the one of a size. */
export type WhichCheckpoint = 'newest' | 'cosigned' | { readonly size: number };

const conditions = {
  newest: 'ORDER BY c.size DESC LIMIT 1',
  cosigned: 'WHERE c.size = (SELECT max(size) FROM ledger_cosignature)',
  size: 'WHERE c.size = $1',
};

/** A published checkpoint with the cosignatures that it has; null where there is none. Open to everybody. */
export async function publishedCheckpoint(
  { pool }: Pick<House, 'pool'>,
  which: WhichCheckpoint,
): Promise<SignedCheckpoint | null> {
  const [condition, values] =
    typeof which === 'string' ? [conditions[which], []] : [conditions.size, [which.size]];
  const found = await pool.query<Row>(`${rowSql} ${condition}`, values);
  return found.rows[0] ? withCosignatures(found.rows[0]) : null;
}
