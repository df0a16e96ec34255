import { afterAll, beforeAll, expect, it } from 'vitest';
import { fastifyPath } from '../src/rest/register-rest.ts';
import { routes } from '../src/rest/routes.ts';
import { openPortal, type Portal } from './open-portal.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: object;
  readonly responses: Record<string, object>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}
const read = async (): Promise<Document> => (await portal.app.inject({ url: '/api/v1/openapi.json' })).json();

it('the document names every route that is served, and no other', async () => {
  const { paths } = await read();
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const served = [
    ...routes.map(({ method, path }) => `${method.toLowerCase()} ${path}`),
    'get /openapi.json',
  ];
  expect(described.sort()).toEqual(served.sort());
  for (const { method, path } of routes) {
    expect(portal.app.hasRoute({ method, url: `/api/v1${fastifyPath(path)}` }), `${method} ${path}`).toBe(
      true,
    );
  }
  // Fastify lists what it serves; below /api/v1 that is the table and the document itself.
  const tree = portal.app.printRoutes({ commonPrefix: false, includeHooks: false });
  expect(tree).toContain('openapi.json');
});

it('every operation says what it takes and gives', async () => {
  const { openapi, paths } = await read();
  expect(openapi).toBe('3.1.0');
  const ids = new Set<string>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const at = `${method} ${path}`;
      expect(operation.summary, at).toBeTruthy();
      if (path === '/openapi.json') continue;
      expect(ids.has(operation.operationId!), at).toBe(false);
      ids.add(operation.operationId!);
      const named = (operation.parameters ?? [])
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => name);
      expect(named.sort(), at).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      expect(Object.keys(operation.responses), at).toContain('default');
      if (method === 'put') expect(operation.requestBody, at).toBeDefined();
    }
  }
});

it('every path answers somebody unknown with 401', async () => {
  for (const { method, path } of routes) {
    const url = `/api/v1${path.replace('{sha256}', 'a'.repeat(64)).replace(/\{\w+\}/g, 'xx')}`;
    const reply = await portal.app.inject({ method, url });
    // Whoever holds a notice's link needs nothing else: its secret is in the body.
    const expected = path === '/notice-extract' ? 400 : 401;
    expect([`${method} ${path}`, reply.statusCode]).toEqual([`${method} ${path}`, expected]);
  }
});
