/** The project as it was at a commit, in the product's own index: moved from commit to commit by the blobs that differ, without a checkout. */
import { basename, join } from 'node:path';
import { composerLibraries } from '../../src/context/discover/composer.ts';
import { readText } from '../../src/context/discover/disk.ts';
import { MemoryDisk, NO_LIBRARIES } from '../../src/context/disk.ts';
import { ContextEngine } from '../../src/context/engine.ts';
import { SymbolReader } from '../../src/context/index/reader.ts';
import type { OpenedProject } from '../../src/context/opened-project.ts';
import type { ContextRequest, ContextResult } from '../../src/context/service.ts';
import type { SourceName } from '../../src/text/snippet.ts';
import type { Cursor } from './cursors.ts';
import type { History, Texts } from './history.ts';
import type { CommitHunk } from './hunks.ts';
import { isOwn, LARGEST_FILE } from './kinds.ts';
import { ROWS_ABOVE, ROWS_BELOW } from './measure.ts';

/** Where no file is: git and composer find nothing of the repository as it is today. */
const NOWHERE = '/dev/null';
/** Nobody waits in a bench: every source is asked. */
const LIMIT_MS = 60_000;

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

export interface ProjectSource {
  readonly repo: string;
  readonly grammarsDir: string;
  /** Absolute folder of the libraries, the same for every commit. */
  readonly vendor: string | undefined;
}

export class ReplayProject {
  readonly reader: SymbolReader;
  readonly #root: string;
  readonly #engine: ContextEngine;
  readonly #disk: MemoryDisk;
  readonly #history: History;
  readonly #texts: Texts;
  /** What sources have put off. */
  #jobs: (() => void)[] = [];
  #tree: ReadonlyMap<string, string> = new Map();

  constructor(history: History, texts: Texts, { repo, grammarsDir, vendor }: ProjectSource) {
    const root = join(NOWHERE, basename(repo));
    this.#root = root;
    this.#history = history;
    this.#texts = texts;
    this.#disk = new ReplayDisk(vendor);
    this.reader = new SymbolReader(grammarsDir);
    this.#engine = new ContextEngine({
      reader: this.reader,
      openDisk: () => this.#disk,
      librariesOf: () => (vendor === undefined ? NO_LIBRARIES : composerLibraries(root, vendor)),
      now: () => performance.now(),
      log: (text) => process.stderr.write(`${text}\n`),
      later: (job) => void this.#jobs.push(job),
    });
  }

  get project(): OpenedProject {
    const { project } = this.#engine;
    if (project === undefined) throw new Error('no commit yet');
    return project;
  }

  /** Moves to the tree of a revision. */
  async moveTo(revision: string): Promise<void> {
    const tree = await this.#history.tree(revision);
    const changed: string[] = [];
    for (const [path, blob] of tree) {
      if (!isOwn(path) || this.#tree.get(path) === blob) continue;
      const text = await this.#texts.read(blob);
      if (text.length > LARGEST_FILE || text.includes('\0')) this.#disk.remove(this.absolute(path));
      else this.#disk.put(this.absolute(path), text.replaceAll('\r\n', '\n'));
      changed.push(this.absolute(path));
    }
    for (const path of this.#tree.keys()) {
      if (tree.has(path) || !isOwn(path)) continue;
      this.#disk.remove(this.absolute(path));
      changed.push(this.absolute(path));
    }
    const isFirst = this.#tree.size === 0;
    this.#tree = tree;
    if (isFirst) await this.#start();
    else this.#engine.touched(changed);
    await this.#engine.settled();
  }

  /** The text of a file at the commit. @param path from the root */
  text(path: string): string | undefined {
    return this.#disk.read(this.absolute(path));
  }

  absolute(path: string): string {
    return join(this.#root, path);
  }

  /** A new session that types at a cursor. */
  async open(cursor: Cursor): Promise<void> {
    const { recency, edits } = this.project;
    recency.clear();
    edits.clear();
    this.#engine.open({ path: this.absolute(cursor.path), filetype: '', lines: cursor.lines });
    await this.#engine.settled();
    // The editor has the tree by now.
    await this.ask(cursor, 1, []);
  }

  /** The session has typed `hunks` before, and nothing else: the last one last. */
  showEdits(hunks: readonly CommitHunk[]): void {
    const { edits } = this.project;
    edits.clear();
    for (const { path, row, lines, oldLines } of hunks) {
      edits.addHunk({ path: this.absolute(path), row, lines, oldLines });
    }
  }

  /** @param budget tokens; @param sources default: all */
  ask({ path, row, col }: Cursor, budget: number, sources?: readonly SourceName[]): Promise<ContextResult> {
    const request: ContextRequest = {
      path: this.absolute(path),
      row,
      col,
      window: [row - ROWS_ABOVE, row + ROWS_BELOW],
      budget,
      ...(sources === undefined ? {} : { sources }),
      limitMs: LIMIT_MS,
    };
    return this.#engine.query(request, new AbortController().signal);
  }

  /** Does what sources have put off. @returns whether there was anything */
  catchUp(): boolean {
    const hadAny = this.#jobs.length > 0;
    while (this.#jobs.length > 0) this.#jobs.shift()?.();
    return hadAny;
  }

  async closeFile({ path }: Cursor): Promise<void> {
    this.#jobs = [];
    this.#engine.close(this.absolute(path));
    await this.#engine.settled();
  }

  async close(): Promise<void> {
    await this.#engine.dispose();
  }

  async #start(): Promise<void> {
    await this.#engine.start({
      root: this.#root,
      includePaths: [],
      secretFiles: [],
      useOtherFiles: true,
      maxFileBytes: LARGEST_FILE,
    });
  }
}
