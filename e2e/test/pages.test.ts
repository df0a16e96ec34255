import { afterAll, describe, it } from 'vitest';
import { closeBrowser, visitAs } from './visitor.ts';

afterAll(closeBrowser);

const pages = [
  '/',
  '/inbox',
  '/models',
  '/import',
  '/m/credit-risk',
  '/m/credit-risk/new',
  '/m/credit-risk/tier',
  '/m/credit-risk/recording',
  '/m/credit-risk/completeness',
  '/m/credit-risk/compare/1.0.0...1.1.0',
  '/m/credit-risk/v/1.1.0?tab=release-notes&beside=1.0.0',
  '/m/credit-risk/v/2.0.0-rc.1',
  '/m/credit-risk/v/2.0.0-rc.1?edit=substance',
  ...[
    'release-notes',
    'evidence',
    'discussion',
    'notebooks',
    'files',
    'sign-offs',
    'deployments',
    'audit',
  ].map((tab) => `/m/credit-risk/v/1.1.0?tab=${tab}`),
  '/deployments',
  '/recalls',
  '/predictions',
  '/reports/rules',
  '/predictions?by=subject',
  '/audit',
  '/reports?model=credit-risk',
  '/reports?by=customer',
  '/audit/verify',
  '/policies',
  '/policies?model=credit-risk',
  '/admin/people',
  '/admin/services',
  '/admin/access',
  '/admin/fields',
  '/models?field.business-line=-',
  '/settings',
  '/develop',
  '/models/new',
  '/audit/e/1',
  '/m/credit-risk/v/none',
  '/nowhere',
];

/** Every page once, as somebody who may read all of them. */
async function readAll(theme: 'light' | 'dark', width: number): Promise<void> {
  const visitor = await visitAs('compliance', { width, dark: theme === 'dark' });
  const people = await visitor.call<{ items: { id: string }[] }>('person.list', 'query', { limit: 1 });
  for (const path of [...pages, `/admin/people/${people.items[0]?.id}`]) {
    await visitor.goto(path);
    await visitor.page.getByRole('heading', { level: 1 }).first().waitFor();
    await visitor.expectClean();
    await visitor.expectNoOverflow();
  }
  await visitor.leave();
}

describe('every page', () => {
  it('is clean in light at 1440 px and in dark at 375 px', async () => {
    // Two readers at once: most of the time goes into waiting for a page to settle.
    await Promise.all([readAll('light', 1440), readAll('dark', 375)]);
  }, 400_000);
});
