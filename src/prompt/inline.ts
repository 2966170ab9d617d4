/**
 * Members of the object before the arrow as a comment above the cursor's line (`members.placement = "inline"`): it stands in the hole, behind the middle
 * token, so that the prompt need not be read again for it. Pure.
 */
import type { AnchorMode, Hole } from './anchor.ts';
import { contextBudget } from './context.ts';
import { asComment, type ContextParts } from './layout.ts';

export interface Note {
  /** Where it stands in what was typed: the start of a line, in UTF-16 units. */
  readonly at: number;
  /** Whole lines. */
  readonly text: string;
}

interface NoteSettings {
  readonly anchor: AnchorMode;
  readonly members?: 'context' | 'inline';
  readonly maxPromptTokens: number;
  readonly maxContextPercentage: number;
}

/** As much as the source gives members at most (RETRIEVAL.md §7). */
const SHARE = 0.45;
/** Where more is asked for, it goes into the context. */
const MOST_TOKENS = 400;

/** Tokens that are kept free in the hole for it. */
export function notesRoom(settings: NoteSettings): number {
  return isInline(settings) ? Math.min(MOST_TOKENS, contextBudget(settings) * SHARE) : 0;
}

/**
 * The members in `context`, for the line that the cursor stands in; `undefined` where they belong into the context.
 * @param prefix text before the cursor
 */
export function membersNote(
  context: ContextParts,
  hole: Hole,
  prefix: string,
  settings: NoteSettings,
): Note | undefined {
  const members = context.snippets.filter(({ source }) => source === 'members');
  if (!isInline(settings) || members.length === 0) return undefined;
  const start = prefix.lastIndexOf('\n') + 1;
  const at = start - (prefix.length - hole.typed.length);
  // The hole begins within a very long line.
  if (at < 0) return undefined;
  const indent = /^[ \t]*/u.exec(prefix.slice(start))?.[0] ?? '';
  const lines = members.flatMap(({ text }) => text.split('\n')).filter((line) => /\w/u.test(line));
  return { at, text: lines.map((line) => `${indent}${asComment(line.trim(), context)}\n`).join('') };
}

/** Whether the note's line is still there. */
export function isInPlace({ at }: Note, typed: string): boolean {
  return typed.length >= at && (at === 0 || typed[at - 1] === '\n');
}

/** What was typed, with the note in it. */
export function withNote(typed: string, note: Note | undefined): string {
  return note === undefined ? typed : typed.slice(0, note.at) + note.text + typed.slice(note.at);
}

function isInline({ anchor, members }: NoteSettings): boolean {
  return members === 'inline' && anchor !== 'cursor';
}
