import { describe, expect, it } from 'vitest';
import { summaryOf } from '../../scripts/lib/summary.mjs';

const report = (passed: number, failed: number, more = {}) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...more,
});

describe('the last line of npm test', () => {
  it.each([
    ['a good run', report(5, 0), 0, '5 passed, 0 failed'],
    ['a failed test', report(4, 1), 1, '4 passed, 1 failed'],
    ['skipped tests', report(4, 0, { numPendingTests: 2 }), 0, '4 passed, 0 failed, 2 skipped'],
    [
      'a file that does not load',
      report(4, 0, { testResults: [{ status: 'failed', assertionResults: [] }] }),
      1,
      '4 passed, 1 failed',
    ],
    [
      'a file with failed tests, counted once',
      report(4, 1, { testResults: [{ status: 'failed', assertionResults: [{}] }] }),
      1,
      '4 passed, 1 failed',
    ],
    ['an error outside of tests', report(5, 0), 1, '5 passed, 1 failed'],
    ['a runner that died', undefined, 1, '0 passed, 1 failed'],
  ])('tells of %s', (_, from, status, line) => {
    expect(summaryOf(from, status).at(-1)).toBe(line);
  });
});
