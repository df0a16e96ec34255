import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { sha256Hex } from '../change.ts';
import type { InventoryLine } from './parse-inventory.ts';

/** Hex SHA-256 of the canonical JSON of all rows: what both people sign. */
export const inventoryDigest = (lines: readonly InventoryLine[]): string =>
  sha256Hex(
    canonicalJson({
      v: 1,
      kind: 'as-found',
      rows: lines.map(({ line, row }) => ({ line, ...row })) as unknown as JsonValue,
    }),
  );
