/** Which files of a repository are replayed, and which are only there to be found. By their names, and by what their first lines say. */
import { isSource } from '../../src/context/discover/kinds.ts';
import type { Language } from '../../src/syntax/language.ts';
import { languageOf } from '../../src/syntax/registry.ts';

/** Larger files are no code that somebody typed, in UTF-16 units. */
export const LARGEST_FILE = 256 * 1024;
/** Libraries are not the project's own code, also where they are committed. */
const LIBRARIES = /(?:^|\/)(?:vendor|node_modules)\//u;
/** Patterns for other files, templates, declarations without code, and what was built. */
const NOT_TYPED = /\.blade\.php$|(?:^|\/)stubs?\/|\.stub\.|\.d\.[cm]?ts$|(?:^|\/)(?:dist|build|__snapshots__)\//u;
const GENERATED = /@generated\b|\bDO NOT (?:EDIT|MODIFY)\b|\b(?:auto[- ]?|automatically )generated\b/iu;
/** Where such a notice stands, in UTF-16 units. */
const HEAD = 1500;

/** Whether a file belongs to the project's own code. @param path from the root */
export function isOwn(path: string): boolean {
  return isSource(path) && !LIBRARIES.test(path);
}

/** The language of a file in which cursors may be drawn. @param path from the root */
export function replayedLanguage(path: string): Language | undefined {
  return isOwn(path) && !NOT_TYPED.test(path) ? languageOf({ filetype: '', path }) : undefined;
}

/** Whether somebody may have typed a text: it is not too large or binary, and does not say that a program wrote it. */
export function isTyped(text: string): boolean {
  return text !== '' && text.length <= LARGEST_FILE && !text.includes('\0') && !GENERATED.test(text.slice(0, HEAD));
}

/** Whether a file holds tests. */
export function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|specs?|__tests__)\/|\.(?:test|spec)\.\w+$|_test\.\w+$|(?:^|\/)test_[^/]*\.py$/iu.test(path);
}
