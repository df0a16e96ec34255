import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { countTests, reportName } from '../src/test-reports.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-reports-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (path, content) => writeFileSync(join(folder, reportName(path)), JSON.stringify(content));
const one = (status) => ({ status, assertionResults: [{ status }] });

it('adds up the packages', () => {
  report('/house/packages/a', { numPassedTests: 3, numFailedTests: 0, testResults: [one('passed')] });
  report('/house/packages/b', { numPassedTests: 1, numFailedTests: 2, testResults: [one('failed')] });
  expect(countTests(folder, ['/house/packages/a', '/house/packages/b'])).toEqual({ passed: 4, failed: 2 });
});

it('counts a file that could not be loaded as failed', () => {
  const broken = { status: 'failed', assertionResults: [] };
  report('/house/a', { numPassedTests: 1, numFailedTests: 0, testResults: [one('passed'), broken] });
  expect(countTests(folder, ['/house/a'])).toEqual({ passed: 1, failed: 1 });
});

it('counts a package that left no report, or found no test, as failed', () => {
  report('/house/empty', { numPassedTests: 0, numFailedTests: 0, testResults: [] });
  expect(countTests(folder, ['/house/silent', '/house/empty'])).toEqual({ passed: 0, failed: 2 });
});
