/** Faulty texts and what they should be: mutants of real files, or pairs out of a repository's history. Judges none of them: a server does. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { History } from '../retrieval/history.ts';
import { randomOf, shuffled } from '../retrieval/random.ts';
import { KINDS, mutate } from './mutants.ts';

export interface Case {
  readonly kind: string;
  /** Absolute. */
  readonly path: string;
  readonly faulty: string;
  /** The text before the fault; of a commit, the text after it. */
  readonly wanted: string;
  /** A commit changes more than the fault: nothing else that is reported may come with it. */
  readonly isMined: boolean;
}

export interface CaseWishes {
  readonly root: string;
  /** Folder of `root` whose files are taken. */
  readonly under: string;
  readonly languageId: string;
  readonly extensions: readonly string[];
  readonly seed: number;
}

const LEFT_OUT = /^(?:vendor|node_modules|\.git|\.cache|dist|build)$/u;
/** Larger files are no more than slower, in bytes. */
const LARGEST = 60_000;
/** A commit that changes more lines of a file is not about one report. */
const MOST_CHANGED = 12;
/** A commit that changes more files moves or formats them. */
const MOST_FILES = 8;

/** Groups of cases: of each as many as are wanted are measured. `kinds` limits those of mutants. */
export function* mutants(wishes: CaseWishes, kinds: readonly string[] | undefined): Iterable<Iterable<Case>> {
  const random = randomOf(wishes.seed);
  for (const kind of KINDS[wishes.languageId] ?? []) {
    if (kinds === undefined || kinds.includes(kind.name)) yield ofKind(kind, wishes, random);
  }
}

function* ofKind(
  kind: NonNullable<(typeof KINDS)[string]>[number],
  { root, under, extensions }: CaseWishes,
  random: () => number,
): Iterable<Case> {
  for (const path of shuffled(filesIn(join(root, under), extensions), random)) {
    const wanted = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
    const mutant = wanted.length > LARGEST ? undefined : mutate(kind, wanted, random);
    if (mutant !== undefined) yield { kind: kind.name, path, faulty: mutant.text, wanted, isMined: false };
  }
}

/** Files before and after commits that changed a few lines of them, in the order of chance. Whether a report went is not known yet. */
export async function* mined({ root, under, extensions, seed }: CaseWishes, since: string): AsyncIterable<Case> {
  const history = new History(root);
  const texts = history.texts();
  try {
    for (const commit of shuffled(await history.commits(since), randomOf(seed))) {
      const changed = new Map<string, number>();
      for (const { path, lines, oldLines } of await history.hunks(commit))
        changed.set(path, (changed.get(path) ?? 0) + Math.max(lines.length, oldLines.length));
      if (changed.size > MOST_FILES) continue;
      for (const [name, count] of changed) {
        if (count > MOST_CHANGED || !extensions.includes(extname(name)) || !name.startsWith(under)) continue;
        const faulty = (await texts.read(`${commit.parent}:${name}`)).replaceAll('\r\n', '\n');
        const wanted = (await texts.read(`${commit.id}:${name}`)).replaceAll('\r\n', '\n');
        if (faulty === '' || wanted === '' || faulty.length > LARGEST) continue;
        yield { kind: 'history', path: join(root, name), faulty, wanted, isMined: true };
      }
    }
  } finally {
    texts.close();
  }
}

function filesIn(folder: string, extensions: readonly string[]): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.test(entry.name) ? [] : filesIn(path, extensions);
    return entry.isFile() && extensions.includes(extname(entry.name)) ? [path] : [];
  });
}
