/** Which tests say what a file is tested by, and by which rule. A mere import of a class is no test of it. Pure but for the texts that it is handed. */
import { testedName } from './counterparts.ts';

/** `covers`: the test names it as covered. `mirror`: it stands at the mirrored place, with the mirrored name. `name+import`: it has its name, and names it. */
export type TestRule = 'covers' | 'mirror' | 'name+import';

export interface TestedBy {
  readonly path: string;
  readonly rule: TestRule;
}

/** A file as far as tests and what they test are told by it. */
export interface NamedFile {
  readonly path: string;
  /** Qualified names of the types that it declares; none in languages whose files are the units. */
  readonly types: readonly string[];
  /** What it imports, by its alias: qualified names. */
  readonly imports: ReadonlyMap<string, string>;
  readonly namespace: string;
  /** Qualified names of what it says it covers. */
  readonly covers: readonly string[];
}

/** `@covers \App\Order::total`, `@coversDefaultClass Order`, `#[CoversClass(Order::class)]`, `#[CoversMethod(Order::class, 'total')]`. */
const COVERS =
  /@covers(?:DefaultClass)?\s+(?<tag>\\?[A-Za-z_][\w\\]*)(?:::\S*)?|#\[[^\]]*?\bCovers(?:Class|Method|Trait)\s*\(\s*(?:(?<attribute>\\?[A-Za-z_][\w\\]*)::class|['"](?<quoted>\\{0,2}[A-Za-z_][\w\\]*)['"])/gu;
/** Folders whose names mirrors leave out. */
const ROOTS = /(?:^|\/)(?:src|lib|app|tests?|__tests__|specs?|unit|integration|feature|functional)(?=\/)/giu;

/** What a text says it covers, as qualified names. */
export function coveredNames(text: string, around: Pick<NamedFile, 'imports' | 'namespace'>): readonly string[] {
  const names = [...text.matchAll(COVERS)].map(({ groups = {} }) => {
    const quoted = groups['quoted']?.replaceAll('\\\\', '\\');
    const written = groups['tag'] ?? groups['attribute'] ?? quoted ?? '';
    return qualified(written, around, quoted !== undefined);
  });
  return [...new Set(names)];
}

/** Parts of namespaces that tests have for themselves. */
const TEST_PART = /^(?:tests?|unit|integration|feature|functional)$/iu;

/** For each file that is tested: by which tests. The strongest rule of a test counts. */
export function testedBy(files: readonly NamedFile[]): ReadonlyMap<string, readonly TestedBy[]> {
  const byType = new Map<string, string>();
  for (const { path, types } of files)
    if (testedName(path) === undefined) for (const type of types) byType.set(type.toLowerCase(), path);
  const byName = groupedByStem(files);
  const found = new Map<string, TestedBy[]>();
  for (const file of files) {
    const name = testedName(file.path);
    for (const [path, rule] of testedIn(file, name, byType, name === undefined ? [] : (byName.get(name) ?? []))) {
      const known = found.get(path);
      if (known === undefined) found.set(path, [{ path: file.path, rule }]);
      else known.push({ path: file.path, rule });
    }
  }
  return found;
}

function testedIn(
  test: NamedFile,
  name: string | undefined,
  byType: ReadonlyMap<string, string>,
  sameName: readonly NamedFile[],
): ReadonlyMap<string, TestRule> {
  const tested = new Map<string, TestRule>();
  for (const covered of test.covers) {
    const path = byType.get(covered.toLowerCase());
    if (path !== undefined && path !== test.path) tested.set(path, 'covers');
  }
  if (name === undefined) return tested;
  const mirrored = sameName.filter((file) => isMirrored(file, test));
  if (mirrored.length === 1) for (const { path } of mirrored) if (!tested.has(path)) tested.set(path, 'mirror');
  if (tested.size > 0) return tested;
  const named = sameName.filter((file) => isNamedIn(file, test));
  if (named.length === 1) for (const { path } of named) tested.set(path, 'name+import');
  return tested;
}

/** A name of a doc comment or an attribute as the imports say. Doc comments of old have whole names without a leading `\`. */
function qualified(
  written: string,
  { imports, namespace }: Pick<NamedFile, 'imports' | 'namespace'>,
  isWhole: boolean,
): string {
  if (isWhole || written.startsWith('\\')) return written.replace(/^\\+/u, '');
  const [first = '', ...rest] = written.split('\\');
  const imported = imports.get(first);
  if (imported !== undefined) return [imported, ...rest].join('\\');
  return rest.length > 0 || namespace === '' ? written : `${namespace}\\${written}`;
}

/** Whether a test imports the file, or a type of it, or stands in its namespace. */
function isNamedIn({ path, types }: NamedFile, test: NamedFile): boolean {
  const imported = new Set([...test.imports.values()].map((name) => name.toLowerCase()));
  if (types.some((type) => imported.has(type.toLowerCase()))) return true;
  if (types.some((type) => type.includes('\\'))) return types.some((type) => namespaceOf(type) === test.namespace);
  // Elsewhere an import names the module: its last part is the file's name.
  const stem = stemOf(path);
  return [...imported].some((name) => name.split(/[./]/u).includes(stem)) || folderOf(path) === folderOf(test.path);
}

function groupedByStem(files: readonly NamedFile[]): ReadonlyMap<string, readonly NamedFile[]> {
  const groups = new Map<string, NamedFile[]>();
  for (const file of files) {
    if (testedName(file.path) !== undefined) continue;
    const stem = stemOf(file.path);
    const known = groups.get(stem);
    if (known === undefined) groups.set(stem, [file]);
    else known.push(file);
  }
  return groups;
}

/** The same place below the roots of sources and tests, by folders or by namespaces (`App\Order`, `App\Tests\OrderTest`). */
function isMirrored({ path, types }: NamedFile, test: NamedFile): boolean {
  if (placeOf(path) === placeOf(test.path)) return true;
  const namespace = test.namespace.split('\\').filter((part) => !TEST_PART.test(part));
  return (
    namespace.length < test.namespace.split('\\').length &&
    types.some((type) => namespaceOf(type) === namespace.join('\\'))
  );
}

/** The folders of a file without those that tests and sources have for themselves. */
function placeOf(path: string): string {
  return `/${folderOf(path).toLowerCase()}/`.replace(ROOTS, '').replace(/^\/+|\/+$/gu, '');
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return name.slice(0, Math.max(1, name.indexOf('.', 1)));
}

function namespaceOf(type: string): string {
  return type.slice(0, Math.max(0, type.lastIndexOf('\\')));
}
