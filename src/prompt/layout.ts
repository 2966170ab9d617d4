/** Lays snippets out as a family's models have seen several files in training, or as comments where they have seen none. Chooses and cuts nothing. */
import { neutralise } from '../text/neutralise.ts';
import type { Snippet } from '../text/snippet.ts';
import { type Family, specialTokens } from './family.ts';

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
  /** Starts the code of a file (`<?php`): nothing may stand before it. */
  readonly openingTag?: RegExp;
}

export const NO_CONTEXT: ContextParts = { snippets: [], repo: '', path: '', comment: '//' };

export interface Layout {
  /** Stands before the whole prompt. */
  readonly front: string;
  /** Stands at the start of the prefix. */
  readonly inPrefix: string;
  /** Stands behind the first line of the prefix, where that opens the code of the file. */
  readonly behindTag: boolean;
}

const NOTHING: Layout = { front: '', inPrefix: '', behindTag: false };
/** Where files stand before the tokens of fill-in-the-middle; elsewhere they are a part of the prefix. */
const IN_FRONT: ReadonlySet<string> = new Set(['repo', 'file-sep', 'file-head']);

/** @param startsFile whether the prefix begins with the file's first line */
export function layOut(family: Family, context: ContextParts, prefix: string, startsFile: boolean): Layout {
  if (context.snippets.length === 0) return NOTHING;
  const { kind, head, file, current } = family.context;
  if (kind === 'comment' || file === '') {
    const behindTag = startsFile && context.openingTag?.test(prefix) === true;
    return { front: '', inPrefix: asComments(family, context), behindTag };
  }
  const text =
    fill(head, { repo: context.repo }) +
    grouped(context.snippets)
      .map(({ path, texts }) => fill(file, { path, text: clean(family, texts.join('\n')) }))
      .join('') +
    fill(current, { path: context.path });
  return IN_FRONT.has(kind)
    ? { front: text, inPrefix: '', behindTag: false }
    : { front: '', inPrefix: text, behindTag: false };
}

/** Every line is a comment of the language, so that the file stays what it is. */
function asComments(family: Family, { snippets, path, comment }: ContextParts): string {
  const lines = grouped(snippets).flatMap(({ path: other, texts }) => [
    ...(other === '' ? [] : [`${comment} ${other}`]),
    ...texts
      .join('\n')
      .split('\n')
      .map((line) => (line === '' ? comment : isComment(line, comment) ? line : `${comment} ${line}`)),
  ]);
  const own = path === '' ? '' : `${comment} ${path}\n`;
  return `${clean(family, lines.join('\n'))}\n${own}`;
}

function isComment(line: string, comment: string): boolean {
  return line.startsWith(comment);
}

interface Group {
  readonly path: string;
  readonly texts: readonly string[];
}

/** Neighbours of one file share its header. */
function grouped(snippets: readonly Snippet[]): readonly Group[] {
  const groups: { path: string; texts: string[] }[] = [];
  for (const { path, text } of snippets) {
    const last = groups.at(-1);
    if (last?.path === path) last.texts.push(text);
    else groups.push({ path, texts: [text] });
  }
  return groups;
}

function clean(family: Family, text: string): string {
  return neutralise(text, specialTokens(family));
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(repo|path|text|comment)\}/gu, (_, name: string) => values[name] ?? '');
}
