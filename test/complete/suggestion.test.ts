import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Completion, type Offer } from '../../src/complete/completion.ts';
import type { MultilineMode } from '../../src/complete/extent.ts';
import { accepted, answererOf, picture, placeIn, ScriptedBackend, SETTINGS, worldOf } from './notation.ts';

const nothing = (): void => undefined;
const silent = {
  asked: nothing,
  answering: nothing,
  changed: nothing,
  said: nothing,
  saidMore: nothing,
  settled: nothing,
  failed: nothing,
};

async function completionOf(doc: string, chunks: readonly string[], multiline: MultilineMode = 'auto') {
  const backend = new ScriptedBackend(() => ({ chunks }));
  const place = placeIn(doc);
  const settings = { ...SETTINGS, multiline };
  const offers: (Offer | undefined)[] = [];
  const events = { ...silent, changed: () => offers.push(completion.offer(place)) };
  const completion = new Completion(place, settings, events, worldOf());
  await completion.begin(answererOf(backend, ['<|endoftext|>', '\n\n\n']), 0);
  return { place, completion, offers, signal: backend.signals[0] };
}

/** The picture of what is offered when the model says `reply` at the cursor of `doc`. */
async function complete(doc: string, reply: string, multiline: MultilineMode = 'auto'): Promise<string> {
  const { place, completion } = await completionOf(doc, [reply], multiline);
  return picture(place, completion.offer(place));
}

type Case = readonly [name: string, doc: string, reply: string, want: string];

const closers: readonly Case[] = [
  ['closes an open call', 'f($a|', ', $b);', 'f($a⟦, $b);⟧'],
  ['lays a call around its bracket', 'f(|)', '$a);', 'f(⟦$a⟧)⟦;⟧'],
  ['lays a call around bracket and semicolon', 'f($a|);', ', $b);', 'f($a⟦, $b⟧);'],
  ['leaves the bracket where the model does not close', 'f(|);', '$a', 'f(⟦$a⟧);'],
  ['shows nothing for a repeat', 'f($a|);', ');', 'f($a|);'],
  ['shows nothing for a repeat with other blanks', 'f($a|);', ' );', 'f($a|);'],
  ['tells own brackets from the one outside', 'f(|)', 'g($a), h($b))', 'f(⟦g($a), h($b)⟧)'],
  ['adds to both sides of the bracket', 'f(|);', '$a)->g;', 'f(⟦$a⟧)⟦->g⟧;'],
  ['does not end a statement twice', 'f(|);', '$a) ?? null;', 'f(⟦$a⟧)⟦ ?? null⟧;'],
  ['closes its own last call with what stands there', 'f(|)', '$a), g($b', 'f(⟦$a), g($b⟧)'],
  ['keeps the blanks before the bracket', 'f( | )', '$a);', 'f( ⟦$a⟧ )⟦;⟧'],
  ['closes two kinds', 'f([|])', '1, 2]);', 'f([⟦1, 2⟧])⟦;⟧'],
  ['closes a string and an index', "$a['|']", "key'] = 1;", "$a['⟦key⟧']⟦ = 1;⟧"],
  ['stays inside a string', "$a['|']", 'key', "$a['⟦key⟧']"],
  ['closes a string', 'echo "|"', 'hello";', 'echo "⟦hello⟧"⟦;⟧'],
  ['does not take brackets in a string for its end', 'echo "|";', 'a) b', 'echo "⟦a) b⟧";'],
  ['goes on after the string', 'f("|")', 'a", "b")', 'f("⟦a", "b⟧")'],
  ['closes its own last string with what stands there', 'f("|")', 'a", "b', 'f("⟦a", "b⟧")'],
  ['knows an escaped quote', "$a['|']", "it\\'s'];", "$a['⟦it\\'s⟧']⟦;⟧"],
  ['closes interpolated code, then its string', 'echo "{$|}";', 'name}!";', 'echo "{$⟦name⟧}⟦!⟧";'],
  ['closes a template literal', 'const a = `$' + '{|}`;', 'b.c}`;', 'const a = `$' + '{⟦b.c⟧}`;'],
  ['closes an f-string', 'print(f"{|}")', 'name!r}")', 'print(f"{⟦name!r⟧}")'],
  ['does not take an apostrophe for a quote', 'f(|)', "$a); // don't", "f(⟦$a⟧)⟦; // don't⟧"],
  ['does not take a lifetime for a quote', 'fn f(|)', "a: &'a str)", "fn f(⟦a: &'a str⟧)"],
  ['takes the semicolon that stands there', 'return |;', '$a;', 'return ⟦$a⟧;'],
  ['takes the comma that stands there', "'a' => |,", '1,', "'a' => ⟦1⟧,"],
  ['ends a tag once', '<a|>', ' href="x">', '<a⟦ href="x"⟧>'],
  ['goes on after the semicolon', 'a = |;', '1; b = 2', 'a = ⟦1; b = 2⟧;'],
];

