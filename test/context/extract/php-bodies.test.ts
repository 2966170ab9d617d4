import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutText } from '../../../src/context/extract/cut-text.ts';
import { phpBodies, phpTypeBodies } from '../../../src/context/extract/php-bodies.ts';
import type { FileSymbols } from '../../../src/context/symbols.ts';
import { php } from '../../../src/syntax/languages/php.ts';
import { reader } from '../helpers/memory.ts';

beforeAll(() => reader.load(php));

const FILLER = '$filler = "code that only fills";';
const cut = (code: string): string => cutText(`<?php ${code}`, phpBodies(`<?php ${code}`)).text.slice(6);

describe('what an index leaves out of PHP', () => {
  it.each([
    ['a function', `function f(): int { ${FILLER} } $a;`, 'function f(): int {} $a;'],
    [
      'methods',
      `class A { public function f() { ${FILLER} } abstract function g(); function h() { ${FILLER} } }`,
      'class A { public function f() {} abstract function g(); function h() {} }',
    ],
    ['closures', `$f = function () use ($a) { ${FILLER} };`, '$f = function () use ($a) {};'],
    ['nested braces', `function f() { if (1) { ${FILLER} } while (2) { } } $b;`, 'function f() {} $b;'],
    [
      'braces in strings and comments',
      `function f() { $a = '}'; $b = "{$c}"; /* } */ // }\n# }\n$d = <<<X\n}}\nX; ${FILLER} } $b;`,
      'function f() {} $b;',
    ],
    ['a body with a template', `function f() { ?> } <p> <?php ${FILLER} } $b;`, 'function f() {} $b;'],
    [
      'functions as defaults in the head',
      `function f($a = [1, 2], $b = new A(1)) { ${FILLER} }`,
      'function f($a = [1, 2], $b = new A(1)) {}',
    ],
  ])('the body of %s', (_, code, left) => {
    expect(cut(code)).toBe(left);
  });

  it.each([
    ['imports in braces', `use function A\\{b, c}; ${FILLER}`],
    ['a body with a function of its own', `function f() { function g($long, $list) {} $a; }`],
    ['a body with a class', `function f() { class Inner { public $a; public $b; } }`],
    ['a call of something that is called so', `$a->function($b); if (1) { ${FILLER} }`],
    ['a body that is not closed', `class A { function f() { if (1) { ${FILLER} `],
  ])('not %s', (_, code) => {
    expect(cut(code)).toBe(code);
  });

  it('finds nothing in text that is no PHP', () => {
    expect(phpBodies(`function f() { ${FILLER} }`)).toEqual([]);
    expect(phpBodies('')).toEqual([]);
  });
});

describe('what a look at types leaves out of PHP', () => {
  const MEMBERS = `public int $filler = 1; function f() { ${FILLER} }`;

  it.each([
    ['a class', `class A extends B implements C { ${MEMBERS} } $a;`, 'class A extends B implements C {} $a;'],
    ['an enum with a type', `enum A: string { ${MEMBERS} }`, 'enum A: string {}'],
    ['an interface and a trait', `interface A { ${MEMBERS} } trait B { ${MEMBERS} }`, 'interface A {} trait B {}'],
    ['a class without a name', `return new class(1) extends A { ${MEMBERS} };`, 'return new class(1) extends A {};'],
    ['a function outside', `function f() { ${FILLER} } $a;`, 'function f() {} $a;'],
    [
      'a class in a function',
      `function f() { class A { ${MEMBERS} } ${FILLER} }`,
      `function f() { class A {} ${FILLER} }`,
    ],
  ])('the members of %s', (_, code, left) => {
    expect(cutText(`<?php ${code}`, phpTypeBodies(`<?php ${code}`)).text.slice(6)).toBe(left);
  });

  it.each([['A::class; if (1) { $a; $b; $c; $d; $e; }'], ['$class = 1; enum($a); if (1) { $a; $b; $c; $d; $e; }']])(
    'nothing where no type is declared: %s',
    (code) => expect(phpTypeBodies(`<?php ${code}`)).toEqual([]),
  );

  it('finds the types and imports that a whole reading finds', () => {
    fc.assert(
      fc.property(fc.array(PIECE, { maxLength: 14 }), (pieces) => {
        const text = `<?php\nnamespace App;\n${pieces.join('')}`;
        const { symbols, parsed } = reader.parse(php, text);
        const isSound = parsed?.hasError === false;
        parsed?.delete();
        fc.pre(isSound);
        expect(typesOf(reader.readTypes(php, text, '/a.php'))).toEqual(typesOf(symbols));
      }),
    );
  });
});

/** Names of types with a name, and what is imported. */
function typesOf({ declarations, imports, namespace }: FileSymbols) {
  const named = declarations.filter(
    ({ kind, parent, qualified }) => TYPES.has(kind) && parent < 0 && !/:\d+$/u.test(qualified),
  );
  return {
    namespace,
    types: named.map(({ qualified }) => qualified),
    imports: imports.map(({ alias, name }) => [alias, name]),
  };
}
const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'trait', 'enum']);

/** Pieces of which most files can be made, sound and not. */
const PIECE = fc.constantFrom(
  'class A extends B { ',
  'trait T { ',
  '} ',
  `public function one(int $a, ?Order $b = null): self { return $this->x = new Item("}{"); }\n`,
  'public function __construct(private readonly Repo $repo, public int $n = 1) { $this->repo->find($n);\n }\n',
  `/** @return list<Order> */\nfunction two() { foreach ($a as $b) { yield $b; }\n}\n`,
  '#[Get("/{id}")] public static function three() { return fn () => function () { return Order::class; }; }\n',
  'private Order $order;\n',
  'const X = 1, Y = "{";\n',
  'use Some\\Order; use function A\\{b, c};\n',
  'if (! function_exists("help")) { function help($x) { return new Help($x, "and more"); } }\n',
  '$x = new class { public function inner() { return "something long enough"; } };\n',
  'function {',
  '"',
  "'} ",
  '<<<X\n } \nX;\n',
  '?> html { <?php ',
);

describe('an index that parses no bodies', () => {
  it('knows what one knows that parses all', () => {
    const isOutline = true;
    fc.assert(
      fc.property(fc.array(PIECE, { maxLength: 14 }), (pieces) => {
        const text = `<?php\nnamespace App;\n${pieces.join('')}`;
        const { symbols, parsed } = reader.parse(php, text);
        const isSound = parsed?.hasError === false;
        const outer = parsed?.captures(isOutline);
        parsed?.delete();
        fc.pre(isSound);
        const bodies = phpBodies(text);
        const whole = reader.parse(php, cutText(text, bodies).text);
        const inWhole = cutText(text, bodies).inWhole(whole.parsed?.captures(isOutline) ?? []);
        whole.parsed?.delete();
        expect(inWhole).toEqual(outer);
        // The words in bodies are read as before: they need no tree.
        expect(reader.read(php, text).references).toEqual(symbols.references);
      }),
      { numRuns: 400 },
    );
  });

  it('reads a file whole that is broken outside of its functions', () => {
    const text = `<?php class A { public function f() { ${FILLER} } public $ ; } function g() { ${FILLER} }`;
    expect(reader.read(php, text).declarations.map(({ name }) => name)).toEqual(
      reader.parse(php, text).symbols.declarations.map(({ name }) => name),
    );
  });
});
