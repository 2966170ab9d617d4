/** The history of a repository: commits with their hunks, trees, texts by blob id. Reads by git's own commands, and checks nothing out. */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { parsePatch } from 'diff';

const run = promisify(execFile);
const MOST_BYTES = 512 * 1024 * 1024;

export interface Commit {
  readonly id: string;
  readonly parent: string;
}

/** Added lines of one place of a commit. Rows are 0-based. */
export interface CommitHunk {
  /** From the root, with `/`. */
  readonly path: string;
  /** Row in the parent's file, and how many of its rows are replaced. */
  readonly oldRow: number;
  readonly oldLines: readonly string[];
  /** Row in the commit's file. */
  readonly row: number;
  readonly lines: readonly string[];
}

export class History {
  readonly #repo: string;

  constructor(repo: string) {
    this.#repo = repo;
  }

  /** Commits with one parent, the newest first. @param since a revision (all that it does not reach) or a date */
  async commits(since: string): Promise<readonly Commit[]> {
    const range = (await this.#isRevision(since)) ? [`${since}..HEAD`] : [`--since=${since}`, 'HEAD'];
    const out = await this.#git(['log', '--no-merges', '--min-parents=1', '--format=%H %P', ...range]);
    return out
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [id = '', parent = ''] = line.split(' ');
        return { id, parent };
      });
  }

  /** The hunks of a commit, by path and row; files that were moved or created are among them, deleted ones are not. */
  async hunks({ id, parent }: Commit): Promise<readonly CommitHunk[]> {
    const patch = await this.#git(['diff-tree', '-p', '-U0', '-M', '--no-color', '--no-ext-diff', parent, id]);
    if (patch.length > MOST_PATCH) return [];
    return parsePatch(patch).flatMap(({ newFileName = '/dev/null', hunks }) => {
      if (newFileName === '/dev/null') return [];
      return hunks.map(({ oldStart, oldLines, newStart, lines }) => ({
        path: newFileName.replace(/^b\//u, ''),
        // A hunk that takes nothing out names the row before it.
        oldRow: oldLines === 0 ? oldStart : oldStart - 1,
        oldLines: lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1)),
        row: newStart - 1,
        lines: lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1)),
      }));
    });
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

  /** Paths that were changed last before a commit, the newest first, each once. */
  async recentPaths(revision: string, most: number): Promise<readonly string[]> {
    const out = await this.#git(['log', '--no-merges', '-n', String(most), '--format=', '--name-only', revision]);
    return [...new Set(out.split('\n').filter((line) => line !== ''))];
  }

  /** Texts of blobs, one after the other as they are asked for. */
  texts(): { read(blob: string): Promise<string>; close(): void } {
    const child = spawn('git', ['-C', this.#repo, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const waiting: ((text: string) => void)[] = [];
    let buffered: Buffer = Buffer.alloc(0);
    child.stdout.on('data', (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk]);
      for (;;) {
        const end = buffered.indexOf(0x0a);
        if (end < 0) return;
        const size = Number(/ (\d+)$/u.exec(buffered.toString('utf8', 0, end))?.[1] ?? '-1');
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
    const { stdout } = await run('git', ['-C', this.#repo, ...args], { maxBuffer: MOST_BYTES });
    return stdout;
  }
}

/** A larger patch moves files about; nobody typed it. In UTF-16 units. */
const MOST_PATCH = 400_000;
