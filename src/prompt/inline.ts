/**
 * Members of the object before the arrow as a comment above the cursor's line (`members.placement = "inline"`): it stands in the hole, behind the middle
 * token, so that the prompt need not be read again for it. Pure.
 */
import type { Hole } from './anchor.ts';
import { type BudgetSettings, isInline, noteRoom } from './budget.ts';
import { asComment, type ContextParts } from './layout.ts';

export interface Note {
  /** Where it stands in what was typed: the start of a line, in UTF-16 units. */
  readonly at: number;
  /** Whole lines. */
  readonly text: string;
}

/**
 * The members in `context`, for the line that the cursor stands in, the first of them if there is no room for all; `undefined` where they belong into the
 * context.
 * @param prefix text before the cursor
 */
export function membersNote(
  context: ContextParts,
  hole: Hole,
  prefix: string,
  settings: BudgetSettings,
  estimate: (text: string) => number,
): Note | undefined {
  const members = context.snippets.filter(({ source }) => source === 'members');
  if (!isInline(settings) || members.length === 0) return undefined;
  const start = prefix.lastIndexOf('\n') + 1;
  const at = start - (prefix.length - hole.typed.length);
  // The hole begins within a very long line.
  if (at < 0) return undefined;
  const indent = /^[ \t]*/u.exec(prefix.slice(start))?.[0] ?? '';
  let left = noteRoom(settings);
  let text = '';
  for (const line of members.flatMap((snippet) => snippet.text.split('\n')).filter((each) => /\w/u.test(each))) {
    const comment = `${indent}${asComment(line.trim(), context)}\n`;
    left -= estimate(comment);
    if (left < 0) break;
    text += comment;
  }
  return text === '' ? undefined : { at, text };
}

/** Whether the note's line is still there. */
export function isInPlace({ at }: Note, typed: string): boolean {
  return typed.length >= at && (at === 0 || typed[at - 1] === '\n');
}

/** What was typed, with the note in it. */
export function withNote(typed: string, note: Note | undefined): string {
  return note === undefined ? typed : typed.slice(0, note.at) + note.text + typed.slice(note.at);
}
