/** The ignore files of a project's folders, each read once: `.gitignore`, `.ignore`, `.fimignore`, the later ones stronger. Walks no folders. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import makeIgnore, { type Ignore } from 'ignore';

/** In the order of their strength, the strongest last. */
const NAMES = ['.gitignore', '.ignore', '.fimignore'];

/** Other people's code, build results, and what tools keep for themselves; a negation in an ignore file brings one back. */
const USUAL = [
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'vendor',
  '.venv',
  'venv',
  'dist',
  'build',
  'target',
  '__pycache__',
  '.cache',
  '.idea',
  '.vscode',
  '.mypy_cache',
  '.tox',
  'coverage',
];

interface Rules {
  readonly folder: string;
  readonly matcher: Ignore;
}

export class IgnoreRules {
  readonly #root: string;
  /** By kind, then by folder. */
  readonly #read = new Map<string, Rules | undefined>();
  readonly #usual = makeIgnore().add(USUAL.map((name) => `${name}/`));
  readonly #above: readonly string[];

  /** @param root absolute; ignore files of the folders above it count up to the repository's root */
  constructor(root: string) {
    this.#root = root;
    this.#above = foldersAbove(root);
  }

  /**
   * Whether an entry is ignored by itself: a file of an ignored folder is not looked at.
   * @param path absolute
   */
  ignores(path: string, isFolder: boolean): boolean {
    const folders = [...this.#above, ...this.#foldersTo(path)];
    let isIgnored = this.#verdict({ folder: this.#root, matcher: this.#usual }, path, isFolder) ?? false;
    for (const name of NAMES) {
      for (const folder of folders) {
        const rules = this.#rulesOf(folder, name);
        const verdict = rules && this.#verdict(rules, path, isFolder);
        if (verdict !== undefined) isIgnored = verdict;
      }
    }
    return isIgnored;
  }

  /** Whether a file is ignored, or one of the folders that it is in. */
  ignoresAny(path: string): boolean {
    return (
      this.#foldersTo(path).some((folder) => folder !== this.#root && this.ignores(folder, true)) ||
      this.ignores(path, false)
    );
  }

  /** Ignore files have changed. */
  forget(): void {
    this.#read.clear();
  }

  /** `undefined` where no rule speaks of it. */
  #verdict({ folder, matcher }: Rules, path: string, isFolder: boolean): boolean | undefined {
    const way = relative(folder, path).replaceAll('\\', '/');
    if (way === '' || way.startsWith('..')) return undefined;
    // A folder that is ignored here, and looked at all the same, was brought back by a stronger file.
    const parent = dirname(way);
    if (parent !== '.' && matcher.test(`${parent}/`).ignored) return undefined;
    const { ignored, unignored } = matcher.test(isFolder ? `${way}/` : way);
    return ignored ? true : unignored ? false : undefined;
  }

  #rulesOf(folder: string, name: string): Rules | undefined {
    const key = join(folder, name);
    if (!this.#read.has(key)) this.#read.set(key, this.#readRules(folder, name));
    return this.#read.get(key);
  }

  #readRules(folder: string, name: string): Rules | undefined {
    const files =
      name === '.gitignore' ? [join(folder, '.git', 'info', 'exclude'), join(folder, name)] : [join(folder, name)];
    const texts = files.flatMap((file) => text(file) ?? []);
    if (texts.length === 0) return undefined;
    const matcher = makeIgnore({ allowRelativePaths: false });
    for (const rules of texts) matcher.add(rules);
    return { folder, matcher };
  }

  /** The root and the folders below it on the way to a path, outermost first. */
  #foldersTo(path: string): readonly string[] {
    const folders: string[] = [];
    for (let folder = dirname(path); folder.length >= this.#root.length; folder = dirname(folder)) {
      folders.unshift(folder);
      if (folder === this.#root || folder === dirname(folder)) break;
    }
    return folders;
  }
}

/** The folders above `root` up to the repository that it is in, outermost first; none where it is in none, or is one itself. */
function foldersAbove(root: string): readonly string[] {
  if (exists(join(root, '.git'))) return [];
  const folders: string[] = [];
  for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) {
    folders.unshift(folder);
    if (exists(join(folder, '.git'))) return folders;
  }
  return [];
}
function text(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
