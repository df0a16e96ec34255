import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFailed } from 'vitest';
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
let browser: Promise<Browser> | undefined;

/** The browser that `npm test` found. One for a worker, and gone with it: the files of a worker share what they load. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.COUNTERSIGN_BROWSER ?? '/usr/bin/chromium';
  const args = JSON.parse(
    process.env.COUNTERSIGN_BROWSER_ARGS ?? '["--headless","--no-sandbox","--disable-gpu"]',
  ) as string[];
  // A browser that was unpacked beside the system has libraries and fonts that no other program may be given.
  const own = JSON.parse(process.env.COUNTERSIGN_BROWSER_ENV ?? '{}') as Record<string, string>;
  const env = { ...(process.env as Record<string, string>), ...own };
  browser ??= chromium.launch({ executablePath, args, headless: true, env });
  return browser;
}

/** Whoever is still there leaves, with all that their browser kept. */
export async function endVisits(): Promise<void> {
  const opened = await browser;
  await Promise.all(opened?.contexts().map((context) => context.close()) ?? []);
}

export interface Visitor {
  readonly page: Page;
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

/** Of the live stream, which never ends, and of workers, whose ends the browser does not always tell: the page says that it is busy until they answered. */
const isUncounted = (address: string): boolean =>
  /\/api\/live$|-worker-[^/]+\.js$/.test(new URL(address).pathname);

/**
 * Says when a page that was asked for stands still: nothing under way for a moment, and no part of it says that it is
 * busy, as one does whose worker has yet to begin. `leave` is told before another page is followed: of what a worker of
 * the page before had asked for nothing more is heard.
 */
function settling(page: Page, quietMs = 150): { settled: () => Promise<void>; leave: () => void } {
  const underWay = new Set<Request>();
  let lastChange = Date.now();
  let arriving: Request | null = null;
  const changed = (request: Request, began: boolean): void => {
    if (isUncounted(request.url())) return;
    if (began && request.isNavigationRequest()) arriving = request;
    if (began) underWay.add(request);
    else underWay.delete(request);
    lastChange = Date.now();
  };
  // What the page before had asked for never ends.
  page.on('framenavigated', () => {
    if (!arriving) return;
    for (const request of underWay) if (request !== arriving) underWay.delete(request);
    arriving = null;
  });
  page.on('request', (request) => changed(request, true));
  page.on('requestfinished', (request) => changed(request, false));
  page.on('requestfailed', (request) => changed(request, false));
  const settled = async () => {
    await expect
      .poll(
        async () => {
          if (underWay.size > 0 || Date.now() - lastChange < quietMs)
            return [page.url(), ...[...underWay].map((request) => request.url())];
          return (await page.locator('[aria-busy="true"]').count()) === 0 ? 'still' : `${page.url()} is busy`;
        },
        { interval: 25, timeout: 20_000 },
      )
      .toBe('still');
  };
  return { settled, leave: () => underWay.clear() };
}

async function signInByForm(page: Page, email: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Password').waitFor({ state: 'detached' });
}

/** As the form does it, without drawing it. */
async function signIn(context: BrowserContext, email: string): Promise<void> {
  const reply = await context.request.post('/api/trpc/session.signIn', {
    headers: { 'x-countersign': '1', origin: portal().url },
    data: { email, password },
  });
  expect(reply.status(), await reply.text()).toBe(200);
}

interface Window {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/**
 * An example person in a browser of their own, signed in; `role` as in the example's addresses. `byForm` types into
 * the form, as a person does.
 */
export async function visitAs(
  role: string,
  { byForm = false, ...window }: Window & { byForm?: boolean } = {},
): Promise<Visitor> {
  const visitor = await visitUnknown(window, role);
  const email = `${role}@example.com`;
  await (byForm ? signInByForm(visitor.page, email) : signIn(visitor.context, email));
  return visitor;
}

/** Somebody in a browser of their own whom the portal does not know; `name` is for the picture of a failure. */
export async function visitUnknown(options: Window = {}, name = 'unknown'): Promise<Visitor> {
  const width = options.width ?? 1440;
  const context = await (await openBrowser()).newContext({
    baseURL: portal().url,
    viewport: { width, height: options.height ?? 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    hasTouch: width < 720,
    isMobile: width < 720,
    timezoneId: 'Europe/Zurich',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const problems: string[] = [];
  onTestFailed(async ({ task }) => {
    if (page.isClosed()) return;
    await page.screenshot({
      path: `test-results/${task.name.replaceAll(/\W+/g, '-')}-${name}.png`,
      fullPage: true,
    });
    await context.close();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  let actions = 0;
  const { settled, leave } = settling(page);
  const goto = async (path: string): Promise<void> => {
    await page.goto(path);
    await settled();
  };
  return {
    page,
    context,
    actions: () => actions,
    act: async (work) => {
      actions += 1;
      await work();
    },
    goto,
    follow: async (path) => {
      const from = new URL(page.url(), portal().url).pathname;
      const isNear = page.url() !== 'about:blank' && from !== new URL(path, portal().url).pathname;
      if (!isNear) return goto(path);
      leave();
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
          ? await context.request.get(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
              headers,
            })
          : await context.request.post(path, { headers, data: input });
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
    leave: () => context.close(),
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
