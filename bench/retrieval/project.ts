/** The project as it was at a commit, in the product's own index: moved from commit to commit by what differs. */
import { join } from 'node:path';
import { composerLibraries } from '../../src/context/discover/composer.ts';
import { readText } from '../../src/context/discover/disk.ts';
import { isSource } from '../../src/context/discover/kinds.ts';
import { MemoryDisk, NO_LIBRARIES } from '../../src/context/disk.ts';
import { ContextEngine } from '../../src/context/engine.ts';
import { SymbolReader } from '../../src/context/index/reader.ts';
import type { OpenedProject } from '../../src/context/opened-project.ts';
import type { History } from './history.ts';

/** Larger files are no code that somebody typed, in UTF-16 units. */
const LARGEST_FILE = 256 * 1024;
/** Other people's code, and what programs wrote. */
const LEFT_OUT = /(?:^|\/)(?:vendor|node_modules|dist|build|\.git)\/|\.blade\.php$|(?:^|\/)stubs?\//u;

export function isReplayed(path: string): boolean {
  return isSource(path) && !LEFT_OUT.test(path);
}

/** The project's files in memory, those of its libraries where they are. */
class ReplayDisk extends MemoryDisk {
  readonly #vendor: string | undefined;

  constructor(vendor: string | undefined) {
    super();
    this.#vendor = vendor;
  }

  override read(path: string): string | undefined {
    const isLibrary = this.#vendor !== undefined && path.startsWith(`${this.#vendor}/`);
    return super.read(path) ?? (isLibrary ? readText(path, LARGEST_FILE) : undefined);
  }
}

export class ReplayProject {
  readonly root: string;
  readonly engine: ContextEngine;
  readonly #disk: MemoryDisk;
  readonly #history: History;
  readonly #texts: ReturnType<History['texts']>;
  #tree: ReadonlyMap<string, string> = new Map();

  /** @param vendor absolute folder of the libraries, the same for every commit */
  constructor(history: History, root: string, grammarsDir: string, vendor: string | undefined) {
    this.root = root;
    this.#history = history;
    this.#disk = new ReplayDisk(vendor);
    this.#texts = history.texts();
    this.engine = new ContextEngine({
      reader: new SymbolReader(grammarsDir),
      openDisk: () => this.#disk,
      librariesOf: () => (vendor === undefined ? NO_LIBRARIES : composerLibraries(root, vendor)),
      now: () => performance.now(),
      log: (text) => process.stderr.write(`${text}\n`),
    });
  }

  get project(): OpenedProject {
    const { project } = this.engine;
    if (project === undefined) throw new Error('no commit yet');
    return project;
  }

  /** Moves to the tree of a revision. */
  async moveTo(revision: string): Promise<void> {
    const tree = await this.#history.tree(revision);
    const changed: string[] = [];
    for (const [path, blob] of tree) {
      if (!isReplayed(path) || this.#tree.get(path) === blob) continue;
      const text = await this.#texts.read(blob);
      if (text.length > LARGEST_FILE || text.includes('\0')) continue;
      this.#disk.put(this.absolute(path), text.replaceAll('\r\n', '\n'));
      changed.push(this.absolute(path));
    }
    for (const path of this.#tree.keys()) {
      if (tree.has(path) || !isReplayed(path)) continue;
      this.#disk.remove(this.absolute(path));
      changed.push(this.absolute(path));
    }
    const isFirst = this.#tree.size === 0;
    this.#tree = tree;
    if (isFirst) {
      const { root } = this;
      await this.engine.start({
        root,
        includePaths: [],
        secretFiles: [],
        useOtherFiles: true,
        maxFileBytes: LARGEST_FILE,
      });
    } else this.engine.touched(changed);
    await this.engine.settled();
  }

  /** The text of a file at the commit. @param path from the root */
  text(path: string): string | undefined {
    return this.#disk.read(this.absolute(path));
  }

  absolute(path: string): string {
    return join(this.root, path);
  }

  async close(): Promise<void> {
    this.#texts.close();
    await this.engine.dispose();
  }
}
