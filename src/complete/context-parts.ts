/** What a project knows, in the form that prompts are made from; and the question that asks it. Reads nothing but the project's name. */
import { basename, relative } from 'node:path';
import type { Options } from '../config/schema.ts';
import { projectName } from '../context/discover/name.ts';
import type { ContextRequest } from '../context/service.ts';
import type { ContextParts } from '../prompt/layout.ts';
import { languageOf } from '../syntax/registry.ts';
import type { Snippet, SourceName } from '../text/snippet.ts';
import type { WantedContext } from './context-gate.ts';

/** For files without a language. */
const USUAL_COMMENT = '//';
/** A line of code has that many on average. */
const TOKENS_A_LINE = 10;
const ALL: readonly SourceName[] = ['members', 'edits', 'scope', 'dependencies', 'clipboard', 'similar', 'map'];
const MEMBERS_ONLY: readonly SourceName[] = ['members'];

/** @param root absolute folder of the project */
export function contextParts(
  snippets: readonly Snippet[],
  root: string,
  file: { readonly path: string; readonly filetype: string },
): ContextParts {
  const language = languageOf(file);
  const way = relative(root, file.path).replaceAll('\\', '/');
  return {
    snippets,
    repo: projectName(root),
    path: way.startsWith('../') ? basename(file.path) : way,
    comment: language?.lineComment ?? USUAL_COMMENT,
    ...(language?.openingTag === undefined ? {} : { openingTag: language.openingTag }),
    ...(language?.tag === undefined ? {} : { tag: language.tag }),
  };
}

/** The options that say what a prompt may show of other places. */
export type ContextOptions = Pick<
  Options,
  | 'useRecentlyEdited'
  | 'recentlyEditedSimilarityThreshold'
  | 'useImports'
  | 'slidingWindowSize'
  | 'slidingWindowPrefixPercentage'
>;

/** @param row 0-based row of the cursor; @param col 0-based UTF-16 column */
export function contextRequest(
  wanted: WantedContext,
  row: number,
  col: number,
  options: ContextOptions,
): Omit<ContextRequest, 'path'> {
  const { budget, charsPerToken, shown, isMembersOnly } = wanted;
  const { slidingWindowSize, slidingWindowPrefixPercentage } = options;
  const lines = slidingWindowSize / TOKENS_A_LINE;
  const above = Math.round(lines * slidingWindowPrefixPercentage);
  return {
    row,
    col,
    window: [row - shown[0], row + shown[1]],
    budget,
    ...(charsPerToken === undefined ? {} : { charsPerToken }),
    queryRows: [above, Math.round(lines) - above],
    editsThreshold: options.recentlyEditedSimilarityThreshold,
    sources: isMembersOnly ? MEMBERS_ONLY : sourcesOf(options),
  };
}

function sourcesOf({ useRecentlyEdited, useImports }: ContextOptions): readonly SourceName[] {
  return ALL.filter((name) => (name !== 'edits' || useRecentlyEdited) && (name !== 'dependencies' || useImports));
}
