import * as z from 'zod/mini';
import { Id, Instant, Line, Page } from './primitives.ts';

/**
 * What a token may be used for. `read`: everything that its person may read. `register`: models, files, versions and
 * requests. `operate`: deployments and standing. `predict`: ask, record, replay. None signs.
 */
export const tokenScopes = ['read', 'register', 'operate', 'predict'] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** A token of one's own, or of a service account that one answers for. Without an end it is valid until it is revoked. */
export const CreateToken = z.object({
  serviceId: z.optional(Id),
  name: Line(100),
  scopes: z.array(z.enum(tokenScopes)).check(z.minLength(1), z.maxLength(tokenScopes.length)),
  expiresAt: z.optional(Instant),
});
export type CreateToken = z.infer<typeof CreateToken>;

export const TokenRow = z.object({
  id: Id,
  name: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  createdAt: Instant,
  expiresAt: z.nullable(Instant),
  lastUsedAt: z.nullable(Instant),
  revokedAt: z.nullable(Instant),
});
export type TokenRow = z.infer<typeof TokenRow>;

/** One's own tokens, or somebody else's for an administrator. */
export const TokensOf = z.extend(Page, { personId: z.optional(Id) });
export type TokensOf = z.infer<typeof TokensOf>;

/** The secret is told here and never again. */
export const CreatedToken = z.object({ id: Id, secret: z.string() });
export type CreatedToken = z.infer<typeof CreatedToken>;
export const RevokeToken = z.object({ id: Id });
export type RevokeToken = z.infer<typeof RevokeToken>;
