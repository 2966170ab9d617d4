/** Which tests say what a file is tested by, and by which rule. A mere import of a class is no test of it. Pure. */
import type { Autoload } from './autoload.ts';
import { testedName, withoutUnderscore } from './counterparts.ts';
import { without, wordsOf } from './name-words.ts';
import type { NamedFile } from './named-file.ts';
import { folderOf, isBelow, isMirrored, modulePath, nameOf, namespaceOf, stemOf } from './test-places.ts';

/**
 * `covers`: the test names it as covered. `mirror`: the test has its name and stands at the mirrored place; or nothing else has that name, and the test
 * stands above that place, or the name has several words. `name+import`: the test has its name, alone or among words of its namespace, and imports it.
 */
export type TestRule = 'covers' | 'mirror' | 'name+import';

export interface TestedBy {
  readonly path: string;
  readonly rule: TestRule;
}

/** What a test's name says of it as a test. */
const TEST_ENDING = /(?:Unit|Integration|Feature|Functional)?Tests?$/u;
const EXAMPLES = /(?:^|\/)(?:examples?|samples?|demos?|docs?|benchmarks?)\//iu;
/** Words of a class that nothing else is called: `DatabaseTransactionsTest` may be about transactions, `JobMakeCommandTest` is about `JobMakeCommand`. */
const TELLING_WORDS = 3;

/** For each file that is tested: by which tests. The strongest rule of a test counts. */
export function testedBy(files: readonly NamedFile[], autoload?: Autoload): ReadonlyMap<string, readonly TestedBy[]> {
  const sources = { ...sourcesOf(files), autoload };
  const found = new Map<string, TestedBy[]>();
  for (const file of files) {
    for (const [path, rule] of testedIn(file, sources)) {
      const known = found.get(path);
      if (known === undefined) found.set(path, [{ path: file.path, rule }]);
      else known.push({ path: file.path, rule });
    }
  }
  return found;
}

/** What may be tested. */
interface Sources {
  /** By qualified names, in lower case. */
  readonly byType: ReadonlyMap<string, NamedFile>;
  /** By the name of the file without its ending, in lower case. */
  readonly byStem: ReadonlyMap<string, readonly NamedFile[]>;
  readonly autoload: Autoload | undefined;
}

function sourcesOf(files: readonly NamedFile[]): Omit<Sources, 'autoload'> {
  const byType = new Map<string, NamedFile>();
  const byStem = new Map<string, NamedFile[]>();
  for (const file of files) {
    if (testedName(file.path) !== undefined) continue;
    for (const type of file.types) byType.set(type.toLowerCase(), file);
    const stem = withoutUnderscore(stemOf(file.path));
    const known = byStem.get(stem);
    if (known === undefined) byStem.set(stem, [file]);
    else known.push(file);
  }
  return { byType, byStem };
}

function testedIn(test: NamedFile, { byType, byStem, autoload }: Sources): ReadonlyMap<string, TestRule> {
  const tested = new Map<string, TestRule>();
  for (const covered of test.covers) {
    const path = byType.get(covered.toLowerCase())?.path;
    if (path !== undefined && path !== test.path) tested.set(path, 'covers');
  }
  const name = testedName(test.path);
  if (name === undefined) return tested;
  const sameName = called(name, test, byStem.get(name) ?? []);
  const add = (rule: TestRule, possible: readonly NamedFile[]): void => {
    const [only, other] = possible;
    if (only !== undefined && other === undefined && !tested.has(only.path)) tested.set(only.path, rule);
  };
  add(
    'mirror',
    sameName.filter((file) => isMirrored(file, test, autoload)),
  );
  if (tested.size > 0) return tested;
  const code = sameName.filter(({ isContract }) => !isContract);
  add('name+import', namedIn(code, test));
  if (tested.size > 0) return tested;
  add('name+import', spelledOut(test, byType));
  const isTelling = wordsOf(nameOf(test.path)).length > TELLING_WORDS;
  if (tested.size === 0)
    add('mirror', isTelling ? code : code.filter((file) => code.length === 1 && isBelow(file, test, autoload)));
  return tested;
}

/** Those that a test with that name may be of: whole names before those with an underscore, and examples only where the test is one of them. */
function called(name: string, { path }: NamedFile, possible: readonly NamedFile[]): readonly NamedFile[] {
  const own = EXAMPLES.test(path) ? possible : possible.filter((file) => !EXAMPLES.test(file.path));
  const whole = own.filter((file) => stemOf(file.path) === name);
  return whole.length > 0 ? whole : own;
}

/** Those that the test imports, or whose namespace it stands in; where several modules have the name, the one that an import says the most of. */
function namedIn(possible: readonly NamedFile[], test: NamedFile): readonly NamedFile[] {
  const imported = [...test.imports.values()].map((name) => name.toLowerCase());
  const said = possible.map((file) => ({ file, parts: partsNamed(file, test, imported) }));
  const most = Math.max(1, ...said.map(({ parts }) => parts));
  return said.filter(({ parts }) => parts === most).map(({ file }) => file);
}

/** How much of its name a test says: 0 for nothing. @param imported in lower case */
function partsNamed({ path, types }: NamedFile, test: NamedFile, imported: readonly string[]): number {
  if (types.some((type) => imported.includes(type.toLowerCase()))) return 1;
  if (types.some((type) => type.includes('\\')))
    return types.some((type) => namespaceOf(type) === test.namespace) ? 1 : 0;
  // Elsewhere an import names the module, and what is taken from it perhaps.
  const own = modulePath(path).toLowerCase().split('/').reverse();
  const counts = imported.map((name) => {
    const parts = name
      .replace(/\.[cm]?[jt]sx?$/u, '')
      .split(/[./]+|::/u)
      .reverse();
    const at = parts.indexOf(own[0] ?? '');
    let count = 0;
    while (at >= 0 && parts[at + count] !== undefined && parts[at + count] === own[count]) count++;
    return count;
  });
  const most = Math.max(0, ...counts);
  return most === 0 && folderOf(path) === folderOf(test.path) ? 1 : most;
}

/**
 * Classes that the test imports and whose namespace its name says as well: `DatabaseEloquentBuilderTest` of `Illuminate\\Database\\Eloquent\\Builder`. All words of
 * the class have to be there in their order, and no word may be foreign to both. Of several, those that say the most themselves.
 */
function spelledOut(test: NamedFile, byType: Sources['byType']): readonly NamedFile[] {
  const wanted = wordsOf(nameOf(test.path).replace(TEST_ENDING, ''));
  const possible = [...test.imports.values()].flatMap((name) => {
    const file = byType.get(name.toLowerCase());
    if (file === undefined || file.isContract) return [];
    const [own, around] = [wordsOf(name.slice(name.lastIndexOf('\\') + 1)), new Set(wordsOf(namespaceOf(name)))];
    const rest = without(wanted, own);
    return rest?.every((word) => around.has(word)) === true ? [{ file, count: own.length }] : [];
  });
  const most = Math.max(...possible.map(({ count }) => count));
  return possible.filter(({ count }) => count === most).map(({ file }) => file);
}
