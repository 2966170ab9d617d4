import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ContextDocument } from '../../src/context/documents.ts';
import { WholeDocument } from '../../src/context/holed.ts';
import { php } from '../../src/syntax/languages/php.ts';
import { reader } from './helpers/memory.ts';

const PATH = '/project/Shop.php';
const TEXT = `<?php
namespace App;

use App\\Models\\Order;
use App\\Models\\{Invoice, Customer};

/** Sells. */
final class Shop extends Base
{
    private Order $order;

    public function total(int $rate): int
    {
        $invoice = new Invoice($this->order, Customer::find($rate));
        if ($invoice->isOpen()) {
            return $invoice->sum(fn (Order $each) => $each->total() * $rate);
        }
        return 0;
    }

    /** @return Customer[] */
    public function customers(): array
    {
        return array_map(static function (Order $order): Customer {
            return $order->customer;
        }, Order::all());
    }
}
`;

/** Types that only code tells, a class without a name, attributes, and more lines than are read again for each key. */
const LONG = `<?php
namespace App;

use App\\Models\\Order;

class Till extends Base
{
    private $kept;
    private $other;

    #[Cached]
    public function kept() { return $this->kept ?? new Order(); }

    public function open($order)
    {
        $this->kept = new Kept($order);
        $this->other = Order::first();
        $handler = new class ($order) implements Handles {
            private Order $held;
            public function handle($each) { return $each->order; }
        };
        if ($order === null) {
            return null;
        }
        return $handler;
    }

    /** @return Order[] */
    #[Listed]
    public function all(): array { return [Order::first(), new Order()]; }

    public static function made() { return new static(); }
}
${'// \n'.repeat(420)}
$last = new class extends Order { public $total = 3; };
`;

/** All sorts of members, in all sorts of types, that tell something of each other. */
const MEMBERS = `<?php
namespace App {
    use App\\Models\\{Order, Invoice};
    use App\\Concerns\\Counts;

    interface Sells
    {
        /** @return Order[] */
        public function sold(int $most = 3): array;
        public const string KIND = 'a';
    }

    /**
     * @template T of Order
     * @method Invoice latest(int $at)
     * @property-read Order $first
     */
    #[Kept(1)]
    abstract class Shop extends Base implements Sells
    {
        use Counts, Sorts { sort as protected; }

        private $till;
        protected ?Order $order = null, $next;

        public function __construct(private readonly Order $held, protected array $all = [1, 2])
        {
            $this->till = new Till($held, 'it\\'s');
            $this->other = Invoice::first();
        }

        // Not a doc comment.
        public $other;

        /** @param T $one */
        public function add($one) { $this->till = $one->till; return $one ?? Order::first(); }

        abstract protected function made(): static;

        #[Listed]
        public function each(): iterable
        {
            $each = new class ($this) extends Counter {
                public function count($from) { return $from->counted; }
            };
            return $each->count(fn (Invoice $one) => "a {$one->id} b");
        }

        use Late;

        public function last() { if ($this->next) { return $this->next; } return [Order::last(), new Late]; }
    }

    enum Size: string
    {
        case Small = 's';
        /** The largest. */
        case Large = 'l';
        public static function of(Order $order): self { return $order->size ?? self::Small; }
        public function next(): ?self { return match ($this) { self::Small => self::Large, default => null }; }
    }

    function shop(Order $order): Shop { return new class ($order) extends Shop { public $made; }; }
}`;

/** As programs write parsers: one method, whose only statement goes on for a hundred functions, and a long table. */
const TABLES = `<?php
namespace App;

use App\\Models\\Order;

class Rules extends Base
{
    protected array $lengths = [${'1, 2, 3,\n        '.repeat(60)}];

    protected function init(): void
    {
        $this->rules = [
${Array.from({ length: 100 }, (_, at) => (at % 3 === 0 ? `            ${at} => null,\n` : `            ${at} => static function ($self, $at) {\n                $self->value = new Order($self->stack[$at-(${at}-1)], Invoice::KIND);\n            },\n`)).join('')}        ];
    }
}
`;

/** What an editor knows that has the text without the piece open, its cursor where the piece was. */
function read(start: number, end: number, whole = TEXT): unknown {
  const lines = (whole.slice(0, start) + whole.slice(end)).split('\n');
  const before = whole.slice(0, start).split('\n');
  const document = new ContextDocument({ path: PATH, filetype: 'php', lines }, reader);
  const symbols = document.symbolsAt(before.length - 1, before.at(-1)?.length ?? 0);
  document.delete();
  return symbols;
}

