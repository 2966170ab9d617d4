/** Which tests say what a file is tested by, and by which rule. A mere import of a class is no test of it. Pure. */
import type { Autoload } from './autoload.ts';
import { isByFolder, testedName, withoutUnderscore } from './counterparts.ts';
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
/** Characters of a name that may be the beginning of a longer one. */
const SHORTEST_NAME = 3;

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
    for (const stem of stemsOf(file.path)) {
      const known = byStem.get(stem);
      if (known === undefined) byStem.set(stem, [file]);
      else known.push(file);
    }
  }
  return { byType, byStem };
}

/** `cart/index.js` is what `cart` names as well. */
function stemsOf(path: string): readonly string[] {
  const stem = withoutUnderscore(stemOf(path));
  const folder = stemOf(folderOf(path));
  return stem === 'index' && folder !== '' ? [stem, folder] : [stem];
}

function testedIn(test: NamedFile, { byType, byStem, autoload }: Sources): ReadonlyMap<string, TestRule> {
  const tested = new Map<string, TestRule>();
  for (const covered of test.covers) {
    const path = byType.get(covered.toLowerCase())?.path;
    if (path !== undefined && path !== test.path) tested.set(path, 'covers');
  }
  const name = testedName(test.path);
  if (name === undefined) return tested;
  if (isByFolder(test.path)) return testedByFolder(test, name, byStem);
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
  // A test that has grown is a folder.
  const [, folder] = /(?:^|\/)tests?_([^/]+)$/u.exec(folderOf(test.path)) ?? [];
  if (tested.size === 0 && folder !== undefined) add('mirror', called(folder, test, byStem.get(folder) ?? []));
  return tested;
}

/**
 * Of a test that only its folder tells: what it has the name of, whole or as the beginning of a dotted one (`res.send.js` of `response.js`), and what its
 * cases have the names of. It has to have cases, and to load something of the project.
 */
function testedByFolder(test: NamedFile, name: string, byStem: Sources['byStem']): ReadonlyMap<string, TestRule> {
  const tested = new Map<string, TestRule>();
  const imported = [...test.imports.values()].map((from) => from.toLowerCase());
  if (!test.hasCases || !imported.some((from) => from.startsWith('.'))) return tested;
  const add = (rule: TestRule, possible: readonly NamedFile[]): void => {
    const [only, other] = possible.length > 1 ? named(possible) : possible;
    if (only !== undefined && other === undefined && !tested.has(only.path)) tested.set(only.path, rule);
  };
  const named = (possible: readonly NamedFile[]): readonly NamedFile[] =>
    possible.filter((file) => partsNamed(file, test, imported) > 0);
  const all = byStem.get(name) ?? [];
  const own = all.filter(({ path }) => !EXAMPLES.test(path));
  const mirrored = own.filter((file) => isMirrored(file, test));
  // An example is tested by who loads it.
  if (own.length === 0) add('name+import', named(all));
  else if (mirrored.length === 1) add('mirror', mirrored);
  else add('name+import', own);
  if (tested.size === 0 && isDotted(test.path)) add('name+import', shortenedTo(name, byStem));
  for (const title of test.titles.filter((each) => wordsOf(each).length > 1)) {
    const called = byStem.get(title.toLowerCase()) ?? [];
    add(
      'name+import',
      called.filter(({ path }) => nameOf(path) === title && !EXAMPLES.test(path)),
    );
  }
  return tested;
}

/** `res.send.js`: the first part says what it is about. */
function isDotted(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).split('.').length > 2;
}

/** What a short name is the beginning of. */
function shortenedTo(name: string, byStem: Sources['byStem']): readonly NamedFile[] {
  if (name.length < SHORTEST_NAME) return [];
  return [...byStem]
    .filter(([stem]) => stem.startsWith(name))
    .flatMap(([, files]) => files.filter(({ path }) => !EXAMPLES.test(path)));
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
  const own = modulePath(path.replace(/(?<=.)\/index\.[cm]?[jt]sx?$/u, ''))
    .toLowerCase()
    .split('/')
    .reverse();
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
