import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { enclosingBlockEnd } from '../../src/syntax/blocks.ts';
import type { Language } from '../../src/syntax/language.ts';
import { createParser } from '../../src/syntax/parser.ts';
import { LANGUAGES, languageOf } from '../../src/syntax/registry.ts';
import { utf16Offset } from '../../src/text/offset.ts';

const parser = createParser(fileURLToPath(new URL('../../grammars', import.meta.url)));
afterAll(() => parser.delete());

const language = (path: string): Language => {
  const found = languageOf({ filetype: '', path });
  if (!found) throw new Error(`no language for ${path}`);
  return found;
};

async function blockEnd(path: string, text: string, offset: number): Promise<number | undefined> {
  const tree = await parser.parse(language(path), text);
  try {
    return enclosingBlockEnd(tree, utf16Offset(offset));
  } finally {
    tree.delete();
  }
}

/** ▮ is the cursor, ◀ where its block ends; without ◀ it stands in none. */
const cases: [file: string, what: string, marked: string][] = [
  ['a.php', 'a method body', '<?php class A { function f() { ▮return 1; }◀ }'],
  ['a.php', 'the class, between its methods', '<?php class A { function f() { return 1; }▮ }◀'],
  ['a.php', 'right behind the opening brace', '<?php function f() {▮ return 1; }◀'],
  ['a.php', 'right before the closing brace', '<?php function f() { return 1; ▮}◀'],
  ['a.php', 'a closure in an argument', '<?php $x->map(function ($y) { return $y▮; }◀);'],
  ['a.php', 'an inner if', '<?php function f() { if ($a) { ▮ }◀ return 1; }'],
  ['a.php', 'a match', '<?php $x = match ($a) { 1 => 2,▮ }◀;'],
  ['a.php', 'a switch', '<?php switch ($a) { case 1:▮ break; }◀'],
  ['a.php', 'an enum', '<?php enum E { case A;▮ }◀'],
  ['a.php', 'an if with colon and endif', '<?php if ($a): echo 1;▮ echo 2;◀ endif;'],
  ['a.php', 'characters of two UTF-16 units before it', "<?php $s = '😀中'; function f() { $t = '😀'; ▮ }◀ // 😀"],
  ['a.php', 'the top level', '<?php $a = 1; ▮ function f() { return 1; }'],
  ['a.php', 'the parameters, which are outside', '<?php function f($a▮) { return 1; }'],
  ['a.php', 'behind the closing brace', '<?php function f() { return 1; }▮'],
  ['a.php', 'a class whose last brace is missing', '<?php class A { function f() { if ($a) { } function g() { } }▮◀'],
  ['a.php', 'code too broken for a tree', '<?php function f() { return 1;▮'],
  ['a.ts', 'a method', 'class A { f(): void { ▮ }◀ }'],
  ['a.ts', 'an arrow function', 'const f = () => { return ▮1; }◀;'],
  ['a.ts', 'an interface', 'interface A { a: number;▮ }◀'],
  ['a.ts', 'a type', 'type A = { a: number;▮ }◀;'],
  ['a.ts', 'an enum', 'enum E { A,▮ }◀'],
  ['a.ts', 'a switch', 'switch (a) { case 1:▮ }◀'],
  ['a.tsx', 'a component', 'const A = () => { return <p>▮</p>; }◀;'],
  ['a.jsx', 'a component', 'function A() { return <p>▮</p>; }◀'],
  ['a.js', 'a class', 'class A { ▮ }◀'],
  ['a.js', 'a switch', 'switch (a) { case 1:▮ }◀'],
  ['a.py', 'a function', 'def f():\n    a = ▮1\n    return a◀\n\nb = 2\n'],
  ['a.py', 'an if in a function', 'def f():\n    if a:\n        b▮()◀\n    return a\n'],
  ['a.py', 'the top level', 'def f():\n    return 1\n\nb = ▮2\n'],
  ['a.lua', 'a function', 'local function f(a) ▮return a end◀'],
  ['a.lua', 'a method', 'function M:f(a) ▮return a end◀'],
  ['a.lua', 'a function without a name', 'g(function() ▮return a end◀)'],
  ['a.lua', 'a loop', 'function f() for i = 1, 2 do ▮ end◀ end'],
  ['a.lua', 'a while loop', 'while a do ▮ end◀'],
  ['a.lua', 'a block', 'do ▮ end◀'],
  ['a.lua', 'a repeat', 'repeat a()▮ until◀ b'],
  ['a.lua', 'then', 'if a then ▮b() end◀'],
  ['a.lua', 'elseif', 'if a then b() elseif c then ▮d()◀ end'],
  ['a.lua', 'else', 'if a then b() else ▮c()◀ end'],
  ['a.lua', 'parameters, which are outside', 'function f(a▮) return a end'],
  ['a.go', 'a function', 'package a\nfunc f() {\n\t▮\n}◀\n'],
  ['a.go', 'a struct', 'package a\ntype T struct {\n\tA int▮\n}◀\n'],
  ['a.go', 'an interface', 'package a\ntype T interface {\n\tA()▮\n}◀\n'],
  ['a.go', 'a switch', 'package a\nfunc f() {\n\tswitch a {\n\tcase 1:▮\n\t}◀\n}\n'],
  ['a.go', 'a type switch', 'package a\nfunc f() {\n\tswitch a.(type) {\n\tcase int:▮\n\t}◀\n}\n'],
  ['a.go', 'a select', 'package a\nfunc f() {\n\tselect {\n\tcase <-c:▮\n\t}◀\n}\n'],
  ['a.rs', 'a function', 'fn f() { ▮ }◀'],
  ['a.rs', 'a closure', 'fn f() { g(|a| { a▮ }◀) }'],
  ['a.rs', 'an impl', 'impl A { ▮ fn f() {} }◀'],
  ['a.rs', 'a struct', 'struct A { a: u8,▮ }◀'],
  ['a.rs', 'an enum', 'enum A { B,▮ }◀'],
  ['a.rs', 'a match', 'fn f() { match a { 1 => 2,▮ }◀ }'],
];

