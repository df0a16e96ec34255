import { canonicalJson, type JsonValue } from '@countersign/ledger';
import type { Tier, TierAnswers } from '@countersign/lifecycle';
import { sha256Hex } from '../change.ts';

/** Everything that the signer of a tier reads. */
export interface TierContent {
  readonly id: string;
  readonly model: { readonly id: string; readonly key: string };
  readonly answers: TierAnswers;
  /** Number of the rule, and what it made of the answers. */
  readonly rule: number;
  readonly points: number;
  readonly from: Tier;
  readonly tier: Tier;
  readonly reason: string;
  readonly proposer: string;
}

export const tierDigest = (content: TierContent): string =>
  sha256Hex(canonicalJson(content as unknown as JsonValue));
