import { expect, it } from 'vitest';
import { readBrackets } from '../../src/filter/brackets.ts';

/** `text` with ^ before each closer of what it has not opened, and what is open at its end. */
function read(before: string, text: string): string {
  const { closes, open } = readBrackets(before, text);
  const marked = text.split('').map((character, i) => (closes.includes(i) ? `^${character}` : character));
  return `${marked.join('')} ${open.join('')}`.trimEnd();
}

it.each([
  ['brackets of its own', '', 'f([a], {b})', 'f([a], {b})'],
  ['what it leaves open, innermost first', '', 'f([a, "b', 'f([a, "b "])'],
  ['what was open before it', 'f([', 'a])', 'a^]^)'],
  ['what lines above have opened', '', 'a)]', 'a^)^]'],
  ['nothing that does not fit', 'f(', 'a]', 'a]'],
  ['a string that was open', "a['", "b)']", "b)^'^]"],
  ['strings of its own', '', '"(" + \')\'', '"(" + \')\''],
  ['an escaped quote', '"', '\\")"', '\\")^"'],
  ['code in a string', '"', '{$a["b"]}"', '{$a["b"]}^"'],
  ['code in a template', '`$', '{a(`b)`)}`', '{a(`b)`)}^`'],
  ['code in an f-string', 'f"', '{a("b")}"', '{a("b")}^"'],
  ['a brace that is no code', '"', '{"', '{^"'],
  ['an apostrophe', '', "don't)", "don't^)"],
  ['a string with a prefix', '', "b')'", "b')'"],
  ['a property that looks like a prefix', '', "$b')", "$b'^)"],
  ['lifetimes', '', "<'a>(x: &'a str", "<'a>(x: &'a str )"],
  ['a short string that is no lifetime', '', "<'a'(", "<'a'( )"],
])('reads %s', (_, before, text, want) => expect(read(before, text)).toBe(want));