describe('a file with a piece taken out', () => {
  it.each([
    ['a statement', '        $invoice = new Invoice($this->order, Customer::find($rate));\n'],
    ['the rest of a line', ' new Invoice($this->order, Customer::find($rate));'],
    ['arguments', '$this->order, Customer::find($rate)'],
    [
      'a block',
      'if ($invoice->isOpen()) {\n            return $invoice->sum(fn (Order $each) => $each->total() * $rate);\n        }',
    ],
    [
      'a whole body',
      '\n        return array_map(static function (Order $order): Customer {\n            return $order->customer;\n        }, Order::all());\n    ',
    ],
    ['a doc comment', '/** @return Customer[] */'],
    ['a property', '    private Order $order;\n'],
    ['a parameter', 'int $rate'],
    ['an import', 'use App\\Models\\Order;\n'],
    ['a method with its comment', TEXT.slice(TEXT.indexOf('/** @return'), TEXT.lastIndexOf('\n}'))],
    ['methods', TEXT.slice(TEXT.indexOf('public function total'), TEXT.lastIndexOf('\n}'))],
    ['the head of a method', '    public function total(int $rate): int\n'],
    ['what is left of the file', TEXT.slice(TEXT.indexOf('        return 0;'))],
  ])('declares and names what is left: %s', async (_, piece) => {
    await reader.load(php);
    const start = TEXT.indexOf(piece);
    const whole = new WholeDocument(PATH, TEXT, reader);
    const { text, lines, symbols } = whole.without(start, start + piece.length);
    expect(text).toBe(TEXT.replace(piece, ''));
    expect(lines).toEqual(text.split('\n'));
    expect(symbols()).toEqual(read(start, start + piece.length));
    whole.delete();
  });

  it.each([
    ['a statement', '            return null;\n'],
    ['what a function gives back', 'return $handler;'],
    ['what is kept of a parameter', '$this->kept = new Kept($order);'],
    ['the rest of a line', 'new class ($order) implements Handles {'],
    ['the word that begins a class', 'class'],
    ['what names a class first', 'new Order()'],
    ['a piece of a name', 'Ord'],
    ['a method behind an attribute', '    public function kept() { return $this->kept ?? new Order(); }\n'],
    ['a method below its comment', '    public function all(): array { return [Order::first(), new Order()]; }\n'],
  ])('declares and names what is left of a long file: %s', async (_, piece) => {
    await reader.load(php);
    const start = LONG.indexOf(piece);
    const whole = new WholeDocument(PATH, LONG, reader);
    expect(whole.without(start, start + piece.length).symbols()).toEqual(read(start, start + piece.length, LONG));
    whole.delete();
  });

  it('declares what an editor reads, wherever somebody cuts', async () => {
    await reader.load(php);
    const cuts = [TEXT, LONG].flatMap((text) => {
      const most = Math.min(text.length, LONG.indexOf('// '));
      const starts = Array.from({ length: Math.floor((most - 10) / 17) }, (_, at) => 10 + 17 * at);
      return starts.flatMap((start) =>
        [5, 23, 90].map((length) => ({ text, start, end: Math.min(most, start + length) })),
      );
    });
    const same = cuts.filter(({ text, start, end }) => {
      const whole = new WholeDocument(PATH, text, reader);
      const isSame = isDeepStrictEqual(whole.without(start, end).symbols(), read(start, end, text));
      whole.delete();
      return isSame;
    });
    expect(same.length).toBe(cuts.length);
  });

  it.each([3, 40, 160, 600])('declares what an editor reads of a table of functions: %i units less', async (length) => {
    await reader.load(php);
    const whole = new WholeDocument(PATH, TABLES, reader);
    const starts = Array.from({ length: 70 }, (_, at) => 6 + Math.floor((at * (TABLES.length - 20)) / 70));
    const different = starts.filter((start) => {
      const end = Math.min(TABLES.length, start + length);
      return !isDeepStrictEqual(whole.without(start, end).symbols(), read(start, end, TABLES));
    });
    expect(different).toEqual([]);
    whole.delete();
  });

  it.each([3, 40, 160, 600])('declares what an editor reads of all sorts of members: %i units less', async (length) => {
    await reader.load(php);
    const whole = new WholeDocument(PATH, MEMBERS, reader);
    const known = new WholeDocument(PATH, MEMBERS, reader, true);
    const starts = Array.from({ length: 70 }, (_, at) => 6 + Math.floor((at * (MEMBERS.length - 20)) / 70));
    const different = starts.filter((start) => {
      const end = Math.min(MEMBERS.length, start + length);
      const expected = read(start, end, MEMBERS);
      return [whole, known].some((each) => !isDeepStrictEqual(each.without(start, end).symbols(), expected));
    });
    expect(different).toEqual([]);
    whole.delete();
    known.delete();
  });
});
