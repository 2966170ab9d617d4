/** The history of a repository: commits with their hunks, trees, texts by blob id. Reads by git's own commands, and checks nothing out. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { type CommitHunk, hunksOf } from './hunks.ts';

const run = promisify(execFile);
const MOST_BYTES = 512 * 1024 * 1024;
/** A larger patch moves files about; nobody typed it. In UTF-16 units. */
const MOST_PATCH = 400_000;
/** Independent of what the user has set. */
const PATCH = [
  '-p',
  '-U0',
  '-M',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--diff-algorithm=myers',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

export interface Commit {
  readonly id: string;
  readonly parent: string;
}

/** Texts of blobs, by id or by `REVISION:PATH`; '' for one that is not there. */
export interface Texts {
  read(blob: string): Promise<string>;
  close(): void;
}

export class History {
  readonly #repo: string;

  constructor(repo: string) {
    this.#repo = repo;
  }

  /** Commits with one parent, the newest first. @param since a revision (all that it does not reach) or a date */
  async commits(since: string): Promise<readonly Commit[]> {
    const range = (await this.#isRevision(since)) ? [`${since}..HEAD`] : [`--since=${wholeDay(since)}`, 'HEAD'];
    const out = await this.#git(['log', '--no-merges', '--min-parents=1', '--format=%H %P', ...range]);
    const lines = out.split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const [id = '', parent = ''] = line.split(' ');
      return { id, parent };
    });
  }

  /** The hunks of a commit, by path and row; those of files that were moved or deleted are left out. None where a clone lacks texts. */
  async hunks({ id, parent }: Commit): Promise<readonly CommitHunk[]> {
    const patch = await this.#git(['diff-tree', '-r', ...PATCH, parent, id]).catch(() => '');
    return patch.length > MOST_PATCH ? [] : hunksOf(patch);
  }

  /** The hunks of the last commits up to a revision, the newest commit first. */
  async recentHunks(revision: string, commits: number): Promise<readonly CommitHunk[]> {
    const log = ['log', '--no-merges', '-n', String(commits), '--format=%x00', ...PATCH, revision];
    // Where a clone lacks texts git stops there; the newest commits come first.
    const out = await this.#git(log).catch(outputOf);
    return out.split('\0').flatMap((patch) => (patch.length > MOST_PATCH ? [] : hunksOf(patch.trimStart())));
  }

  /** Path → blob id. */
  async tree(revision: string): Promise<ReadonlyMap<string, string>> {
    const out = await this.#git(['ls-tree', '-r', '-z', revision]);
    const files = new Map<string, string>();
    for (const entry of out.split('\0')) {
      const match = /^100\d+ blob (\w+)\t([\s\S]+)$/u.exec(entry);
      if (match !== null) files.set(match[2] ?? '', match[1] ?? '');
    }
    return files;
  }

  /** Answers in the order in which it is asked. */
  texts(): Texts {
    const child = spawn('git', ['-C', this.#repo, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const waiting: ((text: string) => void)[] = [];
    let buffered: Buffer = Buffer.alloc(0);
    child.stdout.on('data', (chunk: Buffer) => {
      buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
      for (;;) {
        const end = buffered.indexOf(0x0a);
        if (end < 0) return;
        // A blob has its size at the end of the line; what is missing has none, and nothing behind it.
        const size = Number(/ blob (\d+)$/u.exec(buffered.toString('utf8', 0, end))?.[1] ?? '-1');
        const start = end + 1;
        if (size >= 0 && buffered.length < start + size + 1) return;
        waiting.shift()?.(size < 0 ? '' : buffered.toString('utf8', start, start + size));
        buffered = buffered.subarray(size < 0 ? start : start + size + 1);
      }
    });
    return {
      read: (blob) =>
        new Promise((resolve) => {
          waiting.push(resolve);
          child.stdin.write(`${blob}\n`);
        }),
      close: () => child.stdin.end(),
    };
  }

  async #isRevision(name: string): Promise<boolean> {
    return this.#git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).then(
      () => true,
      () => false,
    );
  }

  async #git(args: readonly string[]): Promise<string> {
    const all = ['-C', this.#repo, '-c', 'core.quotePath=false', ...args];
    return (await run('git', all, { maxBuffer: MOST_BYTES })).stdout;
  }
}

/** What a command wrote before it failed. */
function outputOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stdout' in error)) return '';
  return typeof error.stdout === 'string' ? error.stdout : '';
}

/** Git takes a bare day for this time of that day: another answer each time it is asked. */
function wholeDay(date: string): string {
  return /^\d{4}-\d\d-\d\d$/u.test(date) ? `${date}T00:00:00Z` : date;
}
