/**
 * Finds the bodies of PHP's functions and types without a tree, so that an index parses only what declares: the code in bodies is most of a file, and
 * nothing in it is for other files. What it doesn't understand it leaves in.
 */
import type { TextRange } from './cut-text.ts';
import { hasPairs } from './php-brackets.ts';
import { NO_CODE } from './php-text.ts';

const LETTER = String.raw`\w\u0080-\uffff`;
/** Groups 1 and 2 are a heredoc's. Group 3: the word that a function begins with. */
const FUNCTION = `(?<![${LETTER}$\\\\>:])(function)(?![${LETTER}\\\\])`;
const OUTSIDE = new RegExp(`${NO_CODE}|${FUNCTION}`, 'giu');
/** Group 4: the word that a type begins with. */
const OUTSIDE_TYPES = new RegExp(
  `${NO_CODE}|${FUNCTION}|(?<![${LETTER}$\\\\>:])(class(?=\\s*[({\\s])|(?:interface|trait|enum)(?=\\s+[${LETTER}]))`,
  'giu',
);
/** Group 3: what a function's head ends with, or may hold. */
const HEAD = new RegExp(`${NO_CODE}|([(){;])`, 'giu');
/** Group 3: a bracket in a body. Group 4: what declares something, whose name others may know. */
const BODY = new RegExp(
  `${NO_CODE}|([{}])|(?<![${LETTER}$\\\\>:])(function\\s+&?\\s*[${LETTER}]|(?:class|interface|trait|enum)(?=\\s|\\())`,
  'giu',
);
/** Shorter bodies are not worth the cut, in UTF-16 units. */
const LEAST_UNITS = 24;

/** What stands between the braces of functions, ascending; none of code whose brackets don't match. */
export function phpBodies(text: string): readonly TextRange[] {
  return bodiesIn(text, codeStart(text), text.length)?.bodies ?? [];
}

/** What stands between the braces of types, and of functions outside of types; see {@link phpBodies}. */
export function phpTypeBodies(text: string): readonly TextRange[] {
  return bodiesIn(text, codeStart(text), text.length, OUTSIDE_TYPES)?.bodies ?? [];
}

/** UTF-16 offset of the opening tag; the text's length without one. */
export function codeStart(text: string): number {
  const tag = text.search(/<\?(?:php\b|=)/iu);
  return tag < 0 ? text.length : tag;
}

/** What a part of a text was found to hold. UTF-16 offsets. */
export interface FoundBodies {
  readonly bodies: readonly TextRange[];
  /** Up to here it has been read: behind the part's end where a string, a comment or a function goes on there. */
  readonly end: number;
  /** Up to here it has been looked at. */
  readonly reach: number;
}

/**
 * The bodies of the functions whose word stands from `from` to `until`; `undefined` where one has no end.
 * @param from in no string, comment or function
 */
export function bodiesIn(text: string, from: number, until: number, outside = OUTSIDE): FoundBodies | undefined {
  const bodies: TextRange[] = [];
  let end = from;
  let reach = from;
  outside.lastIndex = from;
  for (let match = outside.exec(text); match !== null && match.index < until; match = outside.exec(text)) {
    const [, , , ofFunction, ofType] = match;
    end = outside.lastIndex;
    if (ofFunction === undefined && ofType === undefined) continue;
    const opened = bodyStart(text, end, ofFunction !== undefined);
    reach = Math.max(reach, HEAD.lastIndex === 0 ? text.length : HEAD.lastIndex);
    if (opened === undefined) continue;
    const body = bodyFrom(text, opened);
    if (body === undefined) return undefined;
    reach = Math.max(reach, body.end);
    // Code that declares something is read: what follows `{` is looked through for functions of its own.
    const isRead = body.declares && ofFunction !== undefined;
    end = isRead ? opened : body.end;
    if (!isRead && body.end - opened >= LEAST_UNITS) bodies.push({ start: opened, end: body.end });
    outside.lastIndex = end;
  }
  return { bodies, end, reach: Math.max(reach, end) };
}

/** A file that holds nothing but a function with that body. */
export function bodyAlone(body: string): string {
  return `<?php function a() {${body}}`;
}

/** See `Bodies.isBroken`. */
export function isBrokenBody(body: string): boolean {
  return hasPairs(body, { start: 0, end: body.length }, []) === false;
}

/** Behind the `{` of what has a head that goes on at `from`; `undefined` where it has no body. @param isFunction its head has to have parameters */
function bodyStart(text: string, from: number, isFunction: boolean): number | undefined {
  let depth = 0;
  let hasParams = !isFunction;
  HEAD.lastIndex = from;
  for (let match = HEAD.exec(text); match !== null; match = HEAD.exec(text)) {
    const [, , , bracket] = match;
    if (bracket === '(') {
      depth++;
      hasParams = true;
    } else if (bracket === ')') depth--;
    else if (bracket !== undefined && depth <= 0) return bracket === '{' && hasParams ? HEAD.lastIndex : undefined;
    if (depth < 0) return undefined;
  }
  return undefined;
}

/** Where the body that begins at `from` has its closing brace; `undefined` where it has none. */
function bodyFrom(text: string, from: number): { readonly end: number; readonly declares: boolean } | undefined {
  let depth = 1;
  let declares = false;
  BODY.lastIndex = from;
  for (let match = BODY.exec(text); match !== null; match = BODY.exec(text)) {
    const [, , , brace, declared] = match;
    if (declared !== undefined) declares = true;
    else if (brace === '{') depth++;
    else if (brace === '}' && --depth === 0) return { end: match.index, declares };
  }
  return undefined;
}
