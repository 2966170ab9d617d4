/** Finds the file that declares a PHP class as composer's autoloader does: by PSR-4, PSR-0 and class maps. Runs no PHP; looks when first asked, and after an install. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Libraries } from '../disk.ts';
import { pathArray } from './php-array.ts';

const paths = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));
const autoload = z
  .object({
    'psr-4': z.record(z.string(), paths).catch({}).optional(),
    'psr-0': z.record(z.string(), paths).catch({}).optional(),
    classmap: z.array(z.string()).catch([]).optional(),
    files: z.array(z.string()).catch([]).optional(),
  })
  .catch({});
const manifest = z.object({ autoload: autoload.optional(), 'autoload-dev': autoload.optional() }).catch({});
const installed = z
  .union([z.object({ packages: z.array(z.unknown()) }).transform(({ packages }) => packages), z.array(z.unknown())])
  .catch([]);
const installedPackage = z.object({
  name: z.string(),
  'install-path': z.string().optional(),
  autoload: autoload.optional(),
});
const config = z.object({ config: z.object({ 'vendor-dir': z.string().optional() }).optional() }).catch({});

type Autoload = z.infer<typeof autoload>;
type InstalledPackage = z.infer<typeof installedPackage>;

/** Where classes are: prefixes with the folders under them, the longest first. */
interface ClassMap {
  readonly psr4: Map<string, string[]>;
  readonly psr0: Map<string, string[]>;
  /** Lower-case qualified name → file. */
  readonly classes: Map<string, string>;
  readonly files: string[];
  /** Files and folders of class maps that nobody has looked through: they are read when nothing else has a class. */
  readonly unread: string[];
}

/** How often it is looked whether something was installed, in ms. */
const CHECK_MS = 2000;

/** PHP files in the folders of a class map that are looked through, at most. */
const MOST_MAPPED_FILES = 3000;
const DECLARES = /^[^\S\n]*(?:(?:abstract|final|readonly)\s+)*(?:class|interface|trait|enum)\s+([A-Za-z_]\w*)/gmu;

/**
 * @param root absolute folder of the project
 * @param vendor absolute folder of its libraries, where it is not what `composer.json` says
 * @param now milliseconds of a clock that only moves on
 */
export function composerLibraries(
  root: string,
  vendor?: string,
  now: () => number = () => performance.now(),
): Libraries {
  const found = new Map<string, string | undefined>();
  let map: ClassMap | undefined;
  let folder = '';
  let stamp = '';
  let checkedAt = Number.NEGATIVE_INFINITY;
  const known = (): ClassMap => {
    if (map !== undefined && now() - checkedAt < CHECK_MS) return map;
    checkedAt = now();
    if (map === undefined) folder = vendor ?? vendorOf(root);
    const current = stampOf(root, folder);
    if (map !== undefined && current === stamp) return map;
    found.clear();
    folder = vendor ?? vendorOf(root);
    stamp = stampOf(root, folder);
    map = readMap(root, folder);
    return map;
  };
  return {
    typeFile(qualified) {
      const current = known();
      const key = qualified.toLowerCase();
      if (!found.has(key)) found.set(key, find(current, qualified));
      return found.get(key);
    },
    functionFiles: () => known().files,
  };
}

/** Changes when composer has installed something, or its settings have changed. */
function stampOf(root: string, vendor: string): string {
  return [
    join(root, 'composer.json'),
    join(vendor, 'composer', 'installed.json'),
    join(vendor, 'composer', 'autoload_psr4.php'),
    join(vendor, 'composer', 'autoload_classmap.php'),
  ]
    .map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join(' ');
}

function find(map: ClassMap, qualified: string): string | undefined {
  const { psr4, psr0, classes, files, unread } = map;
  const key = qualified.toLowerCase();
  const mapped = classes.get(key);
  if (mapped !== undefined && existsSync(mapped)) return mapped;
  const known =
    under(psr4, qualified, (prefix) => qualified.slice(prefix.length).replaceAll('\\', '/')) ??
    under(psr0, qualified, () => underscored(qualified));
  if (known !== undefined) return known;
  for (let path = unread.pop(); path !== undefined; path = unread.pop()) mapClasses(map, path);
  // A class without a namespace may stand in one of the files that are always loaded.
  const always = qualified.includes('\\') ? undefined : files.find((file) => basename(file) === `${qualified}.php`);
  return classes.get(key) ?? always;
}

/** The first file that is there. @param pathOf from a prefix of the name to the path in its folders, without its ending */
function under(
  prefixes: ReadonlyMap<string, readonly string[]>,
  qualified: string,
  pathOf: (prefix: string) => string,
): string | undefined {
  for (const [prefix, folders] of prefixes) {
    if (!qualified.startsWith(prefix)) continue;
    const file = folders.map((folder) => join(folder, `${pathOf(prefix)}.php`)).find((path) => existsSync(path));
    if (file !== undefined) return file;
  }
  return undefined;
}

