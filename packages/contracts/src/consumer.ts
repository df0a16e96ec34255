import * as z from 'zod/mini';
import { Email, Id, Line, ModelKey, Prose, Receipt, VersionLabel } from './primitives.ts';

/** How predictions are used: a call for each answer, many at once, or as results that somebody reads. */
export const useKinds = ['realtime', 'batch', 'report'] as const;
export type UseKind = (typeof useKinds)[number];
/** Where a use was declared: in the portal, by REST, or by `countersign consume` from a file of a repository. */
export const useSources = ['portal', 'api', 'file'] as const;

/** The name that a consumer predicts under: `consumer` of an invocation or of a recorded prediction. */
export const ConsumerKey = Line(200);
export const ConsumerAddress = z.object({ consumer: ConsumerKey });
export type ConsumerAddress = z.infer<typeof ConsumerAddress>;

const Details = z.object({
  name: Line(100),
  purpose: Prose(2_000),
  /** Addresses that are told of recalls and changes, beside whoever answers for it. */
  contacts: z.array(Email).check(z.maxLength(10)),
  /** Predictions a day, as expected. */
  volumePerDay: z.nullable(z.int().check(z.minimum(0), z.maximum(2_000_000_000))),
  serviceLevels: z.nullable(Prose(1_000)),
  /** What it does when a version answers no more. */
  whenBlocked: z.nullable(Prose(1_000)),
});
/** Without an account named, whoever registers answers for it. */
export const RegisterConsumer = z.extend(Details, { consumer: ConsumerKey, answererId: z.optional(Id) });
export type RegisterConsumer = z.infer<typeof RegisterConsumer>;
export const ConsumerRegistered = z.object({ consumerId: Id, receipt: Receipt });
export type ConsumerRegistered = z.infer<typeof ConsumerRegistered>;
/** All of its details, as they are from now on; without an account named the one before stays. */
export const ChangeConsumer = RegisterConsumer;
export type ChangeConsumer = z.infer<typeof ChangeConsumer>;
export const RetireConsumer = z.extend(ConsumerAddress, { comment: Prose(1_000) });
export type RetireConsumer = z.infer<typeof RetireConsumer>;

/** A year: what is used less often is used once. */
const longestCadence = 366 * 24 * 60;
/**
 * What is used: whatever answers in an environment, or the versions from one to another, both of them in the range; an
 * open end takes in what is registered later, and without both it is the whole model.
 */
export const UseTarget = z
  .object({
    model: ModelKey,
    environment: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
    from: z.optional(VersionLabel),
    to: z.optional(VersionLabel),
  })
  .check(
    z.refine(
      ({ environment, from, to }) => environment === undefined || (from === undefined && to === undefined),
      'an environment or a range of versions, not both',
    ),
  );
export const Use = z.object({
  kind: z.enum(useKinds),
  /** How often at least it is used, in minutes: within so long traffic proves where a consumer has moved to. */
  cadenceMinutes: z.nullable(z.int().check(z.minimum(1), z.maximum(longestCadence))),
  purpose: z.nullable(Prose(1_000)),
});
export const DeclareUse = z.intersection(UseTarget, z.extend(Use, { consumer: ConsumerKey }));
export type DeclareUse = z.infer<typeof DeclareUse>;
export const UseDeclared = z.object({ useId: Id, receipt: Receipt });
export type UseDeclared = z.infer<typeof UseDeclared>;
export const EndUse = z.object({ useId: Id });
export type EndUse = z.infer<typeof EndUse>;
