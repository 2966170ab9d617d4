import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { php } from '../../../src/syntax/languages/php.ts';
import { reader } from '../helpers/memory.ts';

const PIECES = [
  'namespace App;\n',
  'namespace Shop\\Models;\n',
  'use App\\Models\\Order;\n',
  'use Other\\Order;\n',
  'use Other\\{Customer, Order as Bill};\n',
  '/** @phpstan-type Row array{id: int} */\n',
  '/** @phpstan-type Row array{name: string} */\n',
  '/**\n * @template T\n * @method Order first()\n */\n',
  'final class Shop extends Order\n{\n',
  'trait Sells\n{\n',
  '    /** @var Row */\n    private $row = [];\n',
  '    /** @var T */\n    private $kept;\n',
  '    /** @return Order[] */\n    public function all(): array\n    {\n        return Order::all();\n    }\n',
  '    public function one(Customer $by, T $kept): Order\n    {\n        $this->kept = new Bill($by);\n        return new Order(fn () => $by);\n    }\n',
  '    #[Cached(Order::class)]\n    public static function made(): static { return new static(); }\n',
  '}\n',
  '// Order\n',
];

describe('a reader that follows one document', () => {
  it('says of each text what one says that reads it for the first time', async () => {
    await reader.load(php);
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => `<?php\n${pieces.join('')}`);
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 8 }), (texts) => {
        const following = reader.following();
        for (const each of texts) {
          const [own, fresh] = [following, reader].map((one) => one.parse(php, each));
          own?.parsed?.delete();
          fresh?.parsed?.delete();
          expect(own?.symbols).toEqual(fresh?.symbols);
        }
      }),
      { numRuns: 150 },
    );
  });
});
