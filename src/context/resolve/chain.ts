/** Takes an expression apart into what it begins with and what follows: calls, members, indices. Understands no types. */
import { closingAt, quoteEnd, splitOutside } from '../extract/split.ts';
import type { ExpressionSyntax } from './syntax.ts';

export type Base =
  | { readonly kind: 'variable' | 'name' | 'string'; readonly text: string }
  | {
      readonly kind: 'call' | 'new';
      readonly text: string;
      readonly args: readonly string[];
      /** What stands in angle brackets in front of them. */
      readonly types?: string | undefined;
    }
  /** A class without a name: its head and its body. */
  | { readonly kind: 'anonymous'; readonly text: string; readonly body: string }
  /** An expression in brackets, or behind `clone`; or one that is waited for. */
  | { readonly kind: 'group' | 'await'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly string[] };

export type Step =
  | {
      readonly kind: 'member';
      readonly name: string;
      readonly operator: string;
      readonly args: readonly string[] | undefined;
      readonly types?: string | undefined;
    }
  /** `key` is the code in the brackets. */
  | { readonly kind: 'index'; readonly key: string }
  /** The value of a variable is called. */
  | { readonly kind: 'call' };

export interface Chain {
  readonly base: Base;
  readonly steps: readonly Step[];
}

const NAME = /^[\\\p{L}_#][\p{L}\p{N}_\\]*/u;
const VARIABLE = /^\$[\p{L}_][\p{L}\p{N}_]*/u;

/** @returns `undefined` for what is no such expression: an operation, a literal number, code that does not end */
export function parseChain(expression: string, syntax: ExpressionSyntax): Chain | undefined {
  const text = expression.trim();
  const begun = parseBase(text, syntax);
  if (begun === undefined) return undefined;
  const steps: Step[] = [];
  let at = begun.end;
  while (at < text.length) {
    const step = parseStep(text, at, syntax);
    if (step === undefined) return undefined;
    if (step.step !== undefined) steps.push(step.step);
    at = step.end;
  }
  return { base: begun.base, steps };
}

function parseBase(
  text: string,
  { newWord = '' }: ExpressionSyntax,
): { readonly base: Base; readonly end: number } | undefined {
  const word = /^(new|clone|await|yield|throw|print|\(\w+\))\b\s*/u.exec(text)?.[1];
  if (word === 'new' && newWord === 'new') return parseNew(text);
  if (word === 'clone' || word === 'await') {
    const rest = text.slice(word.length);
    return { base: { kind: word === 'await' ? 'await' : 'group', text: rest }, end: text.length };
  }
  if (text.startsWith('(')) {
    const close = closingAt(text, 0);
    return close >= text.length ? undefined : { base: { kind: 'group', text: text.slice(1, close) }, end: close + 1 };
  }
  if (text.startsWith('[')) {
    const close = closingAt(text, 0);
    return { base: { kind: 'array', items: splitOutside(text.slice(1, close), ',') }, end: close + 1 };
  }
  if (/^['"`]/u.test(text)) return { base: { kind: 'string', text }, end: quoteEnd(text, 0) + 1 };
  const variable = VARIABLE.exec(text)?.[0];
  if (variable !== undefined) return { base: { kind: 'variable', text: variable }, end: variable.length };
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  const call = argumentsAt(text, name.length);
  if (call !== undefined)
    return { base: { kind: 'call', text: name, args: call.args, types: call.types }, end: call.end };
  return { base: { kind: 'name', text: name }, end: name.length };
}

function parseNew(text: string): { readonly base: Base; readonly end: number } | undefined {
  const unnamed = /^new\s+(?:readonly\s+)?class\b[^{};]*\{/u.exec(text)?.[0];
  if (unnamed !== undefined) {
    const close = closingAt(text, unnamed.length - 1);
    return { base: { kind: 'anonymous', text: unnamed, body: text.slice(unnamed.length, close) }, end: close + 1 };
  }
  const match = /^new\s+([\\\p{L}_$][\p{L}\p{N}_\\.]*)\s*/u.exec(text);
  if (match === null) return undefined;
  const call = argumentsAt(text, match[0].trimEnd().length);
  return {
    base: { kind: 'new', text: match[1] ?? '', args: call?.args ?? [], types: call?.types },
    end: call?.end ?? match[0].length,
  };
}

function parseStep(
  text: string,
  from: number,
  syntax: ExpressionSyntax,
): { readonly step: Step | undefined; readonly end: number } | undefined {
  const { operators } = syntax;
  const at = from + (/^\s*/u.exec(text.slice(from))?.[0].length ?? 0);
  const character = text[at];
  // What says that a value is there (`!`), or may end the function (`?`), changes nothing.
  if (
    character === undefined ||
    ((character === '!' || character === '?') && !operators.some((one) => text.startsWith(one, at)))
  ) {
    return { step: undefined, end: at + 1 };
  }
  if (character === '[') {
    const close = closingAt(text, at);
    return { step: { kind: 'index', key: text.slice(at + 1, close).trim() }, end: close + 1 };
  }
  if (character === '(') return { step: { kind: 'call' }, end: closingAt(text, at) + 1 };
  const operator = operators.find((one) => text.startsWith(one, at));
  if (operator === undefined) return undefined;
  const rest = text.slice(at + operator.length);
  // `?.[0]` and `?.()`.
  if (operator === '?.' && /^[[(]/u.test(rest)) return parseStep(text, at + operator.length, syntax);
  const match = /^\s*(\$?[\p{L}_#][\p{L}\p{N}_]*)/u.exec(rest);
  if (match === null) return undefined;
  const end = at + operator.length + match[0].length;
  const call = argumentsAt(text, end);
  return {
    step: { kind: 'member', name: match[1] ?? '', operator, args: call?.args, types: call?.types },
    end: call?.end ?? end,
  };
}

/** The arguments of a call, where one is at `from`. */
function argumentsAt(
  text: string,
  from: number,
): { readonly args: readonly string[]; readonly types: string | undefined; readonly end: number } | undefined {
  const start = from + (/^\s*/u.exec(text.slice(from))?.[0].length ?? 0);
  const typed = text[start] === '<' ? typesAt(text, start) : undefined;
  const open = typed === undefined ? start : typed + (/^\s*/u.exec(text.slice(typed))?.[0].length ?? 0);
  if (text[open] !== '(') return undefined;
  const close = closingAt(text, open);
  const types = typed === undefined ? undefined : text.slice(start + 1, typed - 1);
  return { args: splitOutside(text.slice(open + 1, close), ','), types, end: close + 1 };
}

/** Index behind the angle brackets that open at `open`; `undefined` where it is a comparison. */
function typesAt(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '<') depth++;
    else if (character === '>' && text[at - 1] !== '=' && --depth === 0) return at + 1;
    else if ('([{'.includes(character)) at = closingAt(text, at);
    else if (';)]}'.includes(character)) return undefined;
  }
  return undefined;
}
