import { beforeAll, describe, expect, it } from 'vitest';
import { type MemoryProject, memoryProject } from '../helpers/memory.ts';

const FILES = {
  'src/Order.php': `<?php
namespace App;
class Order extends Model implements Payable {
    use Loggable;
    public ?Customer $customer;
    /** @var Item[] */
    public array $items = [];
    private int $secret;
    protected function inner(): int {}
    public function customer(): Customer {}
    public static function make(): static {}
    public function total(float $tax = 0.0): float {}
    /** @return Collection<int, Item> */
    public function lines() {}
    const STATUS = 1;
}
class Item { public string $sku; public function order(): Order {} }
class Customer { public function name(): string {} public function orders(): OrderList {} }
`,
  'src/Model.php': `<?php
namespace App;
/** @mixin Builder */
abstract class Model { public function save(): bool {} private function hidden() {} protected function boot() {} /** @return $this */ public function fresh() {} }
trait Loggable { protected function log(string $line): void {} }
interface Payable { public function pay(Money $amount): void; }
class Builder { public function where(string $column): static {} protected function inner2() {} }
`,
  'src/Collection.php': `<?php
namespace App;
/**
 * @template TKey
 * @template TValue
 * @implements \\IteratorAggregate<TKey, TValue>
 */
class Collection implements \\IteratorAggregate {
    /** @return TValue|null */
    public function first() {}
    /**
     * @param callable(TValue): bool $filter
     * @return static<TKey, TValue>
     */
    public function filter(callable $filter) {}
    public function each(callable $do): static {}
}
/** @extends Collection<int, Order> */
class OrderList extends Collection {}
`,
  'src/Repo.php': `<?php
namespace App;
class Repo { public function find(int $id): ?Order {} public function all(): array {}
  /**
   * @template T of object
   * @param class-string<T> $class
   * @return T
   */
  public function get(string $class) {}
}
enum Status: string { case Open = 'o'; public function label(): string {} }
function repo(): Repo {}
`,
} as const;

let project: MemoryProject;
beforeAll(async () => {
  project = await memoryProject(FILES);
});

/** What `members` says for a body of a method; `¦` is the cursor. */
async function shown(body: string, head = ''): Promise<string> {
  const text = `<?php
namespace App\\Service;
use App\\{Order, Repo, Status, Customer, Collection, Item, OrderList};
use function App\\repo;
class Service extends Base {
    private $built;
    private $helper;
    public function __construct(private Repo $repo, protected ?Order $order = null) { $this->built = new Order(); }
    private function make() { return new Customer(); }
    ${head}
    public function run(Order $given, array $list, $untyped, Order|Item $either)
    {
        ${body}
    }
}
`;
  const { snippets } = await project.ask('src/Service/Service.php', text, { sources: ['members'] });
  return snippets[0]?.text ?? '';
}

