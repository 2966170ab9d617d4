import { describe, expect, it } from 'vitest';
import { coveredNames } from '../../src/export/covered-names.ts';
import type { NamedFile } from '../../src/export/named-file.ts';
import { testCases } from '../../src/export/test-cases.ts';
import { testedBy } from '../../src/export/tested-by.ts';

function file(path: string, named: Partial<NamedFile> = {}): NamedFile {
  const none = {
    types: [],
    imports: new Map(),
    namespace: '',
    covers: [],
    isContract: false,
    hasCases: false,
    titles: [],
  };
  return { path, ...none, ...named };
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

  it('is what has the name with an underscore because a language has that word, unless something has it without', () => {
    const [plain, underscored] = [file('src/Node/Use.php'), file('src/Node/Use_.php')];
    const test = file('tests/Node/UseTest.php');
    expect(rulesOf([underscored, test])).toEqual({ 'src/Node/Use_.php': ['mirror'] });
    expect(rulesOf([underscored, plain, test])).toEqual({ 'src/Node/Use.php': ['mirror'] });
  });

  it('is no example of the same name, but for a test of examples', () => {
    const all = [file('src/shop/order.py'), file('examples/order/order.py')];
    expect(rulesOf([...all, file('tests/test_order.py')])).toEqual({ 'src/shop/order.py': ['mirror'] });
    expect(rulesOf([...all, file('examples/order/test_order.py')])).toEqual({ 'examples/order/order.py': ['mirror'] });
  });

  it('is what a file of its name in a folder __tests__ stands beside', () => {
    const all = [file('src/shop/order.ts'), file('src/shop/__tests__/order.ts'), file('src/shop/__tests__/data.json')];
    expect(rulesOf(all)).toEqual({ 'src/shop/order.ts': ['mirror'] });
  });

  describe('by a script that only its folder says to be a test', () => {
    const all = ['index.js', 'lib/response.js', 'lib/utils.js', 'lib/mapLimit.js', 'examples/auth/index.js'].map(
      (path) => file(path),
    );
    const loads = (...froms: readonly string[]): Partial<NamedFile> => ({
      hasCases: true,
      imports: new Map(froms.map((from) => [from, from])),
    });

    it.each<[what: string, path: string, named: Partial<NamedFile>, tested: readonly string[]]>([
      ['has its name', 'test/utils.js', loads('../lib/utils'), ['lib/utils.js']],
      ['has the beginning of its name, and more', 'test/res.send.js', loads('..'), ['lib/response.js']],
      [
        'has cases of its name',
        'test/map.js',
        { ...loads('../lib'), titles: ['map', 'mapLimit'] },
        ['lib/mapLimit.js'],
      ],
      [
        'loads an example of its name',
        'test/acceptance/auth.js',
        loads('../../examples/auth'),
        ['examples/auth/index.js'],
      ],
      ['has the name of an example, and does not load it', 'test/auth.js', loads('..'), []],
      ['only loads it', 'test/regression.js', loads('../lib/utils'), []],
      ['has the beginning of its name alone', 'test/res.js', loads('..'), []],
      ['has no cases: it is a helper', 'test/support/utils.js', { ...loads('../lib/utils'), hasCases: false }, []],
      ['loads nothing of the project', 'test/utils.js', loads('node:assert'), []],
    ])('is what one tests that %s', (_, path, named, tested) => {
      expect(Object.keys(rulesOf([...all, file(path, named)]))).toEqual(tested);
    });

    it('reads cases and what they load out of the text', () => {
      const text =
        "const map = require('../lib/map');\n\ndescribe('map', () => {\n  it.only('mapLimit', () => {});\n  it('does more', () => {});\n});\n";
      expect(testCases(text)).toEqual({ hasCases: true, titles: ['map', 'mapLimit'], required: ['../lib/map'] });
      expect(testCases("exports.it = (test) => test.it('x');\n").hasCases).toBe(false);
    });
  });

  it('is what a folder of tests has the name of, and what has it with an underscore before it', () => {
    const all = [file('src/click/utils.py'), file('src/click/_compat.py')];
    expect(rulesOf([...all, file('tests/test_utils/test_echo.py')])).toEqual({ 'src/click/utils.py': ['mirror'] });
    const imports = new Map([['_ansi_re', 'click._compat']]);
    expect(rulesOf([...all, file('tests/test_compat.py', { imports })])).toEqual({
      'src/click/_compat.py': ['name+import'],
    });
  });

  it('is what composer maps the namespaces of tests to', () => {
    const test = file('checks/unit/OrderTest.php', { namespace: 'Acme\\Checks\\Shop' });
    const found = testedBy([order, other, test], { sources: ['App\\'], tests: ['Acme\\Checks\\'] });
    expect([...found.keys()]).toEqual([order.path]);
    expect(rulesOf([order, other, test])).toEqual({});
  });

  it('is what has the name of a test that imports it', () => {
    const test = file('tests/OrderTest.php', { imports: new Map([['Order', 'App\\Shop\\Order']]) });
    expect(rulesOf([order, other, test])).toEqual({ 'src/Shop/Order.php': ['name+import'] });
  });

  it('is nothing that a test only imports, and nothing of two that have the name', () => {
    const importing = file('tests/BasketTest.php', { imports: new Map([['Order', 'App\\Shop\\Order']]) });
    expect(rulesOf([order, other, importing, file('tests/OrderTest.php')])).toEqual({});
  });

  it.each<[string, string, string, readonly string[]]>([
    ['words of the namespace before it', 'ShopOrderTest', 'App\\Shop\\Order', ['App\\Shop\\Order']],
    [
      'words of it in the plural',
      'DatabaseEmailRuleTest',
      'App\\Database\\Rules\\Email',
      ['App\\Database\\Rules\\Email'],
    ],
    ['the kind of test', 'ShopOrderIntegrationTest', 'App\\Shop\\Order', ['App\\Shop\\Order']],
    [
      'the class that says the most',
      'ShopOrderItemTest',
      'App\\Shop\\OrderItem',
      ['App\\Shop\\Order', 'App\\Shop\\OrderItem', 'App\\Shop\\Item'],
    ],
  ])('may have a name that is spelled out: %s', (_, name, type, imported) => {
    const sources = imported.map((each) => file(`lib/${each.replaceAll('\\', '/')}.php`, { types: [each] }));
    const imports = new Map(imported.map((each) => [each, each]));
    const test = file(`checks/all/${name}.php`, { namespace: 'Checks', imports });
    expect(rulesOf([...sources, test])).toEqual({ [`lib/${type.replaceAll('\\', '/')}.php`]: ['name+import'] });
  });

  it.each([
    ['has words of something else', 'checks/ShopOrderPricesTest.php'],
    ['says the words in another order', 'checks/OrderItemShopTest.php'],
    ['is not about what it imports', 'checks/ShopTest.php'],
  ])('is nothing that a test imports that %s', (_, path) => {
    const item = file('lib/ItemOrder.php', { types: ['App\\Shop\\ItemOrder'] });
    const imports = new Map([['ItemOrder', 'App\\Shop\\ItemOrder']]);
    expect(rulesOf([item, file(path, { imports })])).toEqual({});
  });

  it.each<[string, string, string, boolean]>([
    ['stands in a folder above', 'App\\Shop\\Rules\\Price', 'App\\Tests\\Shop', true],
    ['has a name of several words', 'App\\Console\\JobMakeCommand', 'App\\Tests\\Generators', true],
    ['may be about something else', 'App\\Testing\\DatabaseTransactions', 'App\\Tests\\Database', false],
  ])('may be imported by nobody, if its name is the only one and the test %s', (_, type, namespace, isTested) => {
    const name = type.slice(type.lastIndexOf('\\') + 1);
    const source = file(`src/${name}.php`, { types: [type] });
    const found = rulesOf([source, file(`tests/x/${name}Test.php`, { namespace })]);
    expect(found).toEqual(isTested ? { [source.path]: ['mirror'] } : {});
  });

  it('is no interface that a test has the name of: what runs is something else', () => {
    const contract = file('lib/ExceptionHandler.php', {
      types: ['App\\Contracts\\ExceptionHandler'],
      isContract: true,
    });
    const imports = new Map([['ExceptionHandler', 'App\\Contracts\\ExceptionHandler']]);
    expect(rulesOf([contract, file('tests/x/ExceptionHandlerTest.php', { imports })])).toEqual({});
  });

  it('is the module that an import says the most of, where several have the name', () => {
    const imports = new Map([['MethodView', 'flask.views']]);
    const files = [file('src/flask/views.py'), file('examples/app/views.py'), file('tests/test_views.py', { imports })];
    expect(rulesOf(files)).toEqual({ 'src/flask/views.py': ['name+import'] });
  });

  it.each([
    ['cart/total.py', 'tests/cart/test_total.py', new Map()],
    ['src/cart.ts', 'src/cart.test.ts', new Map([['total', './cart']])],
    ['src/cart.ts', 'src/cart.vitest.ts', new Map([['total', './cart']])],
    ['src/cart/__init__.py', 'tests/test_cart.py', new Map([['total', 'cart']])],
    ['cart/total.go', 'cart/total_test.go', new Map()],
    ['src/cart.ts', 'test/deep/cart.spec.ts', new Map([['total', '../../src/cart.ts']])],
  ])('goes by the conventions of other languages: %s, %s', (path, test, imports) => {
    expect(Object.keys(rulesOf([file(path), file('cart/other.py'), file(test, { imports })]))).toEqual([path]);
  });
});
