/** Cursors behind an arrow: is the type before it found, is the member that was typed in its list, is it printed. Counts; words nothing. */
import type { FileSymbols } from '../../src/context/symbols.ts';
import { languageOf } from '../../src/syntax/registry.ts';
import { receiverOf } from './arrows.ts';
import type { Cursor } from './cursors.ts';
import type { Drawn, Place } from './draw.ts';
import type { Texts } from './history.ts';
import type { CommitHunk } from './hunks.ts';
import { isTest } from './kinds.ts';
import { namesIn } from './measure.ts';
import type { ReplayProject } from './project.ts';
import { cursorOf, editsBefore } from './replay.ts';
import type { ShownEdits } from './rows.ts';

/** What became of one cursor. */
export interface MemberSample {
  readonly commit: string;
  readonly path: string;
  /** 0-based row and UTF-16 column. */
  readonly row: number;
  readonly col: number;
  readonly member: string;
  readonly receiver: string;
  /** '' when it is not known. */
  readonly type: string;
  readonly isTest: boolean;
  /**
   * The project or a library declares a member of that name by then, and no part of the commit that was not typed yet does. Only of these can anything be
   * told: what is not declared can't be listed, and the class may be the right one when the commit is about to declare its member.
   */
  readonly isDeclared: boolean;
  readonly isListed: boolean;
  /** By the source `members`; by any source. */
  readonly isPrinted: boolean;
  readonly isPrintedAnywhere: boolean;
  /** Members of a class are printed, and that class with all that it inherits does not have this one, which another class declares. */
  readonly isWrong: boolean;
  /** Likewise, but of a class that inherits from what is not installed: nobody can tell. */
  readonly isPartial: boolean;
}

export interface MemberWorld {
  readonly project: ReplayProject;
  readonly texts: Texts;
  /** Tokens. */
  readonly budget: number;
  readonly edits: ShownEdits;
  /** Members that libraries declare, also those that nobody has asked for yet. */
  readonly libraryMembers: ReadonlySet<string>;
  readonly progress: (text: string) => void;
}

const PROGRESS_EVERY = 20;

export async function memberSamples(drawn: readonly Drawn[], world: MemberWorld): Promise<readonly MemberSample[]> {
  const samples: MemberSample[] = [];
  // The other samples have ended with the newest commit.
  for (const [at, one] of drawn.toReversed().entries()) {
    await world.project.moveTo(one.commit.parent);
    for (const place of one.places) {
      const cursor = cursorOf(place, one.hunks, world.project);
      if (cursor !== undefined) samples.push(await look(cursor, place, one, world));
    }
    if (at % PROGRESS_EVERY === 0)
      world.progress(`${samples.length} member cursors, commit ${at + 1} of ${drawn.length}`);
  }
  return samples;
}

async function look(cursor: Cursor, place: Place, drawn: Drawn, world: MemberWorld): Promise<MemberSample> {
  const { project, budget } = world;
  const { path, row, col } = cursor;
  const member = place.member ?? '';
  const isNew = (await declaredLater(drawn, place.hunk, world)).has(member);
  await project.open(cursor);
  project.showEdits(editsBefore(place, drawn.hunks, world.edits));
  const { snippets } = await project.ask(cursor, budget);
  const { receiver, type, names, isPartial } = receiverOf(cursor, project, budget);
  const isDeclared = !isNew && (project.project.index.declaresMember(member) || world.libraryMembers.has(member));
  await project.closeFile(cursor);
  const listed = snippets.filter(({ source }) => source === 'members');
  const prints = (one: { readonly text: string }): boolean => namesIn(one.text).has(member);
  return {
    commit: drawn.commit.id,
    path,
    row,
    col,
    member,
    receiver,
    type,
    isTest: isTest(path),
    isDeclared,
    isListed: names.has(member),
    isPrinted: listed.some(prints),
    isPrintedAnywhere: snippets.some(prints),
    isWrong: isDeclared && listed.length > 0 && !names.has(member) && !isPartial,
    isPartial: isDeclared && listed.length > 0 && !names.has(member) && isPartial,
  };
}

/** Names of the members that the commit declares from a hunk on: nobody can know them before. */
async function declaredLater(
  { commit, hunks }: Drawn,
  hunk: number,
  { texts, project }: MemberWorld,
): Promise<ReadonlySet<string>> {
  const later = hunks.slice(hunk);
  const names = new Set<string>();
  for (const path of new Set(later.map((one) => one.path))) {
    const language = languageOf({ filetype: '', path });
    const symbols = project.reader.read(language, await texts.read(`${commit.id}:${path}`));
    const own = later.filter((one) => one.path === path);
    for (const name of own.flatMap((one) => declaredIn(symbols, one))) names.add(name);
  }
  return names;
}

/** Members that a hunk declares, and did not only write in another way. */
function declaredIn({ declarations }: FileSymbols, { row, lines, oldLines }: CommitHunk): readonly string[] {
  const before = namesIn(oldLines.join('\n'));
  return declarations
    .filter(({ parent, nameRow }) => parent >= 0 && row <= nameRow && nameRow < row + lines.length)
    .map(({ name }) => name)
    .filter((name) => !before.has(name));
}
