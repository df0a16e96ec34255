import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name under which the Vitest preset writes a package's report; `folder` is absolute. */
export const reportName = (folder) => `${folder.replaceAll(/[^A-Za-z0-9]+/g, '-')}.json`;

/**
 * Adds up what ran. A file that could not even be loaded counts as one failed test, and so does a package without a
 * report or without any test: what did not run has not passed.
 */
export function countTests(reportsFolder, packageFolders) {
  const total = { passed: 0, failed: 0 };
  for (const folder of packageFolders) {
    const file = join(reportsFolder, reportName(folder));
    if (!existsSync(file)) {
      total.failed += 1;
      continue;
    }
    const report = JSON.parse(readFileSync(file, 'utf8'));
    if (report.testResults.length === 0) total.failed += 1;
    total.passed += report.numPassedTests;
    total.failed += report.numFailedTests;
    for (const { status, assertionResults } of report.testResults) {
      if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed'))
        total.failed += 1;
    }
  }
  return total;
}
