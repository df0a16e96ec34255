import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StateComparison } from '@countersign/contracts';
import { expect, it } from 'vitest';
import { runCommand } from '../src/run-command.ts';

const result: StateComparison = {
  at: '2026-11-21T12:00:00.000Z',
  size: 1_204,
  waiting: 0,
  compared: { entry: 1_204, version: 3, 'sign-off': 9 },
  untold: 0,
  differs: 0,
  differences: [],
};
const difference = {
  what: 'version' as const,
  id: '01900000-0000-7000-8000-000000000001',
  name: 'ridership-demand 2.0.0',
  field: 'stage',
  entries: 'approved',
  tables: 'deployed',
  number: 12,
};

/** What the command prints and returns where the portal answers with this. */
async function answered(status: number, ...lines: readonly object[]) {
  const server = createServer((_request, reply) => {
    reply.writeHead(status, { 'content-type': 'application/x-ndjson' });
    reply.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const written = { out: '', aside: '' };
  try {
    const code = await runCommand(
      ['ledger', 'rebuild', '--compare', '--token', 'cs_test', '--url', `http://127.0.0.1:${port}`],
      {
        environment: {},
        out: (text) => {
          written.out += text;
        },
        aside: (text) => {
          written.aside += text;
        },
      },
    );
    return { code, ...written };
  } finally {
    server.close();
  }
}

it('says that entries and tables tell one state, or names what differs', async () => {
  const same = await answered(200, { done: 600, of: 1_204 }, { result });
  expect(same.code).toBe(0);
  expect(same.out).toContain('1,204');
  expect(same.out).toContain('3 versions, 9 sign-offs');
  expect(same.out).toContain('the same');

  const differs = await answered(200, { result: { ...result, differs: 1_001, differences: [difference] } });
  expect(differs.code).toBe(1);
  expect(differs.out).toMatch(/version +ridership-demand 2\.0\.0 +stage +approved +deployed +12 +01900000/);
  expect(differs.out).toContain('… and 1,000 more');
});

it('claims nothing where nothing was found out', async () => {
  const refused = {
    error: { code: 'FORBIDDEN', message: 'This takes the role compliance.', requestId: 'r' },
  };
  expect((await answered(403, refused)).code).toBe(2);
  const failed = await answered(
    200,
    { done: 0, of: 9 },
    { error: { code: 'INTERNAL', message: 'It broke.' } },
  );
  expect(failed).toMatchObject({ code: 2, out: '' });
  expect(failed.aside).toContain('It broke.');
  const cut = await answered(200, { done: 5, of: 9 });
  expect(cut).toMatchObject({ code: 2, out: '' });
  expect(cut.aside).toContain('before its result');
});