describe('closers right of the cursor', () => {
  it.each(closers)('%s', async (_, doc, reply, want) => expect(await complete(doc, reply)).toBe(want));

  it('takes the brackets of a call with a closure of several lines', async () => {
    const reply = 'function ($x) {\n    return $x * 2;\n}, $list);\necho 1;';
    const want = '$a = array_map(⟦function ($x) {\n    return $x * 2;\n}, $list);⟧';
    expect(await complete('$a = array_map(|);', reply)).toBe(want);
  });

  it('leaves the brackets to a closure that ends before them', async () => {
    const reply = 'fn ($x) => [\n    $x,\n]';
    expect(await complete('$a = array_map(|);', reply)).toBe('$a = array_map(⟦fn ($x) => [\n    $x,\n]⟧);');
  });

  it('takes the brace of a body that is open on both sides', async () => {
    expect(await complete('const f = () => {|};', '\n    g();\n};\nf();')).toBe('const f = () => {⟦\n    g();\n};⟧');
  });
});

describe('text right of the cursor', () => {
  const cases: readonly Case[] = [
    ['stops at a repeat of the rest', 'return | + $b;', '$a + $b;', 'return ⟦$a⟧ + $b;'],
    ['stops at a repeat of a telling part', 'return | + $b * 2;', '$a + $b', 'return ⟦$a⟧ + $b * 2;'],
    ['never adds a line', 'return | + $b;', '$a\n    $c', 'return ⟦$a⟧ + $b;'],
    ['fills the hole before further arguments', 'f(|, $b);', '$a, $b);', 'f(⟦$a⟧, $b);'],
    ['does not close what is closed behind it', 'f(|, $b);', '$a);', 'f(⟦$a⟧, $b);'],
    ['does not close what is closed there', 'f(|) + $b;', '$a) + $c;', 'f(⟦$a⟧) + $b;'],
    ['closes what it has opened', 'f(|, $b);', 'g($a)', 'f(⟦g($a)⟧, $b);'],
    ['keeps the blank between it and the rest', 'if (|$x) {', '$a && ', 'if (⟦$a && ⟧$x) {'],
    ['keeps the blank before what it repeats', 'if (|$x) {', '$a && $x) {', 'if (⟦$a && ⟧$x) {'],
    ['keeps the blank before an operator', 'f(|.. "b")', 'a ', 'f(⟦a ⟧.. "b")'],
    ['keeps the blank before a string', 'case|"a":', ' ', 'case|"a":'],
    ['closes what only it can close', 'f(g(|) + $b);', '$a), $c', 'f(g(⟦$a⟧) + $b);'],
    ['closes what the rest does not', 'f(g(|->h());', '$a)', 'f(g(⟦$a)⟧->h());'],
    ['leaves a string for one behind it', "f['|, 'b' => 1];", "a' => 2", "f['⟦a' => 2⟧, 'b' => 1];"],
    ['shows nothing for what stands there', 'return | + $b;', ' + $b;', 'return | + $b;'],
  ];
  it.each(cases)('%s', async (_, doc, reply, want) => expect(await complete(doc, reply)).toBe(want));

  it('shows on the way only what will stay', async () => {
    const { offers } = await completionOf('return | + $b;', ['$a', ' +', ' $', 'b', ';']);
    expect(new Set(offers.map((offer) => offer?.text))).toEqual(new Set(['$a']));
  });
});

