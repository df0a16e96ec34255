import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFailed } from 'vitest';
import { closeLent, giveBack, lendWindow, type WindowShape } from './lend-window.ts';
import type { Portal } from './start-portal.ts';
import { violationsOf } from './violations.ts';

let isApart = false;

/** For a file that leaves a portal as no other could use it: it has one to itself. */
export function onPortalApart(): void {
  beforeAll(() => {
    isApart = true;
  });
  afterAll(() => {
    isApart = false;
  });
}

/** The portal of this worker: no journey of another worker changes it. */
export const portal = (): Portal => {
  const own = inject('portals').at(isApart ? -1 : Number(process.env.VITEST_POOL_ID) - 1);
  if (!own) throw new Error(`worker ${process.env.VITEST_POOL_ID} has no portal`);
  return own;
};

const password = 'countersign-example';
/** Whoever is still there leaves, with all that their browser kept. */
export const endVisits = closeLent;

export interface Visitor {
  readonly page: Page;
  /** Whoever takes hold of it may change it for good: nobody gets this window after them. */
  readonly context: BrowserContext;
  /** How many clicks, taps and choices this visitor made through `act`. Reading and typing are not counted. */
  actions(): number;
  act(work: () => Promise<unknown>): Promise<void>;
  goto(path: string): Promise<void>;
  /** Goes on to another page without loading the portal anew, as a link does; from no page, and to one with the same path, it is `goto`. */
  follow(path: string): Promise<void>;
  /** A procedure of the portal's own interface, as this person's browser would call it. */
  call<Reply>(procedure: string, kind: 'query' | 'mutation', input: unknown): Promise<Reply>;
  /**
   * Axe finds nothing, and the page neither logged an error nor broke its content-security policy; `expected` names
   * reports that belong to what is tested.
   */
  expectClean(expected?: RegExp): Promise<void>;
  /** The page is no wider than the window; wide tables scroll inside their own box. */
  expectNoOverflow(): Promise<void>;
  leave(): Promise<void>;
}

async function signInByForm(page: Page, email: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Password').waitFor({ state: 'detached' });
}

/** As the form does it, without drawing it. */
async function signIn(page: Page, email: string): Promise<void> {
  const reply = await page.request.post('/api/trpc/session.signIn', {
    headers: { 'x-countersign': '1', origin: portal().url },
    data: { email, password },
  });
  expect(reply.status(), await reply.text()).toBe(200);
}

/**
 * An example person in a browser of their own, signed in; `role` as in the example's addresses. `byForm` types into
 * the form, as a person does.
 */
export async function visitAs(
  role: string,
  { byForm = false, ...shape }: WindowShape & { byForm?: boolean } = {},
): Promise<Visitor> {
  const visitor = await visitUnknown(shape, role);
  const email = `${role}@example.com`;
  await (byForm ? signInByForm(visitor.page, email) : signIn(visitor.page, email));
  return visitor;
}

/** Somebody in a browser of their own whom the portal does not know; `name` is for the picture of a failure. */
export async function visitUnknown(shape: WindowShape = {}, name = 'unknown'): Promise<Visitor> {
  const lent = await lendWindow(portal().url, shape);
  const { page, problems, settled } = lent;
  let mayBeChanged = false;
  onTestFailed(async ({ task }) => {
    mayBeChanged = true;
    if (page.isClosed()) return;
    await page.screenshot({
      path: `test-results/${task.name.replaceAll(/\W+/g, '-')}-${name}.png`,
      fullPage: true,
    });
    await lent.context.close();
  });
  let actions = 0;
  let hasPage = false;
  const goto = async (path: string): Promise<void> => {
    await page.goto(path);
    hasPage = true;
    await settled();
  };
  return {
    page,
    get context() {
      mayBeChanged = true;
      return lent.context;
    },
    actions: () => actions,
    act: async (work) => {
      actions += 1;
      await work();
    },
    goto,
    follow: async (path) => {
      const from = new URL(page.url(), portal().url).pathname;
      const isNear = hasPage && from !== new URL(path, portal().url).pathname;
      if (!isNear) return goto(path);
      lent.leave();
      await page.evaluate((to) => {
        document.querySelectorAll('h1').forEach((heading) => {
          heading.dataset.left = '';
        });
        history.pushState({}, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, path);
      // The page before stays until the next one is there.
      await page.locator('h1:not([data-left])').first().waitFor();
      await page.locator('h1[data-left]').waitFor({ state: 'detached' });
      await settled();
    },
    call: async <Reply>(procedure: string, kind: 'query' | 'mutation', input: unknown): Promise<Reply> => {
      const path = `/api/trpc/${procedure}`;
      const headers = { 'x-countersign': '1', origin: portal().url };
      const reply =
        kind === 'query'
          ? await page.request.get(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
              headers,
            })
          : await page.request.post(path, { headers, data: input });
      expect(reply.status(), await reply.text()).toBe(200);
      return ((await reply.json()) as { result: { data: Reply } }).result.data;
    },
    expectClean: async (expected) => {
      // A page that is not there yet has nothing that could be wrong with it, nor its heading.
      await settled();
      await page.locator('h1').first().waitFor();
      const violations = await violationsOf(page);
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
        page.url(),
      ).toEqual([]);
      const unexpected = problems.filter((problem) => !expected?.test(problem));
      expect(unexpected, page.url()).toEqual([]);
    },
    expectNoOverflow: async () => {
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider, page.url()).toBeLessThanOrEqual(0);
    },
    leave: () => (mayBeChanged ? lent.context.close() : giveBack(lent)),
  };
}

/** A call to the REST interface with an example person's token. */
export async function rest(
  role: string,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { url, tokens } = portal();
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${tokens[role]}`);
  if (init.body && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const reply = await fetch(`${url}/api/v1${path}`, { ...init, headers });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

export const examplePassword = password;
