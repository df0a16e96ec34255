import type { FastifyInstance } from 'fastify';

/** The policy of every page: nothing from elsewhere, nothing inline, no framing. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join(';');

const guarding: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  // What it once switched on did more harm than good.
  'x-xss-protection': '0',
};

/**
 * Every answer says how far a browser may trust it, refusals included.
 * @param secure the portal is served by https, so browsers may be told to insist on it
 */
export function registerSecurityHeaders(app: FastifyInstance, secure: boolean): void {
  const headers = secure
    ? { ...guarding, 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    : guarding;
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