describe('lines and blocks', () => {
  const method = 'class A\n{\n    public function f(): int|\n}';
  const cases: readonly Case[] = [
    ['ends with the line', '$a = |', '1;\n$b = 2;', '$a = ⟦1;⟧'],
    ['gives the next line behind a whole line', '$a = 1;|', '\n$b = 2;\n$c = 3;', '$a = 1;⟦\n$b = 2;⟧'],
    [
      'gives the rest of the block behind a whole line in one',
      '{\n    $a = 1;|\n}',
      '\n    $b = 2;\n\n    $c = 3;\n}\n$d = 4;',
      '{\n    $a = 1;⟦\n    $b = 2;\n\n    $c = 3;⟧\n}',
    ],
    ['says nothing when the model does', '$a = |', '', '$a = |'],
    ['says nothing for blanks', '$a = |', ' \n  \n', '$a = |'],
    ['drops the blank that stands there', 'return |', ' $a;', 'return ⟦$a;⟧'],
    ['reads CRLF', 'if ($a) {|', '\r\n    f();\r\n}\r\ng();\r\n', 'if ($a) {⟦\n    f();\n}⟧'],
    [
      'gives the body of a method with its braces on their own lines',
      method,
      '\n    {\n        if ($a) {\n            return 1;\n        }\n\n        return 2;\n    }\n\n    public function g()',
      'class A\n{\n    public function f(): int⟦\n    {\n        if ($a) {\n            return 1;\n        }\n\n        return 2;\n    }⟧\n}',
    ],
    [
      'gives an empty body whole',
      method,
      '\n    {\n    }\n\n    foo',
      'class A\n{\n    public function f(): int⟦\n    {\n    }⟧\n}',
    ],
    [
      'goes on over else',
      'if ($a) {|',
      '\n    f();\n} elseif ($b) {\n    g();\n} else {\n    h();\n}\ni();',
      'if ($a) {⟦\n    f();\n} elseif ($b) {\n    g();\n} else {\n    h();\n}⟧',
    ],
    [
      'gives what the line opens',
      '$f = |',
      'function () {\n    f();\n};\n$g = 1;',
      '$f = ⟦function () {\n    f();\n};⟧',
    ],
    ['gives arguments of several lines', 'f(|', '\n    $a,\n    $b,\n);\ng();', 'f(⟦\n    $a,\n    $b,\n);⟧'],
    ['ends where an argument list does not go on', 'f(|', '$a\n$b = 2;', 'f(⟦$a⟧'],
    [
      'gives a constructor with promoted properties',
      '    public function __construct(|',
      '\n        private A $a,\n    ) {\n        $this->b = 1;\n    }\n\n    public',
      '    public function __construct(⟦\n        private A $a,\n    ) {\n        $this->b = 1;\n    }⟧',
    ],
    [
      'gives the whole body at its start',
      'function f()\n{\n    |\n}',
      'if ($a) {\n        return 1;\n    }\n\n    return 2;\n}\n\nfunction g()',
      'function f()\n{\n    ⟦if ($a) {\n        return 1;\n    }\n\n    return 2;⟧\n}',
    ],
    [
      'goes on behind a statement that closes what it opens, in the middle of a body',
      '    $a = 1;\n    |\n    return $b;\n}',
      'if ($a) {\n        f();\n    }\n    g();\n',
      '    $a = 1;\n    ⟦if ($a) {\n        f();\n    }\n    g();⟧\n    return $b;\n}',
    ],
    [
      'gives all methods up to the end of the class',
      'class A\n{\n    |\n}',
      'public function f()\n    {\n        return 1;\n    }\n\n    public function g()\n    {\n    }\n}',
      'class A\n{\n    ⟦public function f()\n    {\n        return 1;\n    }\n\n    public function g()\n    {\n    }⟧\n}',
    ],
    [
      'closes a block that is not closed below, and ends there',
      'class A {\n    void f() {\n        g();\n|',
      '    }\n\n    void h() {\n    }\n}',
      'class A {\n    void f() {\n        g();\n⟦    }⟧',
    ],
    ['drops the empty lines before the first', '{\n    |\n}', '\n\n    f();\n}', '{\n    ⟦f();⟧\n}'],
    ['says nothing when the first line stands outside', '{\n    |\n}', '\n}\n\nf();', '{\n    |\n}'],
    ['drops an indentation that stands there', '{\n    |\n}', '    f();\n    g();\n}', '{\n    ⟦f();\n    g();⟧\n}'],
    ['keeps an indentation that is missing', '{\n|\n}', '    f();\n', '{\n⟦    f();⟧\n}'],
    ['does not close what is closed below', 'if ($a) {|\n}', '\n    f();\n}', 'if ($a) {⟦\n    f();⟧\n}'],
    [
      'does not begin to close what is closed below',
      'f(function () {|\n});',
      '\n    g();\n}',
      'f(function () {⟦\n    g();⟧\n});',
    ],
    [
      'stops at the line below',
      '{\n    |\n    return $a;\n}',
      '$a = 1;\n    return $a;\n}',
      '{\n    ⟦$a = 1;⟧\n    return $a;\n}',
    ],
    ['says nothing for the line below', '{\n    |\n    return $a;\n}', 'return $a;\n}', '{\n    |\n    return $a;\n}'],
    ['says nothing for the lines below', '{|\n    return $a;\n}', '\n    return $a;\n}', '{|\n    return $a;\n}'],
    [
      'keeps a short line that stands below too',
      '{\n    |\n    f;\n}',
      'g;\n    f;\n    h;\n}',
      '{\n    ⟦g;\n    f;\n    h;⟧\n    f;\n}',
    ],
    [
      'is not stopped by a comment with a colon',
      '    $a = 1;\n    |',
      '// Then:\n    f();',
      '    $a = 1;\n    ⟦// Then:\n    f();⟧',
    ],
    ['takes no property for a keyword', '$this->class|', '->f();\n$a = 1;', '$this->class⟦->f();⟧'],
    [
      'gives a case',
      'switch ($a) {\n    case 1:|\n}',
      '\n        f();\n        break;\n    case 2:\n',
      'switch ($a) {\n    case 1:⟦\n        f();\n        break;⟧\n}',
    ],
    [
      'gives a block of Python',
      'def f(x):|',
      '\n    if x:\n        return 1\n    return 2\n\ndef g():',
      'def f(x):⟦\n    if x:\n        return 1\n    return 2⟧',
    ],
    ['goes on over else of Python', 'if x:|', '\n    f()\nelse:\n    g()\nh()', 'if x:⟦\n    f()\nelse:\n    g()⟧'],
    [
      'gives a whole body of Python',
      'def f(x):\n    |',
      'if x:\n        return 1\n    return 2\n\ndef g():',
      'def f(x):\n    ⟦if x:\n        return 1\n    return 2⟧',
    ],
    [
      'ends where the body ends in Python',
      'def f(x):\n    a = 1\n    |',
      'if x:\n        return 1\n    return 2\nb = 3',
      'def f(x):\n    a = 1\n    ⟦if x:\n        return 1\n    return 2⟧',
    ],
    ['gives a block of Lua', 'if x then|', '\n  f()\nelse\n  g()\nend\nh()', 'if x then⟦\n  f()\nelse\n  g()\nend⟧'],
    [
      'gives a function of Lua',
      'local function f(a)|',
      '\n  return a\nend\n\nlocal x',
      'local function f(a)⟦\n  return a\nend⟧',
    ],
    [
      'gives a function value of Lua',
      'M.f = function(a)|',
      '\n  return a\nend\n\nlocal x',
      'M.f = function(a)⟦\n  return a\nend⟧',
    ],
    [
      'gives a block of Go',
      'func f() {\n\tg()\n\tif err != nil {|',
      '\n\t\treturn err\n\t}\n\tfi, err := f()',
      'func f() {\n\tg()\n\tif err != nil {⟦\n\t\treturn err\n\t}⟧',
    ],
    [
      'takes no name for the end of a block',
      '{\n\ta = 1\n\t|',
      'fi, err := f()\n\tend = 2\n\tdone = 3',
      '{\n\ta = 1\n\t⟦fi, err := f()\n\tend = 2\n\tdone = 3⟧',
    ],
    [
      'gives a body of Rust',
      "fn f<'a>(x: &'a str) -> &'a str {|",
      '\n    x\n}\n\nfn g()',
      "fn f<'a>(x: &'a str) -> &'a str {⟦\n    x\n}⟧",
    ],
    [
      'gives a chain of TypeScript',
      'it("a", async () => {|',
      '\n    f();\n});\n\nit(',
      'it("a", async () => {⟦\n    f();\n});⟧',
    ],
    [
      'gives what a line with a comment opens',
      'if ($a) { // now|',
      '\n    f();\n}\ng();',
      'if ($a) { // now⟦\n    f();\n}⟧',
    ],
    [
      'gives items of an array',
      'return [\n    |\n];',
      "'a' => [\n        1,\n    ],\n    'b' => [],\n];",
      "return [\n    ⟦'a' => [\n        1,\n    ],\n    'b' => [],⟧\n];",
    ],
  ];
  it.each(cases)('%s', async (_, doc, reply, want) => expect(await complete(doc, reply)).toBe(want));

  it('never gives a second line when told so', async () => {
    expect(await complete('if ($a) {\n    |\n}', 'f();\n    g();\n}', 'never')).toBe('if ($a) {\n    ⟦f();⟧\n}');
  });

  it('always gives further lines when told so, up to the end of the block', async () => {
    expect(await complete('{\n    $a = |\n}', '1;\n    $b = 2;\n}', 'always')).toBe('{\n    $a = ⟦1;\n    $b = 2;⟧\n}');
  });

  it('aborts the model as soon as the block is complete', async () => {
    const { signal, offers } = await completionOf('if ($a) {|', ['\n    f();', '\n}', '\n', 'never();']);
    expect(signal?.aborted).toBe(true);
    expect(offers.at(-1)).toMatchObject({ text: '\n    f();\n}', final: true });
  });
});

