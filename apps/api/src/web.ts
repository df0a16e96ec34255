import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@countersign/contracts';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendFailure } from './reply/error-body.ts';

/** Paths that machines ask for: an unknown one below them is an error, never a page. */
const machinePath = /^\/(api|ledger|assets|healthz|readyz)(\/|$)/i;
/** What the router of the web app can be asked for: plain segments, neither empty nor encoded nor dots alone. */
const pagePath = /^\/(?!(?:.*\/)?\.{1,2}(?:\/|$))(?:[A-Za-z0-9._~+-]+(?:\/[A-Za-z0-9._~+-]+)*\/?)?$/;

/**
 * The built web app: files named by their content are kept for a year, the page that names them is asked for every
 * time and answers every path of the router. Whatever is not there gets the one error shape.
 */
export async function registerWeb(app: FastifyInstance, webRoot: string, base: string): Promise<void> {
  const indexFile = join(webRoot, 'index.html');
  const index = existsSync(indexFile) ? pageBelow(base, readFileSync(indexFile, 'utf8')) : null;
  if (index) {
    await app.register(fastifyStatic, {
      root: webRoot,
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isHashed = path.startsWith(join(webRoot, 'assets'));
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  for (const path of ['/', '/index.html'])
    app.get(path, (_request, reply) => (index ? sendIndex(index, reply) : sendUnbuilt(reply)));
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request))
      return sendFailure(new Refusal('NOT_FOUND', 'There is nothing at this address.'), request, reply);
    return index ? sendIndex(index, reply) : sendUnbuilt(reply);
  });
}

/** The built page names its files relatively, which would count from wherever in the portal somebody enters. */
const pageBelow = (base: string, html: string): string =>
  html
    .replaceAll(/(href|src)="\.\//g, `$1="${base}/`)
    .replace('name="countersign-base" content=""', `name="countersign-base" content="${base}"`);

function isPage({ method, raw }: FastifyRequest): boolean {
  const path = (raw.url ?? '').split('?', 1)[0]!;
  return (method === 'GET' || method === 'HEAD') && pagePath.test(path) && !machinePath.test(path);
}

const sendIndex = (index: string, reply: FastifyReply) =>
  reply.code(200).type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(index);

const sendUnbuilt = (reply: FastifyReply) =>
  reply
    .code(503)
    .type('text/plain; charset=utf-8')
    .send('The web app is not built: run "npm start" or "npm run build".\n');
