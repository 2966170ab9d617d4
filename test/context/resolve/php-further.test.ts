/** What is known of a receiver by way of other code: checks, calls that go on to another object, closures, doubles, classes without names. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type MemoryProject, memoryProject } from '../helpers/memory.ts';

const FILES = {
  'src/Shop.php': `<?php
namespace App;
interface Payable { public function pay(): bool; }
interface Priced { public function price(): float; }
class Order implements Priced { public function price(): float {} public function total(): float {} public ?Customer $customer; }
class Customer { public function name(): string {} }
class Invoice implements Payable { public function pay(): bool {} public function number(): int {} }
/** @template T of Order */
class Box { /** @return T */ public function open() {} }
class Pair {
  /** @return array{order: Order, customer: Customer} */ public function named(): array {}
  /** @return array{Order, Customer} */ public function listed(): array {}
}
abstract class Command { /** @param Order $order */ public function handle($order, $extra) {} }
trait Bills { public function bill() { return $this->orders->¤; } }
class Biller { use Bills; private Customer $orders; }
`,
  'src/Model.php': `<?php
namespace App;
class Query { public function where(string $column): static {} public function first(): ?Order {} }
class Model {
  public function newQuery(): Query { return new Query(); }
  public function __call($method, $parameters) { return $this->forwardCallTo($this->newQuery(), $method, $parameters); }
  public static function __callStatic($method, $parameters) { return (new static)->$method(...$parameters); }
}
class Post extends Model {}
abstract class Facade {}
class Orders extends Facade { protected static function getFacadeAccessor() { return Query::class; }
  public static function __callStatic($method, $args) { return static::resolve()->$method(...$args); } }
`,
  'src/Closures.php': `<?php
namespace App;
class Schema {
  public function create(string $table, \\Closure $callback): void { $blueprint = new Blueprint($table); $callback($blueprint); }
}
class Blueprint { public function string(string $name): void {} }
/**
 * @template TValue
 * @param TValue $value
 * @param (callable(TValue): mixed)|null $callback
 * @return TValue
 */
function tap($value, $callback = null) {}
`,
  'vendor/tests.php': `<?php
namespace PHPUnit\\Framework\\MockObject { interface MockObject { public function expects(): Builder; } class Builder { public function method(string $name): self {} } }
namespace PHPUnit\\Framework { class TestCase { protected function createMock(string $type): MockObject\\MockObject {} } }
`,
} as const;

let project: MemoryProject;
beforeAll(async () => {
  project = await memoryProject(FILES);
});

/** The first line of what is shown for a body; `¦` is the cursor. */
async function shown(body: string, members = '', head = 'class Service'): Promise<string> {
  const text = `<?php