describe('the type before an arrow', () => {
  it.each<[string, string, string]>([
    ['a typed parameter', '$given->¦', 'Order'],
    ['a promoted property', '$this->repo->¦', 'Repo'],
    ['a nullable property by ?->', '$this->order?->¦', 'Order'],
    ['a property that the constructor assigns', '$this->built->¦', 'Order'],
    ['a helper without a type', '$this->make()->¦', 'Customer'],
    ['what a method returns', '$this->repo->find(1)->¦', 'Order'],
    ['a chain over lines', '$this->repo\n            ->find(1)\n            ->customer()\n            ->¦', 'Customer'],
    ['a variable that was assigned', '$o = $this->repo->find(1);\n        $o->¦', 'Order'],
    ['the last assignment', '$o = new Item();\n        $o = new Customer();\n        $o->¦', 'Customer'],
    ['new', '(new Customer())->¦', 'Customer'],
    ['new without brackets', '$c = new Customer;\n        $c->¦', 'Customer'],
    ['static', 'Order::make()->¦', 'Order'],
    ['$this of a parent', '$given->fresh()->¦', 'Order'],
    ['an element of a typed array', 'foreach ($given->items as $item) {\n            $item->¦', 'Item'],
    ['with its key', 'foreach ($given->items as $i => $item) {\n            $item->¦', 'Item'],
    ['an element by index', '$given->items[0]->¦', 'Item'],
    ['an element of a generic collection', 'foreach ($given->lines() as $line) {\n            $line->¦', 'Item'],
    ['a template that a class binds', '$x = new OrderList();\n        $x->first()->¦', 'Order'],
    ['a template through a chain', '$given->lines()->filter(fn ($l) => true)->first()->¦', 'Item'],
    ['a class-string argument', '$this->repo->get(Customer::class)->¦', 'Customer'],
    ['catch', 'try {} catch (\\RuntimeException $e) {\n            $e->¦', 'RuntimeException'],
    ['instanceof', 'if ($untyped instanceof Customer) {\n            $untyped->¦', 'Customer'],
    ['a comment', '/** @var Customer $untyped */\n        $untyped->¦', 'Customer'],
    ['a typed parameter of a closure', '$list = array_map(function (Item $i) {\n            return $i->¦', 'Item'],
    ['an untyped one, by what it is given', '$given->lines()->filter(fn ($line) => $line->¦', 'Item'],
    [
      'one of a method without a callable type',
      '$given->lines()->each(function ($line) {\n            $line->¦',
      'Item',
    ],
    ['either of two', '$x = $list ? $given : new Customer();\n        $x->¦', 'Order'],
    ['?? falls back', '$x = $untyped ?? new Customer();\n        $x->¦', 'Customer'],
    ['a function', 'repo()->¦', 'Repo'],
    ['a case', 'Status::Open->¦', 'Status'],
    ['a class that is not imported', '$m = new Model();\n        $m->¦', 'Model'],
    ['clone', '$c = clone $given;\n        $c->¦', 'Order'],
    ['match', '$c = match (true) { default => new Customer() };\n        $c->¦', 'Customer'],
  ])('is found: %s', async (_, body, want) => {
    expect(await shown(body)).toMatch(new RegExp(`^(?:abstract |final )*(?:class|interface|enum) ${want}\\b`, 'u'));
  });

  it.each([
    ['an unknown variable', '$nobody->¦'],
    ['a string', "$x = 'a';\n        $x->¦"],
    ['a number', '$x = 1;\n        $x->¦'],
    ['an operation', '$x = $given . $list;\n        $x->¦'],
    ['inside of a string', "$x = 'a->¦"],
    ['inside of a comment', '// $given->¦'],
    ['an assignment of itself', '$x = $x->next();\n        $x->¦'],
  ])('is not guessed: %s', async (_, body) => {
    expect(await shown(body)).toBe('');
  });
});

describe('the members', () => {
  const names = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_]\w*/gu));

  it('are those of the class, its traits, parents and mixins, as far as they are seen', async () => {
    const text = names(await shown('$given->¦'));
    for (const name of ['customer', 'items', 'total', 'save', 'where', 'make']) expect(text).toContain(name);
    for (const name of ['secret', 'inner', 'hidden', 'log', 'boot', 'inner2', 'STATUS'])
      expect(text).not.toContain(name);
  });

  it('of a class are its constants and what is static', async () => {
    const text = names(await shown('Order::¦'));
    for (const name of ['STATUS', 'make']) expect(text).toContain(name);
    expect(text).not.toContain('total');
  });

  it('of an enum are its cases and what every enum has', async () => {
    const text = names(await shown('Status::¦'));
    for (const name of ['Open', 'cases', 'from', 'tryFrom']) expect(text).toContain(name);
    expect(names(await shown('$s = Status::Open;\n        $s->¦'))).toContain('value');
  });

  it('of itself are private ones too', async () => {
    const text = names(await shown('$this->¦'));
    for (const name of ['repo', 'make', 'built']) expect(text).toContain(name);
  });

  it('begin with what is typed', async () => {
    const lines = (await shown('$given->cu¦')).split('\n');
    expect(lines[1]).toContain('customer');
    expect(lines[2]).toContain('customer');
  });

  it('take a third of the budget at most', async () => {
    const text = `<?php\nnamespace App;\nfunction f(Order $o) {\n    $o->¦\n}\n`;
    for (const budget of [64, 256, 1024]) {
      const { snippets } = await project.ask('src/f.php', text, { sources: ['members'], budget });
      expect(snippets.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(budget * 0.45);
    }
  });
});
