/**
 * SQL of the ledger number of the entry that a row was written with: among the steps of its version, the first of the
 * same moment that names the row. Null while it is not numbered yet. Arguments are SQL expressions.
 */
export const entryNumberOf = (row: { versionId: string; at: string; id: string }): string =>
  `(SELECT n.number FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
    WHERE l.version_id = ${row.versionId} AND l.step IS NOT NULL AND l.at = ${row.at} AND position(${row.id}::text IN l.body) > 0
    ORDER BY l.step LIMIT 1)`;

/** PostgreSQL's bigint arrives as text. */
export const numberOrNull = (number: string | number | null): number | null =>
  number === null ? null : Number(number);
