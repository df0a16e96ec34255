import type { Goal } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { sha256Hex } from '../change.ts';

/** A goal as it is stored and signed: every field is there, in the order in which it was stated. */
export type StoredGoal = {
  readonly v: 1;
  readonly kind: 'goal';
  readonly uses: readonly string[];
  readonly thresholds: readonly {
    readonly metric: string;
    readonly split: string | null;
    readonly comparison: Goal['thresholds'][number]['comparison'];
    readonly threshold: number;
  }[];
  readonly until: string;
};

export const storedGoal = ({ uses, thresholds, until }: Goal): StoredGoal => ({
  v: 1,
  kind: 'goal',
  uses: [...uses],
  thresholds: thresholds.map(({ metric, split, comparison, threshold }) => ({
    metric,
    split: split ?? null,
    comparison,
    threshold,
  })),
  until,
});

/** The canonical JSON (RFC 8785) of a goal, and its hex SHA-256: what a sign-off covers. */
export function canonicalGoal(goal: StoredGoal): { text: string; digest: string } {
  const text = canonicalJson(goal as unknown as JsonValue);
  return { text, digest: sha256Hex(text) };
}