describe('enclosingBlockEnd', () => {
  it.each(cases)('%s: ends %s', async (file, _, marked) => {
    const offset = marked.replace('◀', '').indexOf('▮');
    const end = marked.replace('▮', '').indexOf('◀');
    expect(await blockEnd(file, marked.replace(/[▮◀]/g, ''), offset)).toBe(end < 0 ? undefined : end);
  });

  it('has a case for every language', () => {
    const covered = new Set(cases.map(([file]) => language(file).id));
    expect([...covered].sort()).toEqual(LANGUAGES.map(({ id }) => id).sort());
  });

  it('finds the end behind a block of thousands of lines', async () => {
    const body = Array.from({ length: 5000 }, (_, i) => `  $a${i} = f(${i});`).join('\n');
    const text = `<?php\nfunction f() {\n${body}\n}\n`;
    const tree = await parser.parse(language('a.php'), text);
    for (const offset of [25, text.length >> 1, text.length - 4]) {
      expect(enclosingBlockEnd(tree, utf16Offset(offset))).toBe(text.length - 1);
    }
    tree.delete();
  });

  it('agrees with counting braces, whatever the nesting and the offset', async () => {
    const nested = fc.letrec<{ block: string; body: string }>((tie) => ({
      block: tie('body').map((body) => `{ ${body} }`),
      body: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('$a = 1;', 'f("😀");', ''),
        fc.array(tie('block'), { maxLength: 3 }).map((all) => all.join(' ')),
      ),
    })).body;
    await fc.assert(
      fc.asyncProperty(nested, fc.nat(), async (body, seed) => {
        const text = `<?php ${body} `;
        const offset = 6 + (seed % (text.length - 6));
        expect(await blockEnd('a.php', text, offset)).toBe(endByBraces(text, offset));
      }),
      { numRuns: 200 },
    );
  });
});

/** The obvious way, for text without braces in strings. */
function endByBraces(text: string, offset: number): number | undefined {
  let depth = 0;
  for (let index = offset; index < text.length; index++) {
    if (text[index] === '{') depth++;
    else if (text[index] === '}' && depth-- === 0) return index + 1;
  }
  return undefined;
}
