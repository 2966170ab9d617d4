/**
 * Finds the file that says what a module of JavaScript has, as Node and the TypeScript compiler look for it: `paths` of a `tsconfig.json`, packages in
 * `node_modules` by their `exports`, `types` and `typings`, `@types`, packages of the same workspace. Reads manifests only, when first asked.
 */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { Libraries } from '../disk.ts';

const record = z.record(z.string(), z.string()).catch({});
const manifest = z
  .object({
    name: z.string().optional().catch(undefined),
    types: z.string().optional().catch(undefined),
    typings: z.string().optional().catch(undefined),
    main: z.string().optional().catch(undefined),
    exports: z.unknown().optional(),
    dependencies: record.optional(),
    devDependencies: record.optional(),
    workspaces: z
      .union([z.array(z.string()), z.object({ packages: z.array(z.string()) }).transform(({ packages }) => packages)])
      .optional()
      .catch(undefined),
  })
  .catch({ exports: undefined });
const compiler = z
  .object({
    extends: z.string().optional().catch(undefined),
    compilerOptions: z
      .object({
        baseUrl: z.string().optional().catch(undefined),
        paths: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  })
  .catch({});

type Manifest = z.infer<typeof manifest>;

/** Where `paths` of a `tsconfig.json` lead: a pattern, and absolute paths with its `*`. */
interface Mapped {
  readonly pattern: string;
  readonly targets: readonly string[];
}

/** What was found stands so long, in ms: something may be installed. */
const KEPT_MS = 10_000;
/** Files of declarations that are larger are left alone, in bytes. */
const LARGEST = 1_000_000;
/** Of a workspace, so many packages are looked at, and so deep a chain of configurations. */
const MOST_PACKAGES = 300;
const MOST_EXTENDS = 4;
const ENDINGS = ['.d.ts', '.ts', '.tsx', '.d.mts', '.d.cts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;
/** Conditions of `exports`, the ones that tell most first. */
const CONDITIONS = ['types', 'import', 'module', 'node', 'require', 'default'] as const;

/**
 * @param root absolute folder of the project
 * @param now milliseconds of a clock that only moves on
 */
export function nodeLibraries(root: string, now: () => number = () => performance.now()): Libraries {
  let world = new NodeModules(root);
  let since = now();
  return {
    typeFile: () => undefined,
    functionFiles: () => [],
    moduleFile(specifier, importer) {
      if (now() - since > KEPT_MS) {
        world = new NodeModules(root);
        since = now();
      }
      return world.find(specifier, importer);
    },
  };
}

/** What has been found since it was made. */
class NodeModules {
  readonly #root: string;
  readonly #found = new Map<string, string | undefined>();
  readonly #manifests = new Map<string, Manifest | undefined>();
  readonly #mapped = new Map<string, readonly Mapped[]>();
  #workspace: ReadonlyMap<string, string> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  find(specifier: string, importer: string): string | undefined {
    const folder = dirname(importer);
    const key = `${folder} ${specifier}`;
    if (!this.#found.has(key)) this.#found.set(key, this.#look(specifier.replace(/^node:/u, ''), folder));
    return this.#found.get(key);
  }

  #look(specifier: string, folder: string): string | undefined {
    // Own files are known by their paths; what libraries hand on is not.
    if (specifier.startsWith('.')) return isLibrary(folder) ? moduleFile(join(folder, specifier)) : undefined;
    if (isAbsolute(specifier) || specifier === '') return undefined;
    const mapped = isLibrary(folder) ? undefined : this.#byPaths(specifier, folder);
    if (mapped !== undefined) return mapped;
    const [, name = '', below = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/u.exec(specifier) ?? [];
    return this.#installed(name, below, folder) ?? this.#inWorkspace(name, below, folder);
  }

  #installed(name: string, below: string, folder: string): string | undefined {
    for (const modules of modulesAbove(folder)) {
      const found =
        this.#ofPackage(join(modules, name), below) ??
        this.#ofPackage(join(modules, '@types', name.replace(/^@(.+)\/(.+)$/u, '$1__$2')), below) ??
        // Node's own modules are files of one package.
        moduleFile(join(modules, '@types', 'node', below === '' ? name : `${name}/${below}`));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A package of the same repository that is not linked: a dependency on a folder, or a member of the workspace. */
  #inWorkspace(name: string, below: string, folder: string): string | undefined {
    for (let at = folder; ; at = dirname(at)) {
      const { dependencies = {}, devDependencies = {} } = this.#manifest(at) ?? {};
      const path = /^(?:file|link|portal):(.+)$/u.exec(dependencies[name] ?? devDependencies[name] ?? '')?.[1];
      if (path !== undefined) return this.#ofPackage(join(at, path), below);
      if (at === this.#root || at === dirname(at)) break;
    }
    this.#workspace ??= this.#members();
    const member = this.#workspace.get(name);
    return member === undefined ? undefined : this.#ofPackage(member, below);
  }

  #members(): ReadonlyMap<string, string> {
    const members = new Map<string, string>();
    for (const pattern of this.#manifest(this.#root)?.workspaces ?? []) {
      const parent = join(this.#root, pattern.replace(/\/\*+$/u, ''));
      for (const folder of pattern.includes('*') ? foldersIn(parent) : [parent]) {
        const name = members.size < MOST_PACKAGES ? this.#manifest(folder)?.name : undefined;
        if (name !== undefined) members.set(name, folder);
      }
    }
    return members;
  }

  /** @param below the path in the package, '' for itself */
  #ofPackage(folder: string, below: string): string | undefined {
    const real = realFolder(folder);
    if (real === undefined) return undefined;
    const told = this.#manifest(real);
    const exported = targetOf(told?.exports, below);
    const declared = exported === undefined ? undefined : declarationsOf(join(real, exported));
    if (declared !== undefined) return declared;
    if (below !== '') return moduleFile(join(real, below));
    for (const path of [told?.types, told?.typings, told?.main]) {
      const found = path === undefined ? undefined : declarationsOf(join(real, path));
      if (found !== undefined) return found;
    }
    return moduleFile(join(real, 'index')) ?? (isLibrary(real) ? undefined : moduleFile(join(real, 'src', 'index')));
  }

  #byPaths(specifier: string, folder: string): string | undefined {
    for (const { pattern, targets } of this.#pathsFor(folder)) {
      const [front = '', back] = pattern.split('*');
      const fits = back === undefined ? specifier === front : specifier.startsWith(front) && specifier.endsWith(back);
      if (!fits) continue;
      const rest = back === undefined ? '' : specifier.slice(front.length, specifier.length - back.length);
      for (const target of targets) {
        const found = moduleFile(target.replace('*', rest));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Of the nearest configuration. */
  #pathsFor(folder: string): readonly Mapped[] {
    const known = this.#mapped.get(folder);
    if (known !== undefined) return known;
    const file = ['tsconfig.json', 'jsconfig.json'].map((name) => join(folder, name)).find(isFile);
    const isEnd = folder === this.#root || folder === dirname(folder);
    const paths = file === undefined ? (isEnd ? [] : this.#pathsFor(dirname(folder))) : pathsIn(file, MOST_EXTENDS);
    this.#mapped.set(folder, paths);
    return paths;
  }

  #manifest(folder: string): Manifest | undefined {
    if (!this.#manifests.has(folder)) {
      const text = read(join(folder, 'package.json'));
      this.#manifests.set(folder, text === undefined ? undefined : manifest.parse(json(text)));
    }
    return this.#manifests.get(folder);
  }
}

function pathsIn(file: string, hops: number): readonly Mapped[] {
  const { compilerOptions = {}, extends: parent } = compiler.parse(json(withoutComments(read(file) ?? '')));
  const { baseUrl, paths } = compilerOptions;
  const base = join(dirname(file), baseUrl ?? '.');
  if (paths === undefined && baseUrl === undefined) {
    const isPath = parent?.startsWith('.') === true && hops > 0;
    return isPath ? pathsIn(join(dirname(file), /\.json$/u.test(parent) ? parent : `${parent}.json`), hops - 1) : [];
  }
  const mapped = Object.entries(paths ?? {}).map(([pattern, targets]) => ({
    pattern,
    targets: targets.map((target) => join(base, target)),
  }));
  // The longest prefix counts.
  mapped.sort((a, b) => b.pattern.indexOf('*') - a.pattern.indexOf('*') || b.pattern.length - a.pattern.length);
  return baseUrl === undefined ? mapped : [...mapped, { pattern: '*', targets: [join(base, '*')] }];
}

/** What `exports` says of a path in a package. */
function targetOf(exports: unknown, below: string): string | undefined {
  if (typeof exports === 'string' || Array.isArray(exports)) return below === '' ? conditioned(exports) : undefined;
  const table = z.record(z.string(), z.unknown()).safeParse(exports).data;
  if (table === undefined) return undefined;
  const key = below === '' ? '.' : `./${below}`;
  if (!Object.keys(table).some((one) => one.startsWith('.'))) return below === '' ? conditioned(table) : undefined;
  if (key in table) return conditioned(table[key]);
  for (const [pattern, target] of Object.entries(table)) {
    const [front = '', back] = pattern.split('*');
    if (back === undefined || !key.startsWith(front) || !key.endsWith(back)) continue;
    return conditioned(target)?.replaceAll('*', key.slice(front.length, key.length - back.length));
  }
  return undefined;
}

function conditioned(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return conditioned(target[0]);
  const table = z.record(z.string(), z.unknown()).safeParse(target).data;
  if (table === undefined) return undefined;
  for (const condition of CONDITIONS) {
    const found = condition in table ? conditioned(table[condition]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The declarations beside a file of JavaScript, or the file itself where it says types. */
function declarationsOf(path: string): string | undefined {
  if (/\.[cm]?tsx?$/u.test(path)) return isFile(path) ? path : undefined;
  return moduleFile(path.replace(/\.([cm]?)jsx?$/u, ''));
}

/** A module at a path: a file with one of the endings, or the index of a folder. */
function moduleFile(path: string): string | undefined {
  if (/\.[cm]?[jt]sx?$/u.test(path) && isFile(path) && !isPlainLibrary(path)) return path;
  const bare = path.replace(/\.([cm]?)jsx?$/u, '');
  const paths = [...ENDINGS.map((ending) => bare + ending), ...ENDINGS.map((ending) => join(path, `index${ending}`))];
  return paths.find((one) => !isPlainLibrary(one) && isFile(one));
}

/** A library's JavaScript, minified as often as not, says no types. */
function isPlainLibrary(path: string): boolean {
  return isLibrary(path) && !/\.[cm]?tsx?$/u.test(path);
}

function isLibrary(path: string): boolean {
  return /[\\/]node_modules(?:[\\/]|$)/u.test(path);
}

function* modulesAbove(folder: string): Iterable<string> {
  for (let at = folder; ; at = dirname(at)) {
    if (!at.endsWith('node_modules')) yield join(at, 'node_modules');
    if (at === dirname(at)) return;
  }
}

function isFile(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size <= LARGEST;
}

/** Packages of the same repository are linked. */
function realFolder(folder: string): string | undefined {
  try {
    return statSync(folder).isDirectory() ? realpathSync(folder) : undefined;
  } catch {
    return undefined;
  }
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .sort();
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `tsconfig.json` may have comments, and commas at the end of lists. */
function withoutComments(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/gu, (found) => (found.startsWith('"') ? found : ''))
    .replace(/,(?=\s*[}\]])/gu, '');
}
