import { sentenceOf } from '@countersign/contracts';
import type { Reason, ReasonCode } from '@countersign/lifecycle';

const listOf = (value: unknown): string => (Array.isArray(value) ? value.join(' or ') : '');

/** Why somebody else could not sign, for whoever would have asked them; the machine's sentences speak to the signer. */
const sentences: Partial<
  Record<ReasonCode, (name: string, detail: NonNullable<Reason['detail']>) => string>
> = {
  AUTHOR: (name) => `${name}, or the person they stand in for, made a part of this version.`,
  FORBIDDEN: (name) => `${name} holds no role that signs at this gate.`,
  ROLE_NOT_A_PLACE: (name, { roles }) =>
    listOf(roles) === ''
      ? 'Every place of this gate is filled.'
      : `${name} does not hold the role ${listOf(roles)}, which is still missing.`,
  NOT_DISTINCT: (name) => `${name} signed at a gate whose signers are kept apart from this one’s.`,
  ALREADY_SIGNED: (name) => `${name} has signed already, or somebody has signed for them.`,
};

export const whyNotThey = (name: string, reason: Reason): string =>
  sentences[reason.code]?.(name, reason.detail ?? {}) ?? sentenceOf(reason);