namespace App;
${head} {
    ${members}
    public function run(Priced $given, $untyped, array $list)
    {
        ${body}
    }
}
`;
  const { snippets } = await project.ask('src/Service.php', text, { sources: ['members'] });
  return snippets[0]?.text ?? '';
}

const names = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_]\w*/gu));

describe('a check', () => {
  it.each([
    ['holds in its block', 'if ($untyped instanceof Order) {\n  $untyped->¦', 'Order'],
    ['holds in the same condition', 'if ($untyped instanceof Order && $untyped->¦', 'Order'],
    ['holds in a ternary', 'return $untyped instanceof Order ? $untyped->¦', 'Order'],
    ['holds behind a block that was left', 'if (! $untyped instanceof Order) {\n  return;\n}\n$untyped->¦', 'Order'],
    ['holds behind assert', 'assert($untyped instanceof Order);\n$untyped->¦', 'Order'],
    ['holds for a property', 'if ($this->it instanceof Order) {\n  $this->it->¦', 'Order'],
    ['of a test holds', 'self::assertInstanceOf(Order::class, $untyped);\n$untyped->¦', 'Order'],
  ])('%s', async (_, body, want) => {
    expect(await shown(body, 'private $it;')).toMatch(new RegExp(`^class ${want}\\b`, 'u'));
  });

  it.each([
    ['behind its block', 'if ($untyped instanceof Order) {\n  $a = 1;\n}\n$untyped->¦'],
    ['in its else', 'if ($untyped instanceof Order) {\n  $a = 1;\n} else {\n  $untyped->¦'],
    ['where it is one of two', 'if ($untyped instanceof Order || $untyped->¦'],
    ['where it is denied', 'if (! $untyped instanceof Order) {\n  $untyped->¦'],
  ])('says nothing %s', async (_, body) => {
    expect(await shown(body)).toBe('');
  });

  it('leaves an interface that the class does not have', async () => {
    const text = names(await shown('if ($given instanceof Payable) {\n  $given->¦'));
    for (const name of ['pay', 'price']) expect(text).toContain(name);
  });
});

describe('a type', () => {
  it.each([
    ['of a template is what it is at least', '$b = new Box();\n$b->open()->¦', 'Order'],
    ['under a key of an array', "(new Pair)->named()['customer']->¦", 'Customer'],
    ['at a position', '(new Pair)->listed()[1]->¦', 'Customer'],
    ['of what is taken apart', '[$a, $b] = (new Pair)->listed();\n$b->¦', 'Customer'],
    ['of what is taken apart by key', "['order' => $o] = (new Pair)->named();\n$o->¦", 'Order'],
    ['of a class that a variable names', '$class = Order::class;\n$o = new $class();\n$o->¦', 'Order'],
    ['that a comment above says', '/** @var Customer $c */\n$c = $untyped->get();\n$c->¦', 'Customer'],
    ['of an assignment among arguments', 'f($o = new Order(), $untyped);\n$o->¦', 'Order'],
    ['of a class without a name', '$o = new class extends Order { public int $x = 1; };\n$o->¦', 'Order'],
    ['behind an interface that few have', '$p = $this->payable();\n$p->pay()->¦', ''],
  ])('%s', async (_, body, want) => {
    const text = await shown(body, 'private function payable(): Payable {}');
    expect(text).toMatch(want === '' ? /^$/u : new RegExp(`^class ${want}\\b`, 'u'));
  });

  it('of a parameter is that of the method that it overrides', async () => {
    const { snippets } = await project.ask(
      'src/Ship.php',
      '<?php\nnamespace App;\nclass Ship extends Command {\n  public function handle($order, $extra) {\n    $order->¦\n  }\n}\n',
      { sources: ['members'] },
    );
    expect(snippets[0]?.text).toMatch(/^class Order\b/u);
  });

  it('of a property that a trait expects is its users', async () => {
    const text = '<?php\nnamespace App;\ntrait Bills { public function bill() { return $this->orders->¦; } }\n';
    const { snippets } = await project.ask('src/Bills.php', text, { sources: ['members'] });
    expect(snippets[0]?.text).toMatch(/^class Customer\b/u);
  });
});

describe('a call that goes on to another object', () => {
  it('gives what that object gives', async () => {
    expect(await shown('$p = new Post();\n$p->first()->¦')).toMatch(/^class Order\b/u);
    expect(await shown("Post::where('a')->first()->¦")).toMatch(/^class Order\b/u);
  });

  it('is listed with the members', async () => {
    expect(names(await shown('Post::¦'))).toContain('where');
    expect(names(await shown('Orders::¦'))).toContain('first');
  });
});

describe('the parameter of a closure', () => {
  it.each([
    ['is what the function calls it with', "(new Schema)->create('a', function ($table) {\n  $table->¦", 'Blueprint'],
    ['is what a template stands for', 'tap(new Order(), function ($o) {\n  $o->¦', 'Order'],
    ['is an element of the array', '/** @var Order[] $all */\narray_filter($all, fn ($o) => $o->¦', 'Order'],
  ])('%s', async (_, body, want) => {
    expect(await shown(body)).toMatch(new RegExp(`^class ${want}\\b`, 'u'));
  });
});

describe('inside a class without a name', () => {
  it('$this is that class', async () => {
    const text = names(
      await shown(
        'return new class extends Customer {\n  private int $own;\n  public function go() { $this->¦',
        'private $outer;',
      ),
    );
    for (const name of ['own', 'name', 'go']) expect(text).toContain(name);
    expect(text).not.toContain('outer');
  });
});

describe('in a test that makes doubles', () => {
  it('any object may be one', async () => {
    const head = 'class ShopTest extends \\PHPUnit\\Framework\\TestCase';
    const members =
      'private Order $order;\n protected function setUp(): void { $this->order = $this->createMock(Order::class); }';
    const text = names(await shown('$this->order->¦', members, head));
    for (const name of ['total', 'expects']) expect(text).toContain(name);
    expect(await shown('$this->order->expects()->¦', members, head)).toContain('function method');
  });
});

describe('half-typed code', () => {
  it.each([
    ['in a try', 'try {\n            $this->¦'],
    ['in a closure in a call', '$x->map(function ($a) {\n            $this->¦'],
    ['in a condition without an else', 'return $list ? $this->¦'],
    ['in the head of a block', 'if (! $this->¦'],
  ])('keeps what is declared below: %s', async (_, body) => {
    const text = `<?php\nnamespace App;\nclass Half {\n    public function run() {\n        ${body}\n    public function below() {}\n}\n`;
    const { snippets } = await project.ask('src/Half.php', text, { sources: ['members'] });
    expect(names(snippets[0]?.text ?? '')).toContain('below');
  });
});
