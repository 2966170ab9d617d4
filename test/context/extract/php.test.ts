import { beforeAll, describe, expect, it } from 'vitest';
import type { Declaration, FileSymbols } from '../../../src/context/symbols.ts';
import { php } from '../../../src/syntax/languages/php.ts';
import { reader } from '../helpers/memory.ts';

beforeAll(() => reader.load(php));

const read = (code: string): FileSymbols => reader.read(php, `<?php\n${code}`);
const named = (symbols: FileSymbols, name: string): Declaration | undefined =>
  symbols.declarations.find((declaration) => declaration.name === name);

describe('names', () => {
  const HEAD = `namespace App\\Shop;
use App\\Contracts\\{Payable, Mailer as Mail, Deep\\Thing};
use Other\\Base;
use function Other\\help, Other\\aid as assist;
use const Other\\LIMIT;
`;
  it.each([
    ['its own namespace', 'Local', 'App\\Shop\\Local'],
    ['an import', 'Base', 'Other\\Base'],
    ['a name of a group', 'Payable', 'App\\Contracts\\Payable'],
    ['an alias', 'Mail', 'App\\Contracts\\Mailer'],
    ['a deeper name of a group', 'Thing', 'App\\Contracts\\Deep\\Thing'],
    ['a qualified name behind an import', 'Base\\Inner', 'Other\\Base\\Inner'],
    ['a name from the root', '\\Exception', 'Exception'],
    ['a builtin', 'INT', 'int'],
    ['nothing or a class', '?Base', 'Other\\Base|null'],
    ['a union', 'Base|string|Local', 'Other\\Base|string|App\\Shop\\Local'],
    ['itself', 'static', 'static'],
  ])('are qualified by PHP’s rules: %s', (_, type, want) => {
    expect(named(read(`${HEAD}function f(): ${type} {}`), 'f')?.type).toBe(want);
  });

  it('are imported with their kind', () => {
    expect(read(HEAD).imports.map(({ alias, name, kind }) => `${kind} ${alias}=${name}`)).toEqual([
      'type Payable=App\\Contracts\\Payable',
      'type Mail=App\\Contracts\\Mailer',
      'type Thing=App\\Contracts\\Deep\\Thing',
      'type Base=Other\\Base',
      'function help=Other\\help',
      'function assist=Other\\aid',
      'constant LIMIT=Other\\LIMIT',
    ]);
  });

  it('belong to the namespace that they stand in', () => {
    const { declarations } = read('namespace A { class One {} } namespace B { class Two {} }');
    expect(declarations.map(({ qualified }) => qualified)).toEqual(['A\\One', 'B\\Two']);
  });
});

describe('a class', () => {
  const symbols = (): FileSymbols =>
    read(`namespace App;
/**
 * An order.
 * @template T of Item
 * @extends Base<T>
 * @property-read string $label
 * @method static Order|null findBy(string $name, int ...$ids) Finds one.
 * @mixin Helper
 */
#[Entity(table: 'orders')]
final class Order extends Base implements \\Countable, Payable
{
    use Loggable, Sends { Loggable::log as protected; }
    const A = 1, B = 'two';
    protected static ?array $cache = null;
    /** @var Item[] */
    private array $items = [], $more;
    private $untyped;

    public function __construct(private readonly Repo $repo, protected ?int $limit = null, string ...$rest)
    {
        $this->untyped = new Builder($repo);
    }

    /** @return list<Item> */
    abstract protected function all(int $tax = self::A): array;

    public static function make() { return new static(); }
}
`);

  it('knows where it comes from', () => {
    expect(symbols().declarations[0]).toMatchObject({
      kind: 'class',
      qualified: 'App\\Order',
      extends: ['App\\Base<T>'],
      implements: ['Countable', 'App\\Payable'],
      traits: ['App\\Loggable', 'App\\Sends'],
      mixins: ['App\\Helper'],
      templates: ['T'],
      row: 2,
      nameRow: 11,
    });
  });

  it.each<[string, Partial<Declaration>]>([
    ['label', { kind: 'property', type: 'string', isVirtual: true }],
    ['findBy', { kind: 'method', type: 'App\\Order|null', isStatic: true, isVirtual: true }],
    ['A', { kind: 'constant', signature: 'const A = 1' }],
    ['B', { kind: 'constant', signature: "const B = 'two'" }],
    ['cache', { kind: 'property', type: 'array|null', isStatic: true, visibility: 'protected' }],
    ['items', { kind: 'property', type: 'App\\Item[]', visibility: 'private', signature: 'private array $items' }],
    ['more', { kind: 'property', visibility: 'private' }],
    ['untyped', { values: ['new Builder($repo)'], valuesIn: ['__construct'] }],
    ['repo', { kind: 'property', type: 'App\\Repo', visibility: 'private' }],
    ['limit', { kind: 'property', type: 'int|null', visibility: 'protected' }],
    ['all', { kind: 'method', type: 'list<App\\Item>', isAbstract: true, visibility: 'protected' }],
    ['make', { kind: 'method', isStatic: true, values: ['new static()'] }],
  ])('has its member %s', (name, want) => {
    expect(named(symbols(), name)).toMatchObject({ parent: 0, ...want });
  });

  it('keeps the parameters of a function', () => {
    expect(named(symbols(), '__construct')?.params).toEqual([
      { name: '$repo', type: 'App\\Repo' },
      { name: '$limit', type: 'int|null', isOptional: true },
      { name: '$rest', type: 'string', isOptional: true, isVariadic: true },
    ]);
    expect(named(symbols(), '__construct')?.signature).toBe(
      'public function __construct(private readonly Repo $repo, protected ?int $limit = null, string ...$rest)',
    );
  });

  it('names what it needs, each once for each role', () => {
    expect(symbols().references.map(({ role, name }) => `${role} ${name}`)).toEqual(
      expect.arrayContaining(['extends App\\Base', 'trait App\\Sends', 'attribute App\\Entity', 'new App\\Builder']),
    );
  });
});

