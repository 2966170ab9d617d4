/** Whether a prompt lays the context of its record out as its family has it, and shows nothing else there. Pure. */
import type { Family } from '../prompt/family.ts';
import { specialTokens } from '../prompt/family.ts';
import { asComment } from '../prompt/layout.ts';
import { languageOf } from '../syntax/registry.ts';
import { escapePattern } from '../text/escape-pattern.ts';
import { neutralise } from '../text/neutralise.ts';
import { sourcesFor } from './context.ts';
import type { DatasetRecord } from './record.ts';

/** What is of no file has the name of its source in a path's place. */
const SOURCES: ReadonlySet<string> = new Set(sourcesFor(true, true));

/** What a prompt shows besides prefix, suffix and tokens. */
interface Shown {
  readonly front: string;
  /** In the prefix. */
  readonly inserted: string;
  /** The prefix as far as the anchor. */
  readonly head: string;
}

/** The context without the members that stand in the hole; `undefined` where it does not have those. @param note whole lines, '' for none */
export function contextOf(context: string, note: string): string | undefined {
  if (note === '') return context;
  if (context === note) return '';
  return context.endsWith(`\n${note}`) ? context.slice(0, -note.length - 1) : undefined;
}

export function showsContext(record: DatasetRecord, family: Family, context: string, shown: Shown): boolean {
  const { front, inserted } = shown;
  const { kind, head, file, current } = family.context;
  if (front === '' && inserted === '') return context === '' && record.context_files.length === 0;
  if (!tellsFiles(record, family, front + inserted)) return false;
  const isOwn = (path: string): boolean => endsWithPath(record.path, path);
  const isOther = (path: string): boolean =>
    SOURCES.has(path) || record.context_files.some((known) => endsWithPath(known, path));
  const cleaned = neutralise(context, specialTokens(family));
  if (kind === 'comment') return front === '' && areComments(record, family, context, shown, current);
  if (file === '') {
    const own = new RegExp(`^${patternOf(head)}${patternOf(current)}$`, 'u').exec(front)?.groups?.['path'];
    return own !== undefined && isOwn(own) && areComments(record, family, context, shown, '');
  }
  const isInside = kind === 'plusplus';
  const parts = filesOf(isInside ? inserted : front, family);
  if (parts === undefined || (current.includes('{path}') && !isOwn(parts.own))) return false;
  const isRest = isInside
    ? front === ''
    : kind === 'repo-path-inside-prefix'
      ? inserted.endsWith('\n') && isOwn(inserted.slice(0, -1))
      : inserted === '';
  // Without a token before it, a header may be a text of the code as well.
  const isSure = specialTokens(family).some((token) => file.includes(token)) || !context.includes(headerOf(file));
  const isSame =
    parts.files.map(({ text }) => text).join('\n') === cleaned &&
    parts.files.every(({ path }) => path === '' || isOther(path));
  return isRest && (isSame || !isSure);
}

/** Whether each file that something is shown of is named there, once in the record. */
function tellsFiles({ context_files: files }: DatasetRecord, family: Family, shown: string): boolean {
  const { kind, file } = family.context;
  const hasPaths = kind === 'comment' || file === '' || file.includes('{path}');
  const nameOf = (path: string): string => neutralise(path.slice(path.lastIndexOf('/') + 1), specialTokens(family));
  return (
    new Set(files).size === files.length && (!hasPaths || files.every((path) => shown.includes(`${nameOf(path)}\n`)))
  );
}

interface Files {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly own: string;
}

/** Takes the layout of files apart. */
function filesOf(text: string, family: Family): Files | undefined {
  const { head, file, current } = family.context;
  const next = escapePattern(headerOf(file));
  const start = new RegExp(`^${patternOf(head)}(?=${next})`, 'u').exec(text)?.[0].length;
  const end = new RegExp(`${patternOf(current)}$`, 'u').exec(text);
  if (start === undefined || end === null) return undefined;
  const pattern = new RegExp(`${patternOf(file)}(?=${next}|$)`, 'uy');
  const files: { path: string; text: string }[] = [];
  const all = text.slice(start, end.index);
  while (pattern.lastIndex < all.length) {
    const groups = pattern.exec(all)?.groups;
    if (groups === undefined) return undefined;
    files.push({ path: groups['path'] ?? '', text: groups['text'] ?? '' });
  }
  return { files, own: end.groups?.['path'] ?? '' };
}

/** Whether each line that is inserted is one of the context as a comment, in their order, or tells a path. */
function areComments(
  record: DatasetRecord,
  family: Family,
  context: string,
  { inserted, head }: Shown,
  current: string,
): boolean {
  // There may be no place for comments.
  if (inserted === '') return context === '';
  const language = languageOf({ filetype: '', path: record.path });
  const tag = (language?.tag?.(head) ?? '').trimEnd();
  const text = tag !== '' && inserted.startsWith(`${tag}\n`) ? inserted.slice(tag.length + 1) : inserted;
  if (!text.endsWith('\n')) return false;
  const comment = language?.lineComment ?? '//';
  const form = { comment, ...(language?.openingTag === undefined ? {} : { openingTag: language.openingTag }) };
  const clean = (line: string): string => neutralise(line, specialTokens(family));
  const wanted = context.split('\n').map((line) => clean(asComment(line, form)));
  const [own, other] = [current, family.context.file || '{comment} {path}\n'].map((each) =>
    each.slice(0, each.indexOf('\n')).replace('{comment}', () => comment),
  );
  const isPath = (line: string): boolean =>
    (isHeader(line, other ?? '') &&
      record.context_files.some((path) => endsWithPath(clean(path), pathIn(line, other ?? '')))) ||
    (isHeader(line, own ?? '') && endsWithPath(clean(record.path), pathIn(line, own ?? '')));
  // A line of the context may look like one that tells a path: all ways to read it are followed.
  let reached = new Set([0]);
  for (const line of text.slice(0, -1).split('\n')) {
    const next = new Set(isPath(line) ? reached : []);
    for (const at of reached) if (wanted[at] === line) next.add(at + 1);
    reached = next;
  }
  return reached.has(wanted.length);
}

function isHeader(line: string, form: string): boolean {
  return form.includes('{path}') && line.startsWith(form.replace('{path}', ''));
}

function pathIn(line: string, form: string): string {
  return line.slice(form.length - '{path}'.length);
}

/** Paths of a dataset of several projects begin with the project's name, those in prompts do not. */
function endsWithPath(known: string, path: string): boolean {
  return path !== '' && (known === path || known.endsWith(`/${path}`));
}

/** What each file begins with, '' where that is its text. */
function headerOf(file: string): string {
  return file.slice(0, Math.max(0, file.indexOf('{')));
}

/** A template as a pattern with the groups `repo`, `path` and `text`. */
function patternOf(template: string): string {
  const slots: Readonly<Record<string, string>> = {
    '{repo}': '[^\\n]*?',
    '{path}': '(?<path>[^\\n]+?)',
    '{text}': '(?<text>[^]*?)',
  };
  return template
    .split(/(\{(?:repo|path|text)\})/u)
    .map((piece) => slots[piece] ?? escapePattern(piece))
    .join('');
}