describe('characters', () => {
  it('lets no escape through', async () => {
    expect(await complete('$a = |', "\u001b[31m'red\u001b[0m'\u001b]0;title\u0007;\u0000")).toBe("$a = ⟦'red';⟧");
  });

  it('lets nothing behind a stop string through', async () => {
    expect(await complete('$a = |', '1;<|endoftext|>2;')).toBe('$a = ⟦1;⟧');
  });

  it('keeps emoji, combining and wide characters', async () => {
    expect(await complete("$a = '|'", "👩‍👧 e\u0301 漢字';")).toBe("$a = '⟦👩‍👧 e\u0301 漢字⟧'⟦;⟧");
  });
});

describe('a suggestion that is typed', () => {
  const docs = [
    'f(|);',
    'f(|)',
    "a['|'];",
    '"|"',
    '|',
    'return | + b;',
    'x = |;',
    'f( | )',
    '{|}',
    'f(|, b);',
    '{\n    |\n}',
  ];
  const doc = fc.constantFrom(...docs);
  const piece = fc.constantFrom(
    'a',
    'b',
    '(',
    ')',
    "'",
    '"',
    ';',
    ', ',
    ' + ',
    '[',
    ']',
    '\n',
    '    ',
    '\\',
    '{',
    '}',
    'return ',
  );
  const reply = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

  it('leads to the same document at every key, and repeats nothing', async () => {
    await fc.assert(
      fc.asyncProperty(doc, reply, async (picture, said) => {
        const { place, completion } = await completionOf(picture, [said]);
        const first = completion.offer(place);
        if (first === undefined) return;
        const goal = accepted(place, first);
        for (let typed = 0; typed < first.text.length; typed++) {
          const now = { ...place, prefix: place.prefix + first.text.slice(0, typed) };
          completion.type(first.text.slice(0, typed));
          const offer = completion.offer(now);
          if (offer !== undefined) expect(accepted(now, offer).trimEnd()).toBe(goal.trimEnd());
        }
      }),
      { numRuns: 400 },
    );
  });

  it('contains what it replaces, and adds something', async () => {
    await fc.assert(
      fc.asyncProperty(doc, reply, async (where, said) => {
        const { place, completion } = await completionOf(where, [said]);
        const offer = completion.offer(place);
        if (offer === undefined) return;
        // Throws where the replaced text is not contained.
        const line = { ...offer, text: offer.text.replaceAll('\n', ' ') };
        expect(picture(place, line)).toContain('⟦');
        expect(accepted(place, offer).replace(/\s/gu, '')).not.toBe((place.prefix + place.suffix).replace(/\s/gu, ''));
      }),
      { numRuns: 400 },
    );
  });

  it.each(closers)('stays up to the closer that stands there: %s', async (_, doc, reply) => {
    const { place, completion } = await completionOf(doc, [reply]);
    const text = completion.offer(place)?.text ?? '';
    for (let length = 0; length < text.search(/[)\]}'"`;,]|$/u); length++) {
      completion.type(text.slice(0, length));
      const offer = completion.offer({ ...place, prefix: place.prefix + text.slice(0, length) });
      expect(offer?.text).toBe(text.slice(length));
    }
  });

  it('stays when brackets are paired behind the cursor, and when they are typed over', async () => {
    const { place, completion } = await completionOf('f|', ['($a, [1]);']);
    const states = [
      ['(', ')', '$a, [1]);'],
      ['($a, [', '])', '1]);'],
      ['($a, [1]', ')', ');'],
      ['($a, [1])', '', ';'],
    ] as const;
    for (const [typed, suffix, text] of states) {
      expect(completion.type(typed)).toBe(true);
      expect(completion.offer({ ...place, prefix: `f${typed}`, suffix })?.text).toBe(text);
    }
  });

  it('goes when a closer is typed beside the one that stood there', async () => {
    const { place, completion } = await completionOf('f(|)', ['$a);']);
    completion.type('$a)');
    expect(completion.offer({ ...place, prefix: 'f($a)', suffix: ')' })).toBeUndefined();
  });
});
