import {
  type Browser,
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page,
  type Request,
} from 'playwright-core';
import { expect } from 'vitest';

let browser: Promise<Browser> | undefined;

/** The browser that `npm test` found. One for a worker, and gone with it: the files of a worker share what they load. */
function openBrowser(): Promise<Browser> {
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

export interface WindowShape {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/** A window of a browser in which nobody is signed in and nothing is kept. */
export interface LentWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page logged as an error or threw since it was lent. */
  readonly problems: string[];
  readonly settled: () => Promise<void>;
  readonly leave: () => void;
}

interface Seat extends LentWindow {
  readonly devtools: CDPSession;
  readonly isNarrow: boolean;
  readonly origin: string;
}

const spares: Seat[] = [];
const isNarrow = ({ width = 1440 }: WindowShape): boolean => width < 720;

async function makeSeat(origin: string, shape: WindowShape): Promise<Seat> {
  const context = await (await openBrowser()).newContext({
    baseURL: origin,
    hasTouch: isNarrow(shape),
    isMobile: isNarrow(shape),
    timezoneId: 'Europe/Zurich',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  const devtools = await context.newCDPSession(page);
  return { context, page, problems, ...settling(page), devtools, origin, isNarrow: isNarrow(shape) };
}

/**
 * A window on the portal at `origin`. To open one and to compile the portal's scripts in it takes a second of the
 * processor: those that are given back are lent again.
 */
export async function lendWindow(origin: string, shape: WindowShape): Promise<LentWindow> {
  const found = spares.findIndex((seat) => seat.origin === origin && seat.isNarrow === isNarrow(shape));
  const seat = found < 0 ? await makeSeat(origin, shape) : spares.splice(found, 1)[0]!;
  await seat.page.setViewportSize({ width: shape.width ?? 1440, height: shape.height ?? 900 });
  await seat.page.emulateMedia({ colorScheme: shape.dark ? 'dark' : 'light' });
  return seat;
}

/** The next one finds nothing of whoever had the window before: no session, nothing stored, no page to go back to. */
export async function giveBack(window: LentWindow): Promise<void> {
  const seat = window as Seat;
  const { page, context, devtools, origin } = seat;
  try {
    await page.evaluate(() => sessionStorage.clear());
    // Of the same site, so that the next visitor's pages are drawn by the same process.
    await page.goto('/readyz', { timeout: 5000 });
    await context.clearCookies();
    await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await devtools.send('Page.resetNavigationHistory');
  } catch {
    await context.close();
    return;
  }
  seat.leave();
  seat.problems.length = 0;
  spares.push(seat);
}

/** Closes every window that is not waiting to be lent. */
export async function closeLent(): Promise<void> {
  const waiting = new Set(spares.map(({ context }) => context));
  const opened = (await browser)?.contexts() ?? [];
  await Promise.all(opened.filter((context) => !waiting.has(context)).map((context) => context.close()));
}
