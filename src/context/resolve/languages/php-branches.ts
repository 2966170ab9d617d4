/** PHP: the parts of an expression that may be its value (`a ?: b`, the arms of a `match`), and where expressions end. Knows no types. */
import { closingAt, splitOutside } from '../../extract/split.ts';

/** Alternatives of `a ?? b`, `a ?: b`, `c ? a : b`; the right side of an assignment. */
export function branches(expression: string): readonly string[] {
  const text = expression.replace(/;\s*$/u, '').trim();
  const assigned = /^\$[\w>\-[\]'"$:]+\s*(?:\?\?)?=(?!=|>)\s*/u.exec(text)?.[0];
  if (assigned !== undefined && assigned.length < text.length) return branches(text.slice(assigned.length));
  if (/^(?:static\s+)?(?:fn|function)\b/u.test(text)) return ['\\Closure'];
  const match = /^match\s*\(/u.exec(text);
  if (match !== null) return matchArms(text);
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('([{'.includes(character)) at = closingAt(text, at);
    else if (character === "'" || character === '"') at = quoteEnd(text, at);
    else if (character === '?' && text[at + 1] !== '-') return conditional(text, at);
  }
  return [text];
}

function conditional(text: string, at: number): readonly string[] {
  const left = text.slice(0, at);
  if (text[at + 1] === '?') return [...branches(left), ...branches(text.slice(at + 2))];
  if (text[at + 1] === ':') return [...branches(left), ...branches(text.slice(at + 2))];
  const rest = text.slice(at + 1);
  for (let colon = 0; colon < rest.length; colon++) {
    const character = rest[colon] ?? '';
    if ('([{'.includes(character)) colon = closingAt(rest, colon);
    else if (character === "'" || character === '"') colon = quoteEnd(rest, colon);
    else if (character === ':' && rest[colon + 1] === ':') colon++;
    else if (character === ':') return [...branches(rest.slice(0, colon)), ...branches(rest.slice(colon + 1))];
  }
  return [text];
}

function matchArms(text: string): readonly string[] {
  const open = text.indexOf('{', closingAt(text, text.indexOf('(')));
  if (open < 0) return [text];
  const arms = splitOutside(text.slice(open + 1, closingAt(text, open)), ',');
  return arms.flatMap((arm) => {
    const arrow = arm.indexOf('=>');
    const value = arrow < 0 ? '' : arm.slice(arrow + 2).trim();
    return value === '' || value.startsWith('throw ') ? [] : branches(value);
  });
}

export function quoteEnd(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === text[at]) return end;
  }
  return text.length;
}

/** From `start` to what ends the expression: `;`, the next argument, the bracket around it, the end of what is there. */
export function statementAt(text: string, start: number): string {
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('([{'.includes(character)) at = closingAt(text, at);
    else if (character === "'" || character === '"') at = quoteEnd(text, at);
    else if (',;}'.includes(character) || (character === ')' && at > start)) return text.slice(start, at);
  }
  return text.slice(start);
}

/** `fn ($a) => $a->b()` → `$a->b()`; of a function with a body what its first `return` gives. */
export function resultOf(argument: string): string {
  const head = /^(?:static\s+)?(fn|function)\b\s*&?\s*\(/u.exec(argument);
  if (head === null) return '';
  const rest = argument.slice(closingAt(argument, head[0].length - 1) + 1);
  if (head[1] === 'fn') return rest.slice(rest.indexOf('=>') + 2).trim();
  const found = /\breturn\s+/u.exec(rest);
  return found === null ? '' : statementAt(rest, found.index + found[0].length);
}