/** PSR-0: underscores in the name of a class, but not in its namespace, are folders. */
function underscored(qualified: string): string {
  const cut = qualified.lastIndexOf('\\') + 1;
  return qualified.slice(0, cut).replaceAll('\\', '/') + qualified.slice(cut).replaceAll('_', '/');
}

function vendorOf(root: string): string {
  const folder = config.parse(json(join(root, 'composer.json'))).config?.['vendor-dir'] ?? 'vendor';
  return isAbsolute(folder) ? folder : join(root, folder);
}

function readMap(root: string, vendor: string): ClassMap {
  const map: ClassMap = { psr4: new Map(), psr0: new Map(), classes: new Map(), files: [], unread: [] };
  const own = manifest.parse(json(join(root, 'composer.json')));
  for (const load of [own.autoload, own['autoload-dev']]) if (load !== undefined) add(map, load, root);
  // What composer has generated holds the classes of all class maps.
  if (readGenerated(map, root, vendor)) map.unread.length = 0;
  else readInstalled(map, vendor);
  return { ...map, psr4: longestFirst(map.psr4), psr0: longestFirst(map.psr0) };
}

/** What composer has written for its own autoloader. @returns false where there is nothing */
function readGenerated(map: ClassMap, root: string, vendor: string): boolean {
  const folder = join(vendor, 'composer');
  const folders = { $vendorDir: vendor, $baseDir: root, __DIR__: folder } as const;
  const read = (name: string): ReadonlyMap<string, readonly string[]> | undefined => {
    const source = text(join(folder, name));
    return source === undefined ? undefined : pathArray(source, folders);
  };
  const psr4 = read('autoload_psr4.php');
  if (psr4 === undefined) return false;
  for (const [prefix, under] of psr4) put(map.psr4, prefix, under);
  for (const [prefix, under] of read('autoload_namespaces.php') ?? []) put(map.psr0, prefix, under);
  for (const [name, [file]] of read('autoload_classmap.php') ?? [])
    if (file !== undefined) map.classes.set(name.toLowerCase(), file);
  for (const [, [file]] of read('autoload_files.php') ?? []) if (file !== undefined) map.files.push(file);
  return true;
}

/** Without an autoloader: what each installed package says of itself. */
function readInstalled(map: ClassMap, vendor: string): void {
  const listed = installed.parse(json(join(vendor, 'composer', 'installed.json')));
  const packages = listed.flatMap((entry) => installedPackage.safeParse(entry).data ?? []);
  const all = packages.length > 0 ? packages : packageFolders(vendor).map((name): InstalledPackage => ({ name }));
  for (const { name, autoload: load, 'install-path': path } of all) {
    const folder = path === undefined ? join(vendor, name) : join(vendor, 'composer', path);
    const told = load ?? manifest.parse(json(join(folder, 'composer.json'))).autoload;
    if (told !== undefined) add(map, told, folder);
  }
}

/** `vendor/package`, of those that are there. */
function packageFolders(vendor: string): readonly string[] {
  return foldersIn(vendor).flatMap((owner) => foldersIn(join(vendor, owner)).map((name) => `${owner}/${name}`));
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function add(map: ClassMap, load: Autoload, folder: string): void {
  const below = (list: readonly string[]): readonly string[] => list.map((path) => join(folder, path));
  for (const [prefix, under] of Object.entries(load['psr-4'] ?? {})) put(map.psr4, prefix, below(under));
  for (const [prefix, under] of Object.entries(load['psr-0'] ?? {})) put(map.psr0, prefix, below(under));
  for (const file of below(load.files ?? [])) map.files.push(file);
  map.unread.push(...below(load.classmap ?? []));
}

function mapClasses(map: ClassMap, path: string): void {
  for (const file of path.endsWith('.php') ? [path] : phpFilesIn(path)) {
    const source = text(file);
    if (source === undefined) continue;
    const namespace = /^\s*namespace\s+([\w\\]+)/mu.exec(source)?.[1];
    for (const [, name = ''] of source.matchAll(DECLARES)) {
      map.classes.set((namespace === undefined ? name : `${namespace}\\${name}`).toLowerCase(), file);
    }
  }
}

function phpFilesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.php'))
      .slice(0, MOST_MAPPED_FILES)
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function put(map: Map<string, string[]>, prefix: string, folders: readonly string[]): void {
  map.set(prefix, [...new Set([...(map.get(prefix) ?? []), ...folders])]);
}

function longestFirst(map: ReadonlyMap<string, string[]>): Map<string, string[]> {
  return new Map([...map].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1)));
}

function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function json(path: string): unknown {
  try {
    return JSON.parse(text(path) ?? 'null');
  } catch {
    return null;
  }
}
