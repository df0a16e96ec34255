/** The path below which the portal is served, without a slash at its end; empty at a host's root. */
export const basePathOf = (url: string): string => new URL(url).pathname.replace(/\/$/, '');

/**
 * The path of a request within the portal. A proxy may pass the base path on or strip it: what does not begin with it
 * is taken as it is.
 */
export function withinBase(path: string, base: string): string {
  if (base === '' || !path.startsWith(base)) return path;
  const rest = path.slice(base.length);
  return rest === '' || rest.startsWith('?') ? `/${rest}` : rest.startsWith('/') ? rest : path;
}

/**
 * Browsers refuse `__Host-` from any other host and for any path but the root, `__Secure-` from anything but https; so a
 * portal below a path has the second, bound to its path, and is not sent to the host's other applications.
 */
export function sessionCookieName(url: string): string {
  if (!url.startsWith('https:')) return 'countersign';
  return basePathOf(url) === '' ? '__Host-countersign' : '__Secure-countersign';
}
