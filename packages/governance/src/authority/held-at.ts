/**
 * SQL of "held at that moment" for a row of `role_assignment`: not revoked, begun, not ended. A role that ended by itself
 * is refused from that moment on, whether or not its end has been recorded yet.
 */
export const heldAt = (alias: string, at: string): string =>
  `${alias}.revoked_at IS NULL AND (${alias}.starts_at IS NULL OR ${alias}.starts_at <= ${at}) AND (${alias}.ends_at IS NULL OR ${alias}.ends_at > ${at})`;
