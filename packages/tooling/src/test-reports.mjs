import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The name under which the Vitest preset writes a package's report; `folder` is absolute. */
export const reportName = (folder) => `${folder.replaceAll(/[^A-Za-z0-9]+/g, '-')}.json`;

/**
 * Adds up what ran, and names what failed: `failures` holds for each the package's folder, the file, the test and the
 * first lines of what it said. A file that could not even be loaded counts as one failed test, and so does a package
 * without a report or without any test: what did not run has not passed.
 */
export function countTests(reportsFolder, packageFolders) {
  let passed = 0;
  const failures = [];
  for (const folder of packageFolders) {
    const fails = (rest) => failures.push({ folder, ...rest });
    const file = join(reportsFolder, reportName(folder));
    if (!existsSync(file)) {
      fails({ said: 'ended without a report' });
      continue;
    }
    const report = JSON.parse(readFileSync(file, 'utf8'));
    if (report.testResults.length === 0) fails({ said: 'ran no test' });
    passed += report.numPassedTests;
    for (const { name, status, message, assertionResults } of report.testResults) {
      const failed = assertionResults.filter((test) => test.status === 'failed');
      for (const test of failed)
        fails({ file: name, test: test.fullName, said: test.failureMessages.join('\n') });
      if (status === 'failed' && failed.length === 0) fails({ file: name, said: message });
    }
  }
  return { passed, failures };
}

const LINES_TOLD = 12;

/** What failed, in lines for the end of a run's output, where it is read first. */
export const tellFailures = (failures, root) =>
  failures.flatMap(({ folder, file, test, said }) => [
    `✖ ${relative(root, file ?? folder)}${test ? ` > ${test}` : ''}`,
    ...said
      .split('\n')
      .slice(0, LINES_TOLD)
      .map((line) => `    ${line}`),
  ]);
