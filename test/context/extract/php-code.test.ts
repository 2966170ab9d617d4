import { beforeAll, describe, expect, it } from 'vitest';
import type { FileSymbols } from '../../../src/context/symbols.ts';
import { php } from '../../../src/syntax/languages/php.ts';
import { reader } from '../helpers/memory.ts';

beforeAll(() => reader.load(php));

const read = (code: string): FileSymbols => reader.read(php, `<?php\n${code}`);
const references = (code: string): readonly string[] =>
  read(code).references.map(({ role, name }) => `${role} ${name}`);

describe('what code names', () => {
  it.each([
    ['a created object', '$a = new Order(1);', ['new Order']],
    ['a class by its name', '$a = Order::class;', ['static Order']],
    ['a check', 'if ($a instanceof Order) {}', ['type Order']],
    [
      'a closure’s parameters and result',
      '$f = fn (Order $a, Item ...$b): Cart => $a;',
      ['type Order', 'type Item', 'type Cart'],
    ],
    ['alternatives in a catch', 'try {} catch (NotFound | Denied $e) {}', ['type NotFound', 'type Denied']],
    ['a catch without a variable', 'try {} catch (NotFound) {}', ['type NotFound']],
    ['attributes', '#[Get("/a", [1]), Auth] function f() {}', ['attribute Get', 'attribute Auth']],
    [
      'what an anonymous class inherits',
      '$a = new class extends Base implements One, Two {};',
      ['extends Base', 'implements One', 'implements Two'],
    ],
    [
      'nothing in strings and comments',
      `$a = 'new A'; /* B::x */ // new C\n# D::y\n$b = "new E"; $c = <<<X\nnew F\nX;`,
      [],
    ],
    ['nothing in the text of a template', '?> new A <?php new B; ?> C::d', ['new B']],
    [
      'no variables, keywords or scalars',
      'return $a; $b = $c::D; self::e(); fn (int $f, string $g): bool => static::h();',
      [],
    ],
    ['nothing twice', 'new A; new A; A::b();', ['new A', 'static A']],
    ['no templates', '/** @template T of Model\n * @param T $a\n * @return T */ function f($a) {}', []],
    ['no constants of a class in a comment', '/** @return Order::STATUS_* */ function f() {}', ['type Order']],
  ])('%s', (_, code, want) => {
    expect(references(code)).toEqual(expect.arrayContaining(want));
    expect(references(code)).toHaveLength(want.length);
  });

  it('stands in its row, and is qualified as the namespace there does', () => {
    const { references: found } = read('namespace A {\nuse X\\Order;\nnew Order;\n}\nnamespace B {\nnew Order;\n}');
    expect(found).toEqual([
      { name: 'X\\Order', role: 'new', row: 3 },
      { name: 'B\\Order', role: 'new', row: 6 },
    ]);
  });
});

describe('the values of what has no type', () => {
  const values = (code: string, name: string): readonly string[] | undefined =>
    read(code).declarations.find((declaration) => declaration.name === name)?.values;

  it.each([
    [
      'is what a function returns',
      'function f() { if (1) { return new A("; }"); } return b(); }',
      ['new A("; }")', 'b()'],
    ],
    ['is not what its closures return', 'function f() { $a = function () { return 1; }; return $a; }', ['$a']],
    [
      'is not what its anonymous classes return',
      'function f() { $a = new class { function g() { return 1; } }; return $a; }',
      ['$a'],
    ],
    [
      'is whole where a closure stands in it',
      'function f() { return tap($a, function () { b(); }); }',
      ['tap($a, function () { b(); })'],
    ],
    ['says no word of comments', 'function f() { // return the order\n return /* not */ $order; }', ['$order']],
    ['is not nothing', 'function f() { return null; return []; return; }', undefined],
    ['is not there where a type is', 'function f(): int { return 1; }', undefined],
  ])('%s', (_, code, want) => {
    expect(values(code, 'f')).toEqual(want);
  });

  it('is what is assigned to a property, also above its declaration and in closures', () => {
    const symbols = read(
      'class A { function set() { $this->a ??= new B; g(function () { $this->a = c(); }); $this->typed = 1; } private $a; private int $typed; }',
    );
    const [property, typed] = symbols.declarations.filter(({ kind }) => kind === 'property');
    expect(property).toMatchObject({ name: 'a', values: ['new B', 'c()'], valuesIn: ['set', 'set'] });
    expect(typed?.values).toBeUndefined();
  });
});

describe('text that is no code', () => {
  // Each of these once took minutes, or could.
  it.each([
    ['alternatives without end', 'A|'],
    ['parts without end', 'A & '],
    ['brackets around types', '(A)'],
    ['names without end', 'a\\'],
    ['blanks behind a name', `Foo${' '.repeat(500)}`],
    ['comments that nobody closes', '/*'],
    ['attributes', '#[A] '],
    ['assignments to the same', '$this->x = '],
    ['cases in one line', 'case B; '],
  ])('is read in time: %s', (_, unit) => {
    const text = `class A { public $x; function f() { ${unit.repeat(1500)} } }`;
    expect(() => read(text)).not.toThrow();
    expect(() => read(`enum A { ${unit.repeat(1500)} }`)).not.toThrow();
  });

  it('leaves the parser as it was', () => {
    read(`$a = ${'('.repeat(2000)}`);
    expect(read('class Fine {}').declarations).toHaveLength(1);
  });
});
