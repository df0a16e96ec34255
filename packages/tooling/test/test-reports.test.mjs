import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { countTests, reportName, tellFailures } from '../src/test-reports.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-reports-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (path, numPassedTests, testResults) =>
  writeFileSync(join(folder, reportName(path)), JSON.stringify({ numPassedTests, testResults }));
const passing = { name: '/house/a/good.test.ts', status: 'passed', message: '', assertionResults: [] };
const failing = (...names) => ({
  name: '/house/b/bad.test.ts',
  status: 'failed',
  message: '',
  assertionResults: names.map((fullName) => ({
    fullName,
    status: 'failed',
    failureMessages: [`AssertionError: ${fullName}\n    at line 7`],
  })),
});
const count = (...folders) => {
  const { passed, failures } = countTests(folder, folders);
  return { passed, failed: failures.length };
};

it('adds up the packages', () => {
  report('/house/a', 3, [passing]);
  report('/house/b', 1, [failing('loses a signature', 'forgets an entry')]);
  expect(count('/house/a', '/house/b')).toEqual({ passed: 4, failed: 2 });
});

it('counts a file that could not be loaded as failed', () => {
  report('/house/a', 1, [passing, { ...failing(), message: 'cannot find a module' }]);
  expect(count('/house/a')).toEqual({ passed: 1, failed: 1 });
});

it('counts a package that left no report, or found no test, as failed', () => {
  report('/house/empty', 0, []);
  expect(count('/house/silent', '/house/empty')).toEqual({ passed: 0, failed: 2 });
});

it('names what failed, with what it said', () => {
  report('/house/b', 1, [failing('loses a signature'), { ...failing(), message: 'cannot find a module' }]);
  const { failures } = countTests(folder, ['/house/b', '/house/silent']);
  expect(tellFailures(failures, '/house')).toEqual([
    '✖ b/bad.test.ts > loses a signature',
    '    AssertionError: loses a signature',
    '        at line 7',
    '✖ b/bad.test.ts',
    '    cannot find a module',
    '✖ silent',
    '    ended without a report',
  ]);
});
