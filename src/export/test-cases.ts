/** What a JavaScript or TypeScript test says in its calls: that it has cases, how they are called, and what it requires. Pure. */

/** `describe('mapLimit', …)`, `it.only("…")`, `test(…)` of mocha, Jest, node:test, tape and others, where a line begins. */
const CASE =
  /^[ \t]*(?:(?:await|void)\s+)?(?:describe|context|suite|it|test|t\.test|QUnit\.(?:module|test))(?:\.\w+)*\s*\(\s*(?:(['"`])(?<title>[^'"`\n]*)\1)?/gmu;
const REQUIRED = /\brequire\s*\(\s*(['"])(?<path>[^'"\n]+)\1\s*\)/gu;

export interface TestCases {
  readonly hasCases: boolean;
  /** Titles that are one word. */
  readonly titles: readonly string[];
  /** Paths of modules. */
  readonly required: readonly string[];
}

export const NO_CASES: TestCases = { hasCases: false, titles: [], required: [] };

export function testCases(text: string): TestCases {
  const cases = [...text.matchAll(CASE)];
  const titles = cases.map(({ groups }) => groups?.['title'] ?? '').filter((title) => /^[\w$]+$/u.test(title));
  const required = [...text.matchAll(REQUIRED)].map(({ groups }) => groups?.['path'] ?? '');
  return { hasCases: cases.length > 0, titles: [...new Set(titles)], required: [...new Set(required)] };
}
