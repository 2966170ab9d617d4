/** Finds the file that declares a PHP class as composer's autoloader does: by PSR-4, PSR-0 and class maps. Runs no PHP; looks once, when first asked. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** Where classes are: prefixes with the folders under them, the longest first. */
interface ClassMap {
  readonly psr4: Map<string, string[]>;
  readonly psr0: Map<string, string[]>;
  /** Lower-case qualified name → file. */
  readonly classes: Map<string, string>;
  readonly files: string[];
}

/** PHP files in the folders of a class map that are looked through, at most. */
const MOST_MAPPED_FILES = 3000;
const DECLARES = /^[^\S\n]*(?:(?:abstract|final|readonly)\s+)*(?:class|interface|trait|enum)\s+([A-Za-z_]\w*)/gmu;

/** @param root absolute folder of the project; @param vendor absolute folder of its libraries, where it is not what `composer.json` says */
export function composerLibraries(root: string, vendor?: string): Libraries {
  let map: ClassMap | undefined;
  const found = new Map<string, string | undefined>();
  const known = (): ClassMap => {
    map ??= readMap(root, vendor ?? vendorOf(root));
    return map;
  };
  return {
    typeFile(qualified) {
      const key = qualified.toLowerCase();
      if (!found.has(key)) found.set(key, find(known(), qualified));
      return found.get(key);
    },
    functionFiles: () => known().files,
  };
}

function find({ psr4, psr0, classes, files }: ClassMap, qualified: string): string | undefined {
  const mapped = classes.get(qualified.toLowerCase());
  if (mapped !== undefined && existsSync(mapped)) return mapped;
  for (const [prefix, folders] of psr4) {
    if (!qualified.startsWith(prefix)) continue;
    const file = `${qualified.slice(prefix.length).replaceAll('\\', '/')}.php`;
    for (const folder of folders) if (existsSync(join(folder, file))) return join(folder, file);
  }
  const cut = qualified.lastIndexOf('\\') + 1;
  const underscored = qualified.slice(0, cut).replaceAll('\\', '/') + qualified.slice(cut).replaceAll('_', '/');
  for (const [prefix, folders] of psr0) {
    if (!qualified.startsWith(prefix)) continue;
    for (const folder of folders)
      if (existsSync(join(folder, `${underscored}.php`))) return join(folder, `${underscored}.php`);
  }
  // A class without a namespace may stand in one of the files that are always loaded.
  return qualified.includes('\\') ? undefined : files.find((file) => basename(file) === `${qualified}.php`);
}

function vendorOf(root: string): string {
  const folder = config.parse(json(join(root, 'composer.json'))).config?.['vendor-dir'] ?? 'vendor';
  return isAbsolute(folder) ? folder : join(root, folder);
}

function readMap(root: string, vendor: string): ClassMap {
  const map: ClassMap = { psr4: new Map(), psr0: new Map(), classes: new Map(), files: [] };
  const own = manifest.parse(json(join(root, 'composer.json')));
  for (const load of [own.autoload, own['autoload-dev']]) if (load !== undefined) add(map, load, root);
  if (!readGenerated(map, root, vendor)) readInstalled(map, vendor);
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
  for (const entry of installed.parse(json(join(vendor, 'composer', 'installed.json')))) {
    const one = installedPackage.safeParse(entry);
    if (!one.success) continue;
    const { name, autoload: load, 'install-path': path } = one.data;
    if (load !== undefined) add(map, load, path === undefined ? join(vendor, name) : join(vendor, 'composer', path));
  }
}

function add(map: ClassMap, load: Autoload, folder: string): void {
  const below = (list: readonly string[]): readonly string[] => list.map((path) => join(folder, path));
  for (const [prefix, under] of Object.entries(load['psr-4'] ?? {})) put(map.psr4, prefix, below(under));
  for (const [prefix, under] of Object.entries(load['psr-0'] ?? {})) put(map.psr0, prefix, below(under));
  for (const file of below(load.files ?? [])) map.files.push(file);
  for (const path of below(load.classmap ?? [])) mapClasses(map, path);
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
