/** Whether a prompt is what its family's layout makes of the record: nothing more, nothing less, and in its place. Makes no prompts. Pure. */
import { familyById } from '../prompt/families.ts';
import { type Family, specialTokens } from '../prompt/family.ts';
import { parseTemplate } from '../prompt/template.ts';
import { languageOf } from '../syntax/registry.ts';
import { neutralise } from '../text/neutralise.ts';
import { contextOf, showsContext } from './context-check.ts';
import type { DatasetRecord } from './record.ts';

/** Lines of members that may stand in the hole. */
const MOST_NOTES = 40;

export function isLaidOut(record: DatasetRecord): boolean {
  const family = familyById(record.family);
  const prefix = asHeld(record.prefix.replace(/^\uFEFF/u, ''));
  const held = asHeld(record.suffix);
  // Buffers have no empty last line.
  const suffix = record.truncated_suffix ? held : held.replace(/\n$/u, '');
  // A template of somebody's own: nobody knows where its parts begin.
  if (family === undefined) return record.prompt.includes(suffix) && record.prompt.includes(lastLine(prefix));
  const clean = (text: string): string => neutralise(text, specialTokens(family));
  const shape = shapeOf(family, record, clean(suffix));
  if (shape === undefined) return false;
  // With an anchor, the cursor's line stands in the hole, if it is not very long.
  return [...new Set([lastLine(prefix), ''])].some((typed) => {
    const head = clean(prefix.slice(0, prefix.length - typed.length));
    const end = clean(typed);
    const shown = shape.middle.slice(0, shape.middle.length - end.length);
    return shape.middle.endsWith(end) && showsHead(record, family, shape, head, shown);
  });
}

/** A prompt without what is known of it. */
interface Shape {
  /** What stands before the tokens of fill-in-the-middle. */
  readonly front: string;
  /** From the place of the prefix on. */
  readonly middle: string;
  /** What stands between the prefix and the hole. */
  readonly between: string;
}

function shapeOf(family: Family, { prompt, order }: DatasetRecord, suffix: string): Shape | undefined {
  const template = family.templates[order];
  if (template === undefined) return undefined;
  const parts = parseTemplate(template);
  const at = parts.findIndex((part) => 'slot' in part && part.slot === 'prefix');
  const textOf = (some: typeof parts): string => some.map((part) => ('slot' in part ? suffix : part.literal)).join('');
  const [before, between] = [textOf(parts.slice(0, at)), textOf(parts.slice(at + 1))];
  const [first] = parts;
  // No text holds that token.
  const start = first !== undefined && 'literal' in first ? prompt.indexOf(first.literal) : -1;
  if (start < 0 || !prompt.startsWith(before, start)) return undefined;
  return { front: prompt.slice(0, start), middle: prompt.slice(start + before.length), between };
}

/** @param shown what stands from the place of the prefix on, as far as the typed text */
function showsHead(record: DatasetRecord, family: Family, shape: Shape, head: string, shown: string): boolean {
  const comment = languageOf({ filetype: '', path: record.path })?.lineComment ?? '//';
  const { front, between } = shape;
  return [...notesAtEnd(shown, comment)].some((note) => {
    const rest = shown.slice(0, shown.length - note.length);
    const context = contextOf(record.context, note);
    if (context === undefined || !rest.endsWith(between)) return false;
    return [...insertedInto(head, rest.slice(0, rest.length - between.length))].some((inserted) =>
      showsContext(record, family, context, { front, inserted, head }),
    );
  });
}

/** What may be members in a comment: '', the last line, the last two … */
function* notesAtEnd(text: string, comment: string): Generator<string> {
  yield '';
  let start = text.length;
  for (let line = 0; line < MOST_NOTES && text[start - 1] === '\n'; line++) {
    start = text.lastIndexOf('\n', start - 2) + 1;
    // The first of them may stand behind a token.
    const at = text.indexOf(comment, start);
    const isIndented = at >= 0 && text.slice(start, at).trim() === '';
    if (isIndented) yield text.slice(start);
    else if (at >= 0) {
      yield text.slice(at - (/[ \t]*$/u.exec(text.slice(start, at))?.[0].length ?? 0));
      return;
    } else return;
  }
}

/** What stands in a text where one of its lines begins, and would not without: `text` is `whole` without it. */
function* insertedInto(text: string, whole: string): Generator<string> {
  const more = whole.length - text.length;
  if (more < 0) return;
  for (let at = 0; at >= 0 && whole.startsWith(text.slice(0, at)); at = nextLine(text, at)) {
    if (whole.endsWith(text.slice(at))) yield whole.slice(at, at + more);
    if (more === 0) return;
  }
}

/** @returns −1 where there is none */
function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? -1 : end + 1;
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function asHeld(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