describe('other types', () => {
  it('are enums with what every enum has', () => {
    const symbols = read("enum Suit: string { case Hearts = 'H'; const Wild = self::Hearts; }");
    expect(symbols.declarations.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'enum Suit',
      'property name',
      'property value',
      'case Hearts',
      'constant Wild',
    ]);
    expect(symbols.declarations[0]?.implements).toEqual(['BackedEnum']);
  });

  it('are interfaces that extend several, and traits', () => {
    const symbols = read('interface A extends B, C { function f(); } trait T { private int $n; }');
    expect(named(symbols, 'A')).toMatchObject({ kind: 'interface', extends: ['B', 'C'] });
    expect(named(symbols, 'T')?.kind).toBe('trait');
    expect(named(symbols, 'f')?.parent).toBe(0);
  });

  it('leave the members of an anonymous class to nobody', () => {
    const symbols = read(
      'class A { function f() { return new class extends B { function g() {} public $p; }; } function h() {} }',
    );
    expect(symbols.declarations.map(({ name }) => name)).toEqual(['A', 'f', 'h']);
  });
});

describe('half-typed code', () => {
  const BELOW = '\n    public function below(): int { return 1; }\n}\n';
  const CLASS = 'class Order\n{\n    private Repo $repo;\n    public function above() { return 1; }\n';

  it.each([
    ['a dangling arrow', '    public function f()\n    {\n        $this->|\n    }\n'],
    ['an arrow in an open call', '    public function f()\n    {\n        foo($this->|\n    }\n'],
    ['an open function', '    public function f()\n    {\n        $this->|\n'],
    ['an open block in an open function', '    public function f()\n    {\n        if ($a) {\n            $this->|\n'],
    ['an open array', '    public function f()\n    {\n        return [1, $this->|\n    }\n'],
    [
      'an open match',
      '    public function f($x)\n    {\n        return match ($x) {\n            1 => $this->|\n    }\n',
    ],
    ['two colons', '    public function f()\n    {\n        return self::|\n    }\n'],
    ['the head above a body', '    public function f(|\n    {\n        return 1;\n    }\n'],
    ['a default above a body', '    public function f($a = |\n    {\n        return 1;\n    }\n'],
    [
      'a value in an array',
      "    public function f()\n    {\n        return [\n            'a' => |,\n            'b' => 1,\n        ];\n    }\n",
    ],
    [
      'a call whose arguments stand below',
      '    public function f()\n    {\n        return $this->repo->|\n            $a, $b\n        );\n    }\n',
    ],
    [
      'the head of a loop',
      '    public function f()\n    {\n        foreach ($this->|\n            echo 1;\n        }\n    }\n',
    ],
    [
      'a function without the end of its block',
      "    public function f()\n    {\n        foreach ([1] as $a) {\n            g('|\n    }\n",
    ],
    [
      'the end of a function that is cut off with a comment',
      '    public function f()\n    {\n        return g(|low.\n     */\n',
    ],
  ])('keeps the class around the cursor, and what is below: %s', (_, method) => {
    const text = `<?php\n${CLASS}${method}${BELOW}`;
    const at = text.indexOf('|');
    const lines = text.replace('|', '').split('\n');
    const before = text.slice(0, at).split('\n');
    const parsed = reader.parse(php, lines.join('\n'));
    const symbols = reader.repair(php, lines, before.length - 1, before.at(-1)?.length ?? 0, parsed);
    parsed.parsed?.delete();
    expect(symbols.declarations.map(({ name }) => name)).toEqual(['Order', 'repo', 'above', 'f', 'below']);
  });

  it('never throws, whatever is cut off', () => {
    const text = `<?php\n${CLASS}    public function f(): array { return [match ($x) { 1 => "a {$b} c", default => fn () => <<<X\n a\n X }]; }${BELOW}`;
    for (let end = 0; end <= text.length; end += 3) expect(() => reader.read(php, text.slice(0, end))).not.toThrow();
  });
});
