/** Which file is whose test, by the names that all languages use. A pair must not be torn apart by a split: each gives the other away. Pure. */

/** `OrderTest.php`, `order.test.ts`, `order.vitest.ts`, `order_test.go`, `test_order.py`, `OrderSpec.js`. */
const TEST_NAMES: readonly RegExp[] = [
  /^(.+?)(?:Unit|Integration|Feature|Functional)?Tests?(?=\.)/u,
  /^(.+?)[._-](?:unit|integration|e2e|vi)?(?:test|spec)s?(?=\.)/u,
  /^(?:test|spec)[._-](.+?)(?=\.)/u,
  /^(.+?)Spec(?=\.)/u,
];
/** Folders that mirror others. */
const NO_PLACE: ReadonlySet<string> = new Set([
  'src',
  'lib',
  'app',
  'tests',
  'test',
  'spec',
  '__tests__',
  'unit',
  'integration',
  'feature',
]);

/** The name of what a test file tests, without its ending, in lower case; `undefined` for other files. @param path with `/` */
export function testedName(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const pattern of TEST_NAMES) {
    const tested = pattern.exec(name)?.[1];
    if (tested !== undefined) return tested.toLowerCase();
  }
  return isScriptTest(path) ? stemOf(path) : undefined;
}

/** Jest takes whatever stands in `__tests__` for a test; mocha and node:test what stands in `test`, where helpers stand as well. */
export function isScriptTest(path: string): boolean {
  return /(?:^|\/)(?:__tests__|tests?)\/(?:.*\/)?[^/]+\.[cm]?[jt]sx?$/u.test(path);
}

/** Whether only the folder of a file says that it may be a test, in which helpers of tests stand as well. */
export function isByFolder(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isScriptTest(path) && !/(?:^|\/)__tests__\//u.test(path) && !TEST_NAMES.some((pattern) => pattern.test(name));
}

/** A name without the underscore of those that would be a word of the language, or are for inside: `ClassTest` tests `Class_`, `test_compat` `_compat`. */
export function withoutUnderscore(name: string): string {
  return name.replace(/(?<=[^_])_$|^_(?=[^_])/gu, '');
}

/** Pairs of indices: a test, and the one file that it most likely tests. */
export function counterparts(paths: readonly string[]): readonly (readonly [test: number, tested: number])[] {
  const byStem = new Map<string, number[]>();
  for (const [index, path] of paths.entries()) {
    if (testedName(path) !== undefined) continue;
    const stem = withoutUnderscore(stemOf(path));
    byStem.set(stem, [...(byStem.get(stem) ?? []), index]);
  }
  return paths.flatMap((path, test) => {
    const name = testedName(path);
    const possible = name === undefined ? [] : (byStem.get(name) ?? []);
    const tested = nearest(path, possible, paths);
    return tested === undefined ? [] : [[test, tested] as const];
  });
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return name.slice(0, Math.max(1, name.indexOf('.', 1)));
}

/** The one whose folders have the most in common with the test's, of the same ending. */
function nearest(test: string, possible: readonly number[], paths: readonly string[]): number | undefined {
  const places = placesOf(test);
  let [best, most] = [undefined as number | undefined, -1];
  for (const index of possible) {
    const path = paths[index] ?? '';
    if (path.slice(path.lastIndexOf('.')) !== test.slice(test.lastIndexOf('.'))) continue;
    const shared = placesOf(path).filter((place) => places.includes(place)).length;
    if (shared > most) [best, most] = [index, shared];
  }
  return best;
}

function placesOf(path: string): readonly string[] {
  return path
    .toLowerCase()
    .split('/')
    .slice(0, -1)
    .filter((place) => !NO_PLACE.has(place));
}
