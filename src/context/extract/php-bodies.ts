/**
 * Finds the bodies of PHP's functions without a tree, so that an index parses only what declares: the code in bodies is most of a file, and nothing in
 * it is for other files. What it doesn't understand it leaves in.
 */
import type { TextRange } from './cut-text.ts';
import { NO_CODE } from './php-text.ts';

const LETTER = String.raw`\w\u0080-\uffff`;
/** Groups 1 and 2 are a heredoc's. Group 3: the word that a function begins with. */
const OUTSIDE = new RegExp(`${NO_CODE}|(?<![${LETTER}$\\\\>:])(function)(?![${LETTER}\\\\])`, 'giu');
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
  const bodies: TextRange[] = [];
  const tag = text.search(/<\?(?:php\b|=)/iu);
  OUTSIDE.lastIndex = tag < 0 ? text.length : tag;
  for (let match = OUTSIDE.exec(text); match !== null; match = OUTSIDE.exec(text)) {
    if (match[3] === undefined) continue;
    const opened = bodyStart(text, OUTSIDE.lastIndex);
    if (opened === undefined) continue;
    const body = bodyFrom(text, opened);
    if (body === undefined) return [];
    // Code that declares something is read: what follows `{` is looked through for functions of its own.
    if (body.declares) {
      OUTSIDE.lastIndex = opened;
      continue;
    }
    if (body.end - opened >= LEAST_UNITS) bodies.push({ start: opened, end: body.end });
    OUTSIDE.lastIndex = body.end;
  }
  return bodies;
}

/** A file that holds nothing but a function with that body. */
export function bodyAlone(body: string): string {
  return `<?php function a() {${body}}`;
}

/** Behind the `{` of a function whose head goes on at `from`; `undefined` for one without a body. */
function bodyStart(text: string, from: number): number | undefined {
  let depth = 0;
  let hasParams = false;
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
