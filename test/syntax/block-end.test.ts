import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/syntax/registry.ts';
import { language, mark, parseMarks, readerOf, syntax } from './readers.ts';

afterAll(() => syntax.dispose());

/** ▮ is the cursor, ◁ ▷ enclose what closes its block; without them the answer is undefined. */
const cases: [file: string, what: string, marked: string][] = [
  ['a.php', 'a method body', '<?php class A { function f() { ▮return 1; ◁}▷ }'],
  ['a.php', 'the class, between its methods', '<?php class A { function f() { return 1; }▮ ◁}▷'],
  ['a.php', 'right behind the opening brace', '<?php function f() {▮ return 1; ◁}▷'],
  ['a.php', 'right before the closing brace', '<?php function f() { return 1; ▮◁}▷'],
  ['a.php', 'a body, not the closures in it', '<?php function f() {\n▮$x->map(function ($y) { return $y; });\n◁}▷\n'],
  ['a.php', 'a closure in an argument', '<?php $x->map(function ($y) { return $y▮; ◁}▷);'],
  ['a.php', 'an inner if', '<?php function f() { if ($a) { ▮ ◁}▷ return 1; }'],
  ['a.php', 'an if, before its else', '<?php if ($a) {\n  ▮f();\n◁}▷ else {\n  g();\n}\n'],
  ['a.php', 'a match', '<?php $x = match ($a) { 1 => 2,▮ ◁}▷;'],
  ['a.php', 'a switch', '<?php switch ($a) { case 1:▮ break; ◁}▷'],
  ['a.php', 'an enum', '<?php enum E { case A;▮ ◁}▷'],
  ['a.php', 'property hooks', '<?php class A { public int $a { ▮get => 1; ◁}▷ }'],
  ['a.php', 'an if with colon and endif', '<?php if ($a): echo 1;▮ echo 2; ◁endif▷;'],
  ['a.php', 'an if with colon, with its else', '<?php if ($a):\n  ▮f();\nelse:\n  g();\n◁endif▷;'],
  ['a.php', 'an if with colon, around one with braces', '<?php if ($a):\n  if ($b) { f(); }\n  ▮g();\n◁endif▷;'],
  ['a.php', 'a foreach in a template', "<?php foreach ($a as $b): ?>\n<p>▮don't {{</p>\n<?php ◁endforeach▷ ?>\n"],
  ['a.php', 'a switch with colon', '<?php switch ($a):\n  case 1:\n    ▮f();\n◁endswitch▷;'],
  ['a.php', 'an array over lines', "<?php return [\n  'a' => 1,\n  ▮'b' => [2],\n◁]▷;"],
  ['a.php', 'arguments over lines', '<?php f(\n  $a,\n  ▮$b,\n◁)▷;'],
  ['a.php', 'the body, in arguments on one line', '<?php function f() {\n  g($a, ▮$b);\n◁}▷'],
  ['a.php', 'two UTF-16 units a character', "<?php $s = '😀中'; function f() { $t = '😀'; ▮ ◁}▷ // 😀"],
  ['a.php', 'wrong indentation', '<?php\nclass A {\nfunction f() {\n▮if ($a) {\n}\n◁}▷\n        }'],
  ['a.php', 'braces in a heredoc', '<?php function f() {\n  ▮$a = <<<EOT\n}\n  EOT;\n◁}▷'],
  ['a.php', 'braces in a nowdoc', "<?php function f() {\n  ▮$a = <<<'EOT'\n} {$b}\n  EOT;\n◁}▷"],
  ['a.php', 'variables in a heredoc', '<?php function f() {\n  ▮$a = <<<EOT\n {$b[1]} ${c} }\n  EOT;\n◁}▷'],
  ['a.php', 'braces in a string over lines', "<?php function f() {\n  ▮$a = '\n}\n';\n◁}▷"],
  ['a.php', 'braces in comments', "<?php function f() {\n  ▮// }\n  # } don't\n  /* } */ /** } */\n◁}▷"],
  ['a.php', 'a string that is still open', "<?php function f() {\n  ▮$a = '\n}\n"],
  ['a.php', 'a heredoc that is still open', '<?php function f() {\n  ▮$a = <<<EOT\n}\n'],
  ['a.php', 'a comment that is still open', "<?php function f() {\n  ▮/* don't\n}\n"],
  ['a.php', 'a body that is still open', '<?php function f() {\n  ▮if ($a) {\n  }\n'],
  ['a.php', 'the top level', '<?php $a = 1; ▮ function f() { return 1; }'],
  ['a.php', 'the top level, with a closer too many', '<?php $a = 1;\n▮}\n'],
  ['a.php', 'behind the closing brace', '<?php function f() { return 1; }▮'],
  ['a.php', 'HTML', '<div>\n▮</div>\n'],
  [
    'a.php',
    'a class whose last brace is missing',
    '<?php class A { function f() { if ($a) { } function g() { } }▮ ◁}▷',
  ],
  ['a.php', 'code without a start tag', 'function f() {\n  ▮return 1;\n◁}▷'],
  ['a.php', 'members without their class', "    public function f() {\n        ▮return 'a';\n    ◁}▷\n"],
  ['a.php', 'the class above the piece', '    }\n\n    private int $a;\n\n    ▮public function f() {\n    }\n◁}▷\n'],
  ['a.php', 'the block above the piece', '        return 1;\n    }\n    ▮return 2;\n◁}▷\n'],
  ['a.php', 'the list above the piece', "        'a' => 1,\n        ▮'b' => [2],\n    ◁]▷;\n}\n"],
  [
    'a.php',
    'below a comment that starts above the piece',
    "     * Don't {\n     */\n    public function f() {\n        ▮\n    ◁}▷\n",
  ],
  [
    'a.php',
    'below a list that was never closed',
    '<?php function f() {\n  $a = g(1, [2\n  $b = 3;\n  ▮return $b;\n◁}▷',
  ],
  ['a.php', 'inside half a statement', '<?php function f() {\n  foreach ($a as ▮$b) {\n    g();\n  }\n◁}▷'],
  ['a.php', 'a closer that is half typed', '<?php if ($a): f(); endi▮◁f▷;'],
  ['a.ts', 'a method', 'class A { f(): void { ▮ ◁}▷ }'],
  ['a.ts', 'an arrow function', 'const f = () => { return ▮1; ◁}▷;'],
  ['a.ts', 'an interface', 'interface A { a: number;▮ ◁}▷'],
  ['a.ts', 'a type', 'type A = {\n  a: number;▮\n◁}▷;'],
  ['a.ts', 'an enum', 'enum E { A,▮ ◁}▷'],
  ['a.ts', 'a switch', 'switch (a) { case 1:▮ ◁}▷'],
  ['a.ts', 'an object over lines', 'const a = {\n  b: 1,\n  ▮c: { d: 2 },\n◁}▷;'],
  ['a.ts', 'the body, in an object on one line', 'function f() {\n  g({ a: ▮1 });\n◁}▷'],
  ['a.ts', 'braces in a template string', 'function f() {\n  ▮const a = `\n}\n${b({ c: `}` })}\n`;\n◁}▷'],
  ['a.ts', 'a template string that is still open', 'function f() {\n  ▮const a = `\n}\n'],
  ['a.ts', 'one with others in it that is still open', 'function f() {\n  ▮const a = `${b ? `c` : ""}\n}\n'],
  ['a.ts', 'braces in a regular expression', 'function f() {\n  ▮return /[}"\'`]/.test(a);\n◁}▷'],
  ['a.ts', 'a comment that is still open', "function f() {\n  ▮/* don't\n}\n"],
  ['a.ts', 'members without their class', '  f(a: string): Promise<void> {\n    ▮return a;\n  ◁}▷\n'],
  ['a.ts', 'the class above the piece', '  }\n\n  private a = `b`;\n\n  ▮f() {\n  }\n◁}▷\n'],
  ['a.tsx', 'a component', 'const A = () => { return <p>▮</p>; ◁}▷;'],
  ['a.tsx', 'an element over lines', "const A = () => (\n  <div>\n    ▮<p>don't {a} {'}'}</p>\n  ◁</div>▷\n);"],
  ['a.tsx', 'a fragment over lines', 'const A = () => (\n  <>\n    ▮<B c={{ d: 1 }} />\n  ◁</>▷\n);'],
  [
    'a.tsx',
    'a tag over lines',
    'const A = () => (\n  <div>\n    <B\n      ▮c={1}\n    >\n      d\n    </B>\n  ◁</div>▷\n);',
  ],
  ['a.tsx', 'a function in a tag', 'const A = () => (\n  <B\n    c={() => {\n      ▮d();\n    ◁}▷}\n  >\n  </B>\n);'],
  ['a.tsx', 'an expression in an element', 'const A = () => <p>{a.map((b) => {\n  ▮return b;\n◁}▷)}</p>;'],
  ['a.jsx', 'a component', 'function A() { return <p>▮</p>; ◁}▷'],
  ['a.js', 'a class', 'class A { ▮ ◁}▷'],
  ['a.js', 'a switch', 'switch (a) { case 1:▮ ◁}▷'],
  ['a.js', 'a callback', "it('a', async () => {\n  ▮await b();\n◁}▷);\n"],
  ['a.py', 'a function', 'def f():\n    a = ▮1\n    return a◁▷\n\nb = 2\n'],
  ['a.py', 'an if in a function', 'def f():\n    if a:\n        b▮()◁▷\n    return a\n'],
  ['a.py', 'an empty line, by its indentation', 'def f():\n    if a:\n        b()\n    ▮return a◁▷\n\nc = 1\n'],
  ['a.py', 'below a head', 'def f():\n▮    return a◁▷\n\nc = 1\n'],
  ['a.py', 'behind a head', 'def f():▮\n    return a◁▷\nc = 1\n'],
  ['a.py', 'the first thing is a line of the block above', 'def f():\n    a = 1\n    ▮◁▷\n\nc = 1\n'],
  ['a.py', 'with an else inside', 'def f():\n    ▮if a:\n        b()\n    else:\n        c()◁▷\nd = 1\n'],
  ['a.py', 'before its else', 'if a:\n    ▮b()◁▷\nelse:\n    c()\n'],
  ['a.py', 'brackets over lines', 'def f():\n    ▮a = [\n  1,\n]\n    return a◁▷\nb = 1\n'],
  ['a.py', 'a backslash', 'def f():\n    ▮a = 1 + \\\n2\n    return a◁▷\nb = 1\n'],
  ['a.py', 'a string over lines', 'def f():\n    """\nDon\'t\n    """\n    ▮return """\na:\n"""◁▷\nb = 1\n'],
  ['a.py', 'a string that is still open', 'def f():\n    ▮a = """\nb:\nc\n'],
  ['a.py', 'comments with any indentation', 'def f():\n    ▮a()\n# b\n    # c\n    d()◁▷\n# e\nf()\n'],
  ['a.py', 'a list over lines', 'a = [\n    1,\n    ▮2,\n◁]▷\n'],
  ['a.py', 'tabs', 'def f():\n\tif a:\n\t\t▮b()◁▷\n\tc()\n'],
  ['a.py', 'no line below yet', 'def f():\n    ▮return 1\n'],
  ['a.py', 'a piece of a method', '        a = 1\n        ▮return a◁▷\n\n    def g(self):\n'],
  [
    'a.py',
    'below a string that starts above the piece',
    '        Don\'t (\n        """\n        ▮return 1◁▷\n\n    def g(self):\n',
  ],
  ['a.py', 'the top level', 'def f():\n    return 1\n\nb = ▮2\n'],
  ['a.lua', 'a function', 'local function f(a) ▮return a ◁end▷'],
  ['a.lua', 'a method', 'function M:f(a) ▮return a ◁end▷'],
  ['a.lua', 'a function without a name', 'g(function() ▮return a ◁end▷)'],
  ['a.lua', 'a loop', 'function f() for i = 1, 2 do ▮ ◁end▷ end'],
  ['a.lua', 'a while loop', 'while a do ▮ ◁end▷'],
  ['a.lua', 'a block', 'do ▮ ◁end▷'],
  ['a.lua', 'a repeat', 'repeat a()▮ ◁until▷ b'],
  ['a.lua', 'then', 'if a then ▮b() ◁end▷'],
  ['a.lua', 'then, with its else', 'if a then\n  ▮b()\nelseif c then\n  d()\nelse\n  e()\n◁end▷'],
  ['a.lua', 'elseif', 'if a then b() elseif c then ▮d() ◁end▷'],
  ['a.lua', 'else', 'if a then b() else ▮c() ◁end▷'],
  ['a.lua', 'words in strings and comments', 'function f()\n  ▮-- end\n  --[[ end ]]\n  g("end", [[\nend]])\n◁end▷'],
  ['a.lua', 'a string that is still open', 'function f()\n  ▮g([[\nend\n'],
  ['a.lua', 'a table', 'local a = {\n  b = 1,\n  ▮c = function() end,\n◁}▷'],
  ['a.lua', 'a piece of a function', '  local a = 1\n  ▮return a\n◁end▷\n'],
  ['a.go', 'a function', 'package a\nfunc f() {\n\t▮\n◁}▷\n'],
  ['a.go', 'a struct', 'package a\ntype T struct {\n\tA int▮\n◁}▷\n'],
  ['a.go', 'an interface', 'package a\ntype T interface {\n\tA()▮\n◁}▷\n'],
  ['a.go', 'a switch', 'package a\nfunc f() {\n\tswitch a {\n\tcase 1:▮\n\t◁}▷\n}\n'],
  ['a.go', 'a type switch', 'package a\nfunc f() {\n\tswitch a.(type) {\n\tcase int:▮\n\t◁}▷\n}\n'],
  ['a.go', 'a select', 'package a\nfunc f() {\n\tselect {\n\tcase <-c:▮\n\t◁}▷\n}\n'],
  ['a.go', 'a raw string', 'func f() {\n\t▮a := `\n}\n`\n◁}▷\n'],
  ['a.go', 'a raw string that is still open', 'func f() {\n\t▮a := `\n}\n'],
  ['a.go', 'a composite literal', 'var a = []T{\n\t{1},\n\t▮{2},\n◁}▷\n'],
  ['a.rs', 'a function', 'fn f() { ▮ ◁}▷'],
  ['a.rs', 'a closure', 'fn f() { g(|a| { a▮ ◁}▷) }'],
  ['a.rs', 'an impl', 'impl A { ▮ fn f() {} ◁}▷'],
  ['a.rs', 'a struct', 'struct A { a: u8,▮ ◁}▷'],
  ['a.rs', 'an enum', 'enum A { B,▮ ◁}▷'],
  ['a.rs', 'a match', 'fn f() { match a { 1 => 2,▮ ◁}▷ }'],
  [
    'a.rs',
    'strings, lifetimes and characters',
    "fn f<'a>() {\n  ▮let b = ['}', '\\''];\n  let c = r#\"\n}\"#;\n  \"\n}\"\n◁}▷",
  ],
  ['a.rs', 'a raw string that is still open', 'fn f() {\n  ▮let a = r#"\n}\n'],
  ['a.rs', 'a string that is still open', 'fn f() {\n  ▮let a = "\n}\n'],
  ['a.rs', 'comments in comments', 'fn f() {\n  ▮/* } /* } */ } */\n  /// }\n◁}▷'],
  ['a.rs', 'a macro', 'fn f() {\n  println!(\n    "{}",\n    ▮a\n  ◁)▷;\n}'],
  ['a.rs', 'members without their impl', '    pub fn f(&self) -> A {\n        ▮self.a\n    ◁}▷\n'],
];

