/** Cursors behind an arrow: is the type before it found, is the member that was typed in its list, is it printed. Counts; words nothing. */
import { momentOf } from '../../src/context/moment.ts';
import type { ProjectFile } from '../../src/context/project.ts';
import { memberAccess } from '../../src/context/resolve/member-access.ts';
import { membersOf } from '../../src/context/resolve/members.ts';
import { receiverAt } from '../../src/context/resolve/receiver.ts';
import type { Moment } from '../../src/context/source.ts';
import { languageOf } from '../../src/syntax/registry.ts';
import type { Snippet } from '../../src/text/snippet.ts';
import { cursorAt } from './cursors.ts';
import type { Commit, History } from './history.ts';
import { namesIn, ROWS_ABOVE, ROWS_BELOW } from './measure.ts';
import { isReplayed, type ReplayProject } from './project.ts';
import { randomOf, shuffled } from './random.ts';

export interface MemberCounts {
  cursors: number;
  /** The member is declared somewhere in the project or in its libraries, as they are then. */
  declared: number;
  /** Of those. */
  typeFound: number;
  inList: number;
  printed: number;
  printedAnywhere: number;
  /** A type is printed that does not have the member, though it is declared elsewhere. */
  wrong: number;
}

const ARROW = /(?:->|::|\.)([A-Za-z_]\w*)/gu;
const MOST_OF_COMMIT = 2;
const MOST_TYPED = 2;
const LIMIT_MS = 60_000;

export async function memberCursors(
  history: History,
  project: ReplayProject,
  commits: readonly Commit[],
  {
    n,
    seed,
    budget,
    progress,
  }: { readonly n: number; readonly seed: number; readonly budget: number; readonly progress: (text: string) => void },
): Promise<MemberCounts> {
  const counts: MemberCounts = {
    cursors: 0,
    declared: 0,
    typeFound: 0,
    inList: 0,
    printed: 0,
    printedAnywhere: 0,
    wrong: 0,
  };
  const order = new Map(commits.map(({ id }, at) => [id, at]));
  const drawn = shuffled(commits, randomOf(seed)).slice(0, n);
  for (const commit of [...drawn].sort((a, b) => (order.get(b.id) ?? 0) - (order.get(a.id) ?? 0))) {
    if (counts.cursors >= n) break;
    const random = randomOf(seed ^ Number.parseInt(commit.id.slice(0, 7), 16));
    const hunks = (await history.hunks(commit)).filter(({ path }) => isReplayed(path));
    const places = hunks.flatMap(({ lines }, hunk) =>
      lines.flatMap((text, line) =>
        /^\s*(?:\/\/|\*|\/\*|use |import |from )/u.test(text)
          ? []
          : [...text.matchAll(ARROW)].flatMap((match) => {
              const name = match[1] ?? '';
              const at = match.index + match[0].length - name.length;
              return name === 'class' || inString(text, at) ? [] : [{ hunk, line, at, name }];
            }),
      ),
    );
    const chosen = shuffled(places, random).slice(0, MOST_OF_COMMIT);
    if (chosen.length === 0) continue;
    await project.moveTo(commit.parent);
    for (const { hunk, line, at, name } of chosen) {
      const col = at + Math.floor(random() * (Math.min(MOST_TYPED, name.length - 1) + 1));
      const before = project.text(hunks[hunk]?.path ?? '')?.split('\n') ?? [''];
      const cursor = cursorAt(before, hunks, hunk, line, col);
      if (cursor === undefined) continue;
      await look(project, cursor, name, budget, counts);
    }
    if (counts.cursors % 50 < MOST_OF_COMMIT) progress(`${counts.cursors} member cursors`);
  }
  return counts;
}

async function look(
  replayed: ReplayProject,
  cursor: NonNullable<ReturnType<typeof cursorAt>>,
  name: string,
  budget: number,
  counts: MemberCounts,
): Promise<void> {
  const { engine, project } = replayed;
  const path = replayed.absolute(cursor.path);
  const language = languageOf({ filetype: '', path });
  const { lines, row, col } = cursor;
  const member = memberAccess(lines, row, col, language);
  engine.open({ path, filetype: '', lines });
  const request = { path, row, col, window: [row - ROWS_ABOVE, row + ROWS_BELOW] as const, budget, limitMs: LIMIT_MS };
  const { snippets } = await engine.query(request, new AbortController().signal);
  const own = project.index.file(path);
  if (own !== undefined) {
    const parts = {
      request,
      relative: cursor.path,
      language,
      lines,
      text: lines.join('\n'),
      symbols: own.symbols,
      member,
    };
    count(counts, name, momentOf(parts), own, snippets, project);
  }
  engine.close(path);
  await engine.settled();
}

function count(
  counts: MemberCounts,
  name: string,
  moment: Moment,
  own: ProjectFile,
  snippets: readonly Snippet[],
  { index }: ReplayProject['project'],
): void {
  counts.cursors++;
  if (!index.declaresMember(name)) return;
  counts.declared++;
  const receiver = receiverAt(moment, index);
  const from = moment.enclosingType && { file: own, ...moment.enclosingType };
  const list = receiver === undefined ? [] : membersOf(receiver, from, index);
  const isListed = list.some(({ found }) => found.declaration.name === name);
  const printed = snippets.filter(({ source }) => source === 'members');
  const shows = (one: Snippet): boolean => namesIn(one.text).has(name);
  if (receiver !== undefined) counts.typeFound++;
  if (isListed) counts.inList++;
  if (printed.some(shows)) counts.printed++;
  if (snippets.some(shows)) counts.printedAnywhere++;
  if (printed.length > 0 && !isListed) counts.wrong++;
}

function inString(line: string, at: number): boolean {
  let quote = '';
  for (let index = 0; index < at; index++) {
    const character = line[index] ?? '';
    if (quote !== '') {
      if (character === '\\') index++;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
  }
  return quote !== '';
}
