/** The last lines of a test run, from vitest's JSON report. Never says "0 failed" about a run that failed. */

/**
 * @param {object | undefined} report vitest's JSON report; undefined when there is none
 * @param {number} status vitest's exit status
 * @returns {string[]} the last one is `N passed, N failed`, with `, N skipped` where tests were skipped
 */
export function summaryOf(report, status) {
  if (!report) return ['The test runner ended without a report.', '0 passed, 1 failed'];
  // A file that does not load has no tests to count, and is a failure all the same.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + broken;
  const skipped = report.numPendingTests + report.numTodoTests;
  const count = (n) => `${report.numPassedTests} passed, ${n} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  if (failed > 0 || status === 0) return [count(failed)];
  return [`The test runner ended with status ${status} although no test failed: see the errors above.`, count(1)];
}
