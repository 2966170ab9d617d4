/** The source `scope`: the class around the cursor and the types that its function works with. Real PHP, `|` is the cursor. */
import { beforeAll, describe, expect, it } from 'vitest';
import { scope } from '../../../src/context/sources/scope.ts';
import type { Snippet } from '../../../src/text/snippet.ts';
import { type Asked, type Asks, asks } from './asked.ts';

const files = {
  'src/Money.php': `<?php
namespace App;
final class Money
{
    public function __construct(private int $cents) {}
    public function plus(Money $other): Money {}
    public function isZero(): bool {}
    private function check(): void {}
}
`,
  'src/Order.php': `<?php
namespace App;
class Order
{
    public function total(): Money {}
    public function addLine(string $product, int $count = 1): void {}
}
`,
  'src/Orders.php': `<?php
namespace App;
interface Orders
{
    public function find(int $id): ?Order;
    public function save(Order $order): void;
}
`,
  'src/Logs.php': `<?php
namespace App;
trait Logs
{
    private array $logged = [];
    protected function log(string $line): void {}
}
`,
  'src/Service.php': `<?php
namespace App;
abstract class Service
{
    use Logs;
    abstract protected function title(): string;
    public function boot(): void {}
}
`,
};

let ask: Asks;
beforeAll(async () => {
  ask = await asks(scope, files);
});

const asked = (text: string, options: Asked = {}): readonly Snippet[] => ask('src/Checkout.php', text, options);
const texts = (snippets: readonly Snippet[]): string =>
  snippets.map(({ path, text }) => `${path}\n${text}`).join('\n---\n');

const checkout = (body: string): string => `<?php
namespace App;
class Checkout extends Service
{
    public function __construct(private Orders $orders) {}

    protected function title(): string { return 'checkout'; }

    public function pay(Order $order): void
    {
${body}
    }
}
`;

describe('the scope', () => {
  it('holds the types of parameters and properties before an arrow is typed', () => {
    expect(texts(asked(checkout('        $this->orders;\n        |'), { room: 200 }))).toMatchInlineSnapshot(`
      "src/Orders.php
      interface Orders {
        function find(int $id): ?Order;
        function save(Order $order): void;
      }
      ---
      src/Order.php
      class Order {
        function total(): Money;
        function addLine(string $product, int $count = 1): void;
      }
      ---
      src/Service.php
      abstract class Service {
        function boot(): void;
      }
      ---
      src/Logs.php
      trait Logs {
        protected function log(string $line): void;
      }
      ---

      // Logs: logged"
    `);
  });

  it('starts with what the class has still to implement', () => {
    const [first] = asked('<?php\nnamespace App;\nclass MemoryOrders implements Orders\n{\n    |\n}\n');
    expect(first).toMatchObject({ path: 'src/Orders.php', stability: 'file', score: 1 });
    expect(first?.text).toBe(
      'interface Orders {\n  function find(int $id): ?Order;\n  function save(Order $order): void;\n}',
    );
  });

  it('says nothing twice', () => {
    const text = texts(
      asked('<?php\nnamespace App;\nclass MemoryOrders implements Orders\n{\n    |\n}\n', { room: 400 }),
    );
    expect(text.match(/function save/gu)).toHaveLength(1);
  });

  it('knows what a parent has implemented, and what is left', () => {
    const todo = (members: string): readonly string[] =>
      asked(`<?php\nnamespace App;\nclass Shop extends Service\n{\n    ${members}\n    |\n}\n`)
        .filter(({ id }) => id.includes('missing'))
        .map(({ text }) => text);
    expect(todo('')).toEqual(['abstract class Service {\n  abstract protected function title(): string;\n}']);
    expect(todo('protected function title(): string {}')).toEqual([]);
  });

  it('sees a function that half-typed code hides from the parser', () => {
    const text =
      '<?php\nnamespace App;\nclass Memory implements Orders\n{\n    public function a() { $this->b(|\n    }\n    public function find(int $id): ?Order { return [; }\n}\n';
    const [first] = asked(text);
    expect(first?.text).toContain('function save(');
    expect(first?.text).not.toContain('function find(');
  });

  it('asks nothing of an abstract class', () => {
    const text = '<?php\nnamespace App;\nabstract class Shop extends Service implements Orders\n{\n    |\n}\n';
    expect(asked(text).filter(({ id }) => id.includes('missing'))).toEqual([]);
  });

  it('shows inherited members, private ones only of traits', () => {
    const text = texts(
      asked('<?php\nnamespace App;\nabstract class Shop extends Service\n{\n    |\n}\n', { room: 300 }),
    );
    expect(text).toContain('protected function log(string $line): void;');
    expect(text).toContain('function boot(): void;');
  });

  it('shows members of the class that stand outside of the window', () => {
    const lines = checkout('        |');
    const shown = texts(asked(lines, { room: 300, windowRows: 1 }));
    expect(shown).toContain('src/Checkout.php\nclass Checkout extends Service {');
    expect(shown).toContain('private Orders $orders');
    expect(texts(asked(lines, { room: 300 }))).not.toContain('src/Checkout.php');
  });

  it('puts the constructor first where an object is made', () => {
    const text = texts(asked(checkout('        $money = new Money(1);|'), { room: 300 }));
    expect(text).toMatch(/class Money \{\n {2}function __construct/u);
  });

  it('lists what does not fit by name, and nothing that the window shows', () => {
    const snippets = asked(checkout('        $order->total();\n        |'), { room: 60 });
    const names = snippets.find(({ kind }) => kind === 'names');
    expect(names?.text).toMatch(/^\/\/ \w+: /u);
    expect(names?.text).not.toContain('total');
  });

  it('is quiet where there is no class and no type', () => {
    expect(asked('<?php\n|\n')).toEqual([]);
  });

  it.each([0, 8, 20, 35, 50, 80, 120, 200])('never takes more than %i tokens', (room) => {
    const body = '        $this->orders;\n        new Money(1);\n        |';
    const tokens = asked(checkout(body), { room }).reduce((sum, snippet) => sum + snippet.tokens, 0);
    expect(tokens).toBeLessThanOrEqual(room);
  });

  it.each([
    ['an open call', checkout('        $order->addLine(|')],
    ['a class without an end', checkout('        |').slice(0, -4)],
    ['nothing but a head', '<?php\nclass A extends B implements C {|'],
    ['a class that extends itself', '<?php\nnamespace App;\nclass A extends A { use A; |}'],
  ])('says something of %s, and never throws', (_, text) => {
    expect(() => asked(text)).not.toThrow();
  });
});
