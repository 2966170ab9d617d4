/** What was edited lately: in this session, change by change, and in the working tree before it. Never waits for git; what it knows is what was known last. */
import type { AppliedChange } from '../documents.ts';
import { workingTreeHunks } from './git-diff.ts';
import { type Hunk, withChange } from './hunks.ts';

export interface EditTrackerOptions {
  /** Absolute path of the project's root. */
  readonly root: string;
  /** Default: `git diff` of the root. */
  readonly workingTree?: (signal: AbortSignal) => Promise<readonly Hunk[]>;
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
  #timer: NodeJS.Timeout | undefined;
  #asking: Promise<void> | undefined;

  constructor(options: EditTrackerOptions) {
    this.#options = options;
  }

  /** Lines of a document have changed. @param path absolute */
  record(path: string, { firstRow, oldLines, lines }: AppliedChange): void {
    const own = this.#session.filter((hunk) => hunk.path === path);
    const others = this.#session.filter((hunk) => hunk.path !== path);
    this.#session = [...others, ...withChange(own, path, { firstRow, oldLines, lines })].slice(-MOST_HUNKS);
  }

  /** Takes a hunk over as if it had been typed just now: for replays. */
  addHunk(hunk: Hunk): void {
    this.#session = [...this.#session, hunk].slice(-MOST_HUNKS);
  }

  /** Forgets everything. */
  clear(): void {
    this.#session = [];
    this.#tree = [];
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

  /** Hunks of the session, the newest first, then those of the working tree that are elsewhere. */
  hunks(): readonly Hunk[] {
    const session = this.#session.toReversed();
    const rest = this.#tree.filter(
      (hunk) => !session.some((other) => other.path === hunk.path && overlap(other, hunk)),
    );
    return [...session, ...rest];
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

  #ask(): void {
    const { root, workingTree = (signal) => workingTreeHunks(root, signal) } = this.#options;
    this.#asking = workingTree(this.#stopped.signal).then((hunks) => {
      this.#tree = hunks.slice(0, MOST_TREE_HUNKS);
    });
  }
}

function overlap(a: Hunk, b: Hunk): boolean {
  return a.row < b.row + b.lines.length + 1 && b.row < a.row + a.lines.length + 1;
}
