/** What was edited lately: in this session, change by change, and in the working tree before it. Never waits for git; what it knows is what was known last. */
import { isSource } from '../discover/kinds.ts';
import type { AppliedChange } from '../documents.ts';
import { workingTreeHunks } from './git-diff.ts';
import { type Hunk, without } from './hunk.ts';
import { aside, withChange } from './hunks.ts';

export interface EditTrackerOptions {
  /** Absolute path of the project's root. */
  readonly root: string;
  /** Default: `git diff` of the root. */
  readonly workingTree?: (signal: AbortSignal) => Promise<readonly Hunk[]>;
  /** Whether a file that git tells of may be shown; default: source code. @param path absolute */
  readonly isWanted?: (path: string) => boolean;
}

/** Hunks of a session that are remembered, and of the working tree. */
const MOST_HUNKS = 50;
const MOST_TREE_HUNKS = 200;
/** Saves that come together are one question to git, in ms. */
const GATHER_MS = 100;

export class EditTracker {
  readonly #options: EditTrackerOptions;
  readonly #stopped = new AbortController();
  /** In the order in which they were changed last, the newest last. */
  #session: readonly Hunk[] = [];
  #tree: readonly Hunk[] = [];
  #hunks: readonly Hunk[] | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asking: Promise<void> = Promise.resolve();

  constructor(options: EditTrackerOptions) {
    this.#options = options;
  }

  /** Lines of a document have changed. @param path absolute */
  record(path: string, { firstRow, oldLines, lines }: AppliedChange): void {
    const change = { firstRow, oldLines, lines };
    const own = this.#session.filter((hunk) => hunk.path === path);
    const others = this.#session.filter((hunk) => hunk.path !== path);
    this.#session = [...others, ...withChange(own, path, change)].slice(-MOST_HUNKS);
    this.#tree = this.#tree.flatMap((hunk) => (hunk.path === path ? aside([hunk], change) : [hunk]));
    this.#hunks = undefined;
  }

  /** Takes a hunk over as if it had been typed just now: for replays. */
  addHunk(hunk: Hunk): void {
    this.#session = [...this.#session, hunk].slice(-MOST_HUNKS);
    this.#hunks = undefined;
  }

  /** Forgets everything. */
  clear(): void {
    this.#session = [];
    this.#tree = [];
    this.#hunks = undefined;
  }

  /** Files were written, or another commit is checked out: git is asked again, soon. */
  touched(): void {
    if (this.#stopped.signal.aborted) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#ask();
    }, GATHER_MS);
    this.#timer.unref();
  }

  /** Hunks of the session, the newest first, then what the working tree holds elsewhere. */
  hunks(): readonly Hunk[] {
    this.#hunks ??= [...this.#session.toReversed(), ...this.#tree.flatMap((hunk) => this.#untold(hunk))];
    return this.#hunks;
  }

  /** Resolves when git has answered what it was asked. */
  async settled(): Promise<void> {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#ask();
    }
    await this.#asking;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort();
  }

  /** One question after the other: an answer that is late must not replace a newer one. */
  #ask(): void {
    const { root, workingTree = (signal) => workingTreeHunks(root, signal), isWanted = isSource } = this.#options;
    const { signal } = this.#stopped;
    this.#asking = this.#asking.then(async () => {
      if (signal.aborted) return;
      const hunks = await workingTree(signal);
      const wanted = new Set([...new Set(hunks.map(({ path }) => path))].filter(isWanted));
      this.#tree = hunks.filter(({ path }) => wanted.has(path)).slice(0, MOST_TREE_HUNKS);
      this.#hunks = undefined;
    });
  }

  /** What of a hunk of the working tree the session's do not tell already. */
  #untold(hunk: Hunk): readonly Hunk[] {
    let parts: readonly Hunk[] = [hunk];
    for (const { path, row, lines } of this.#session) {
      if (path === hunk.path) parts = parts.flatMap((part) => without(part, row, row + lines.length));
    }
    return parts;
  }
}
