import { Refusal } from '@countersign/contracts';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../settings.ts';

/** Other sites cannot set it without a preflight, which is never answered here. */
export const intentHeader = 'x-countersign';

/** Origins of our own pages. On a machine of one's own, its three names are one. */
export function ownOrigins(url: string): ReadonlySet<string> {
  const own = new URL(url);
  if (!isLoopback(own.hostname)) return new Set([own.origin]);
  return new Set(
    ['localhost', '127.0.0.1', '[::1]'].map((host) => new URL(`${own.protocol}//${host}:${own.port}`).origin),
  );
}

/**
 * Refuses a change that a browser sends with somebody's cookie from anywhere but our own pages. The browser's word is
 * taken where it gives one (`Sec-Fetch-Site`, `Origin`); the header is asked for in any case.
 * @throws Refusal ORIGIN_REFUSED
 */
export function requireSameOrigin(request: FastifyRequest, origins: ReadonlySet<string>): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && !origins.has(origin)) {
    throw new Refusal(
      'ORIGIN_REFUSED',
      'This came from another site. If it is this portal, set COUNTERSIGN_URL to its address.',
      {
        expected: [...origins][0],
      },
    );
  }
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Refusal('ORIGIN_REFUSED', 'This came from another site.');
  }
  if (request.headers[intentHeader] !== '1') {
    throw new Refusal('ORIGIN_REFUSED', `Changes by session carry the header ${intentHeader}: 1.`, {
      header: intentHeader,
    });
  }
}