describe('blockEnd', () => {
  it.each(cases)('%s: %s', async (file, _, marked) => {
    const { prefix, text } = parseMarks(marked);
    const end = (await readerOf(file)).blockEnd(prefix, text);
    expect(
      mark(prefix, text, [
        [end?.inner, '◁'],
        [end?.outer, '▷'],
      ]),
    ).toBe(marked);
  });

  it('has a case for every language', () => {
    const covered = new Set(cases.map(([file]) => language(file).id));
    expect([...covered].sort()).toEqual(LANGUAGES.map(({ id }) => id).sort());
  });

  it('finds the end behind a block of thousands of lines', async () => {
    const body = Array.from({ length: 5000 }, (_, i) => `  $a${i} = f(${i});`).join('\n');
    const reader = await readerOf('a.php');
    expect(reader.blockEnd(`<?php\nfunction f() {\n${body}\n`, '  return;\n}\n')).toEqual({ inner: 10, outer: 11 });
  });

  it('agrees with counting braces, whatever the nesting and the place', async () => {
    const nested = fc.letrec<{ block: string; body: string }>((tie) => ({
      block: tie('body').map((body) => `{ ${body} }`),
      body: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('$a = 1;', 'f("😀");', ''),
        fc.array(tie('block'), { maxLength: 3 }).map((all) => all.join(' ')),
      ),
    })).body;
    const reader = await readerOf('a.php');
    fc.assert(
      fc.property(nested, fc.nat(), (body, seed) => {
        const code = `<?php ${body} `;
        const cursor = 6 + (seed % (code.length - 6));
        const end = reader.blockEnd(code.slice(0, cursor), code.slice(cursor));
        expect(end && cursor + end.outer).toBe(endByBraces(code, cursor));
      }),
      { numRuns: 200 },
    );
  });
});

/** The obvious way, for code without braces in strings. */
function endByBraces(code: string, cursor: number): number | undefined {
  let depth = 0;
  for (let index = cursor; index < code.length; index++) {
    if (code[index] === '{') depth++;
    else if (code[index] === '}' && depth-- === 0) return index + 1;
  }
  return undefined;
}
