/** Lays snippets out as a family's models have seen several files in training, or as comments where they have seen none. Chooses and cuts nothing. */
import { neutralise } from '../text/neutralise.ts';
import type { Snippet } from '../text/snippet.ts';
import { type ContextFormat, type Family, specialTokens } from './family.ts';

/** What is told of other places. */
export interface ContextParts {
  /** In the order in which they are to stand. */
  readonly snippets: readonly Snippet[];
  /** Name of the repository. */
  readonly repo: string;
  /** Path of the current file from the project's root, with `/`. */
  readonly path: string;
  /** What starts a comment in the current file's language. */
  readonly comment: string;
  /** A line that starts the code of a file (`<?php`): no code and no comment may stand before it. */
  readonly openingTag?: RegExp;
  /** What has to stand in front of a piece from further down in such a file; '' where the piece has it. */
  readonly tag?: (piece: string) => string;
}

export const NO_CONTEXT: ContextParts = { snippets: [], repo: '', path: '', comment: '//' };

export interface Layout {
  /** Stands before the whole prompt. */
  readonly front: string;
  /** Stands in the prefix. */
  readonly inPrefix: string;
  /** Where it stands there, in UTF-16 units. */
  readonly at: number;
  /** False where there are no snippets, or no place for them. */
  readonly hasSnippets: boolean;
}

/** Where files stand before the tokens of fill-in-the-middle; elsewhere they are a part of the prefix. */
const IN_FRONT: ReadonlySet<ContextFormat['kind']> = new Set(['repo', 'file-sep', 'file-head']);
/** Would end the code of a file that a tag has opened, even in a comment. */
const CLOSING_TAG = /\?>/gu;

/**
 * @param prefix as the prompt shows it; it may be cut off at its beginning
 * @param startsFile whether it begins with the file's first line
 */
export function layOut(family: Family, context: ContextParts, prefix: string, startsFile: boolean): Layout {
  const { front, inPrefix, comments } = written(family, context);
  const hasSnippets = context.snippets.length > 0;
  if (comments === '') return { front, inPrefix, at: 0, hasSnippets };
  const { openingTag, tag } = context;
  if (openingTag === undefined) return { front, inPrefix: comments, at: 0, hasSnippets };
  const missing = startsFile ? '' : tagFor(tag, prefix);
  if (missing !== '') return { front, inPrefix: missing + comments, at: 0, hasSnippets };
  const at = behindTag(prefix, openingTag);
  // Comments stand where they are comments. Nowhere, if there is no such place.
  return at === undefined
    ? { front, inPrefix: '', at: 0, hasSnippets: false }
    : { front, inPrefix: comments, at, hasSnippets };
}

/** All that is laid out for a context, wherever that stands: a prompt gets no more of it. */
export function laidOut(family: Family, context: ContextParts): string {
  const { front, inPrefix, comments } = written(family, context);
  return front + inPrefix + (comments === '' ? '' : tagFor(context.tag, '') + comments);
}

interface Written {
  readonly front: string;
  readonly inPrefix: string;
  /** Stands in the prefix, where comments may stand. */
  readonly comments: string;
}

/** What a prompt is measured by is what is put into it in the end. */
const lastWritten = new WeakMap<ContextParts, { readonly family: Family; readonly text: Written }>();

function written(family: Family, context: ContextParts): Written {
  const last = lastWritten.get(context);
  if (last?.family === family) return last.text;
  const text = writtenAnew(family, context);
  lastWritten.set(context, { family, text });
  return text;
}

function writtenAnew(family: Family, context: ContextParts): Written {
  const none = { front: '', inPrefix: '', comments: '' };
  if (context.snippets.length === 0) return none;
  const { kind, head, file, current } = family.context;
  if (kind === 'comment') return { ...none, comments: asComments(family, context, current) };
  const fields = { repo: clean(family, context.repo), path: clean(family, context.path), comment: context.comment };
  const [before, own] = [fill(head, fields), fill(current, fields)];
  // Without a form for other files, they are comments in this one.
  if (file === '') return { ...none, front: before + own, comments: asComments(family, context, '') };
  const files = grouped(context.snippets).map(({ path, texts }) =>
    fill(file, { ...fields, path: clean(family, path), text: clean(family, texts.join('\n')) }),
  );
  const text = before + files.join('') + own;
  if (kind === 'repo-path-inside-prefix') return { ...none, front: text, inPrefix: `${fields.path}\n` };
  return IN_FRONT.has(kind) ? { ...none, front: text } : { ...none, inPrefix: text };
}

function tagFor(tag: ContextParts['tag'], piece: string): string {
  const text = tag?.(piece) ?? '';
  return text === '' ? '' : `${text.trimEnd()}\n`;
}

/** Every line is a comment of the language, so that the file stays what it is. */
function asComments(family: Family, context: ContextParts, current: string): string {
  const { snippets, path, comment } = context;
  const groups = grouped(snippets).map(({ path: other, texts, hasPath }) => {
    const lines = texts.join('\n').split('\n');
    const text = lines.map((line) => asComment(line, context)).join('\n');
    return hasPath ? fill(family.context.file || FILE_AS_COMMENT, { comment, path: other, text }) : `${text}\n`;
  });
  const own = path === '' ? '' : fill(current, { comment, path });
  return clean(family, groups.join('') + own);
}

/** One line as a comment of the language. */
export function asComment(line: string, { comment, openingTag }: Pick<ContextParts, 'comment' | 'openingTag'>): string {
  const text = openingTag === undefined ? line : line.replace(CLOSING_TAG, '? >');
  if (text === '') return comment;
  return text.startsWith(`${comment} `) ? text : `${comment} ${text}`;
}

const FILE_AS_COMMENT = '{comment} {path}\n{text}\n';

/** Start of the line below the first one that opens code and does not close it; `undefined` where there is none. */
function behindTag(prefix: string, openingTag: RegExp): number | undefined {
  let start = 0;
  for (let end = prefix.indexOf('\n'); end >= 0; end = prefix.indexOf('\n', start)) {
    const line = prefix.slice(start, end);
    if (openingTag.test(line) && !line.includes('?>')) return end + 1;
    start = end + 1;
  }
  return undefined;
}

interface Group {
  readonly path: string;
  readonly hasPath: boolean;
  readonly texts: readonly string[];
}

/** Neighbours of one file share its header. What is of no file has the name of its source. */
function grouped(snippets: readonly Snippet[]): readonly Group[] {
  const groups: { path: string; hasPath: boolean; texts: string[] }[] = [];
  for (const { path, text, source } of snippets) {
    const name = path === '' ? source : path;
    const last = groups.at(-1);
    if (last?.path === name) last.texts.push(text);
    else groups.push({ path: name, hasPath: path !== '', texts: [text] });
  }
  return groups;
}

function clean(family: Family, text: string): string {
  return neutralise(text, specialTokens(family));
}

/** Templates of families, taken apart: text and names of fields in turn. */
const pieces = new Map<string, readonly string[]>();

function piecesOf(template: string): readonly string[] {
  const known = pieces.get(template) ?? template.split(/\{(repo|path|text|comment)\}/u);
  pieces.set(template, known);
  return known;
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  let filled = '';
  for (const [at, piece] of piecesOf(template).entries()) filled += at % 2 === 0 ? piece : (values[piece] ?? '');
  return filled;
}
