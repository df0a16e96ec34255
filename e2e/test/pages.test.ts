import { afterAll, describe, expect, it } from 'vitest';
import { endVisits, portal, rest, visitAs } from './visitor.ts';

afterAll(endVisits);

const pages = [
  '/',
  '/inbox',
  '/following',
  '/models',
  '/import',
  '/m/credit-risk',
  '/search?q=credit&kinds=notebook',
  '/m/credit-risk/new',
  '/m/credit-risk/tier',
  '/m/credit-risk/recording',
  '/m/credit-risk/completeness',
  '/admin/retention',
  '/admin/mail',
  '/admin/search',
  '/m/credit-risk/versioning',
  '/m/credit-risk/notes',
  '/m/credit-risk/experiments',
  '/m/credit-risk/import',
  '/m/credit-risk/experiments/selection?filter=metrics.brier+%3C+0.14&order=metrics.brier+asc',
  '/m/credit-risk/experiments/selection/runs/exp-07',
  '/m/credit-risk/experiments/selection/compare?runs=exp-03,exp-07,exp-09',
  '/m/credit-risk/compare/1.0.0...1.1.0',
  '/m/credit-risk/compare/1.0.0...1.1.0/notebook?path=notebook.ipynb',
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
  '/deployments/observed',
  '/recalls',
  '/notices?show=open',
  '/consumers',
  '/consumers/train-dispatch',
  '/m/ridership-demand/v/2.1.0-rc.1?tab=consumers',
  '/rescorings/new?model=ridership-demand&version=1.1.0&fixed=1.0.0',
  '/predictions',
  '/reports/rules',
  '/predictions?by=subject',
  '/audit',
  '/audit/ledger',
  '/reports?model=credit-risk',
  '/reports?by=customer',
  '/reports?kind=inventory',
  '/reports/samples?model=credit-risk',
  '/reports/scheduled',
  '/reports/scheduled?sheet=make&model=credit-risk',
  '/audit/verify',
  '/audit/as-of?model=credit-risk',
  '/audit/as-of?show=roles',
  '/policies',
  '/policies?model=credit-risk',
  '/admin/people',
  '/admin/services',
  '/admin/access',
  '/admin/fields',
  '/models?field.business-line=-',
  '/settings',
  '/settings/subscriptions',
  '/settings/subscriptions?sheet=follow',
  '/develop',
  '/develop/webhooks',
  '/develop/webhooks?sheet=make',
  '/models/new',
  '/audit/e/1',
  '/m/credit-risk/v/none',
  '/nowhere',
  '/confirm-mailbox',
];

/** Neighbours of one path apart from each other: a page is followed from another one without loading the portal anew. */
function apart(paths: readonly string[]): string[] {
  const half = Math.ceil(paths.length / 2);
  return paths.slice(0, half).flatMap((path, at) => [path, ...paths.slice(half + at, half + at + 1)]);
}

/** Every page once, as somebody who may read all of them. */
async function readAll(theme: 'light' | 'dark', width: number): Promise<void> {
  const visitor = await visitAs('compliance', { width, dark: theme === 'dark' });
  const people = await visitor.call<{ items: { id: string }[] }>('person.list', 'query', { limit: 1 });
  const rescoring = await visitor.call<{ id: string }>('rescoring.request', 'mutation', {
    model: 'ridership-demand',
    versions: ['1.1.0'],
    fixed: '1.0.0',
    tolerance: 2.5,
    corrections: [{ field: 'temp', factor: 1.8, offset: 32 }],
  });
  const recalled = await visitor.call<{ version: { id: string } }>('version.read', 'query', {
    model: 'ridership-demand',
    version: '1.1.0',
  });
  const made = [
    `/admin/people/${people.items[0]?.id}`,
    `/rescorings/${rescoring.id}?which=fixed`,
    `/lineage/version/${recalled.version.id}`,
    `/lineage/version/${recalled.version.id}?show=reach`,
  ];
  for (const path of apart([...pages, ...made])) {
    await visitor.follow(path);
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

it('verifies the ledger by one click, and a pack without sending it anywhere', async () => {
  const exported = await rest('compliance', '/packs', {
    method: 'POST',
    body: JSON.stringify({ entries: [[0, 40]] }),
  });
  const { url, tokens } = portal();
  const reply = await fetch(`${url}${exported.body.path}`, {
    headers: { authorization: `Bearer ${tokens.compliance}` },
  });
  const buffer = Buffer.from(await reply.arrayBuffer());
  const damaged = Buffer.from(buffer);
  damaged[buffer.length >> 1]! ^= 1;

  const visitor = await visitAs('compliance', { width: 375 });
  const { page } = visitor;
  await visitor.goto('/audit/verify');
  const ledger = page.getByRole('region', { name: 'This ledger' });
  await ledger.getByRole('button', { name: 'Verify this ledger' }).click();
  await ledger.getByRole('heading', { name: 'Sound' }).waitFor();
  // The second time it is held against what the browser kept the first time.
  await ledger.getByRole('button', { name: 'Verify this ledger' }).click();
  await ledger.getByRole('cell', { name: 'The checkpoint that this browser kept' }).waitFor();

  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(`${request.method()} ${request.url()}`);
  });
  const pack = page.getByRole('region', { name: 'An evidence pack' });
  const verify = async (bytes: Buffer, word: string) => {
    await pack
      .getByLabel('Evidence pack', { exact: true })
      .setInputFiles({ name: 'pack.zip', mimeType: 'application/zip', buffer: bytes });
    await pack.getByRole('button', { name: 'Verify the pack' }).click();
    await pack.getByRole('heading', { name: word }).waitFor();
  };
  await verify(buffer, 'Cannot tell');
  await pack.getByRole('button', { name: 'Take this portal’s keys' }).click();
  await pack.getByText('proves less').waitFor();
  await verify(buffer, 'Sound');
  await visitor.expectClean();
  await verify(damaged, 'Broken');
  await visitor.expectNoOverflow();
  expect(sent.filter((request) => !request.includes('/trpc/'))).toEqual([]);
  await visitor.leave();
}, 60_000);
