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

/** What an editor knows that has the text without the piece open, its cursor where the piece was. */
function read(start: number, end: number): unknown {
  const lines = (TEXT.slice(0, start) + TEXT.slice(end)).split('\n');
  const before = TEXT.slice(0, start).split('\n');
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

  it('says of a long file what it says of a short one, where the piece is in a body', async () => {
    await reader.load(php);
    const long = `${TEXT}${'// \n'.repeat(500)}`;
    const [short, other] = [new WholeDocument(PATH, TEXT, reader), new WholeDocument(PATH, long, reader)];
    const piece = '$invoice = new Invoice($this->order, Customer::find($rate));';
    const start = TEXT.indexOf(piece);
    const found = [short, other].map((whole) => whole.without(start, start + piece.length).symbols());
    expect(found[1]).toEqual(found[0]);
    expect(JSON.stringify(found[1])).not.toContain('"name":"App\\\\Models\\\\Invoice","role":"new"');
    for (const whole of [short, other]) whole.delete();
  });
});
