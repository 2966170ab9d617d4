import { describe, expect, it } from 'vitest';
import { coveredNames, type NamedFile, testedBy } from '../../src/export/tested-by.ts';

function file(path: string, named: Partial<NamedFile> = {}): NamedFile {
  return { path, types: [], imports: new Map(), namespace: '', covers: [], ...named };
}

function rulesOf(files: readonly NamedFile[]): Record<string, readonly string[]> {
  return Object.fromEntries([...testedBy(files)].map(([path, tests]) => [path, tests.map(({ rule }) => rule)]));
}

describe('what a test covers', () => {
  it.each<[string, string, readonly string[]]>([
    ['a tag with the whole name', '/** @covers \\App\\Order::total */', ['App\\Order']],
    ['a tag without the leading backslash', '/** @covers App\\Order */', ['App\\Order']],
    ['the default class, imported under another name', '/** @coversDefaultClass Bestellung */', ['Shop\\Order']],
    ['an attribute', '#[CoversClass(Bestellung::class)]', ['Shop\\Order']],
    ['an attribute of a method', "#[CoversMethod(\\App\\Order::class, 'total')]", ['App\\Order']],
    ['an attribute with a string', "#[CoversClass('App\\\\Order')]", ['App\\Order']],
    ['a name of its own namespace', '#[CoversClass(Basket::class)]', ['Tests\\Basket']],
    ['nothing where it only uses', 'use App\\Order; new Order();', []],
  ])('is %s', (_, text, names) => {
    const imports = new Map([['Bestellung', 'Shop\\Order']]);
    expect(coveredNames(text, { imports, namespace: 'Tests' })).toEqual(names);
  });
});

describe('what is tested', () => {
  const order = file('src/Shop/Order.php', { types: ['App\\Shop\\Order'], namespace: 'App\\Shop' });
  const other = file('src/Admin/Order.php', { types: ['App\\Admin\\Order'], namespace: 'App\\Admin' });

  it('is what a test covers, wherever that stands', () => {
    const test = file('tests/All.php', { covers: ['App\\Shop\\Order'] });
    expect(rulesOf([order, other, test])).toEqual({ 'src/Shop/Order.php': ['covers'] });
  });

  it('is what stands at the mirrored place, by folders or by namespaces', () => {
    expect(rulesOf([order, other, file('tests/Shop/OrderTest.php')])).toEqual({ 'src/Shop/Order.php': ['mirror'] });
    const test = file('spec/x/OrderTest.php', { namespace: 'App\\Tests\\Admin' });
    expect(rulesOf([order, other, test])).toEqual({ 'src/Admin/Order.php': ['mirror'] });
  });

  it('is what has the name of a test that imports it', () => {
    const test = file('tests/OrderTest.php', { imports: new Map([['Order', 'App\\Shop\\Order']]) });
    expect(rulesOf([order, other, test])).toEqual({ 'src/Shop/Order.php': ['name+import'] });
  });

  it('is nothing that a test only imports, and nothing of two that have the name', () => {
    const importing = file('tests/BasketTest.php', { imports: new Map([['Order', 'App\\Shop\\Order']]) });
    expect(rulesOf([order, other, importing, file('tests/OrderTest.php')])).toEqual({});
  });

  it.each([
    ['cart/total.py', 'tests/cart/test_total.py', new Map()],
    ['src/cart.ts', 'src/cart.test.ts', new Map([['total', './cart']])],
    ['cart/total.go', 'cart/total_test.go', new Map()],
    ['src/cart.ts', 'test/deep/cart.spec.ts', new Map([['total', '../../src/cart.ts']])],
  ])('goes by the conventions of other languages: %s, %s', (path, test, imports) => {
    expect(Object.keys(rulesOf([file(path), file('cart/other.py'), file(test, { imports })]))).toEqual([path]);
  });
});
