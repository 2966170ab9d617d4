/** One whole replay: draws cursors of a repository's commits, and such behind arrows, and asks about them. Writes nothing. */
import { behindArrows } from './arrows.ts';
import { NameReader } from './code-names.ts';
import { anywhere, Drawing } from './draw.ts';
import { History } from './history.ts';
import { memberNamesBelow } from './member-names.ts';
import { type MemberSample, memberSamples } from './members.ts';
import { ReplayProject } from './project.ts';
import { replay, type Sample } from './replay.ts';
import type { Row, ShownEdits } from './rows.ts';

export interface RunOptions {
  /** Absolute. */
  readonly repo: string;
  /** Revision or date. */
  readonly since: string;
  /** Cursors; and cursors behind arrows. */
  readonly n: number;
  readonly members: number;
  readonly seed: number;
  /** Tokens. */
  readonly budgets: readonly number[];
  /** The one whose time counts, and that member cursors are asked with. */
  readonly budget: number;
  readonly rows: readonly Row[];
  readonly edits: ShownEdits;
  /** Absolute. */
  readonly vendor: string | undefined;
  readonly grammarsDir: string;
  readonly builtinsDir: string;
  readonly progress: (text: string) => void;
}

export interface RunResult {
  /** How many there are to draw from. */
  readonly commits: number;
  readonly samples: readonly Sample[];
  readonly members: readonly MemberSample[];
}

export async function run(options: RunOptions): Promise<RunResult> {
  const { repo, since, n, seed, vendor, progress, budget, budgets } = options;
  const history = new History(repo);
  const commits = await history.commits(since);
  progress(`${commits.length} commits since ${since}`);
  const texts = history.texts();
  const names = new NameReader(options.grammarsDir);
  const project = new ReplayProject(history, texts, options);
  try {
    const drawing = new Drawing(history, texts, names);
    const drawn = await drawing.draw(commits, { n, seed, places: anywhere });
    // The first budget that is asked for has to read the texts: that is the time of a real request.
    const inOrder = [budget, ...budgets.filter((one) => one !== budget)];
    const samples = await replay(drawn, { ...options, history, project, budgets: inOrder });
    const drawnMembers = await drawing.draw(commits, { n: options.members, seed: seed + 1, places: behindArrows });
    const libraryMembers = vendor === undefined ? new Set<string>() : memberNamesBelow(vendor);
    const members = await memberSamples(drawnMembers, { ...options, project, texts, libraryMembers });
    return { commits: commits.length, samples, members };
  } finally {
    texts.close();
    await project.close();
    await names.close();
  }
}
