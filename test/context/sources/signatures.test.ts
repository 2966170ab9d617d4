/** How declarations without bodies look in each language. */
import { describe, expect, it } from 'vitest';
import { signatureLines } from '../../../src/context/sources/signatures.ts';
import { PLAIN, styleOf } from '../../../src/context/sources/signatures-style.ts';
import type { Declaration } from '../../../src/context/symbols.ts';

function declaration(signature: string, parent: number, kind: Declaration['kind']): Declaration {
  const name = /(\w+)(?=\W*$|\()/u.exec(signature)?.[1] ?? '';
  return { kind, name, qualified: parent < 0 ? name : '', parent, row: 0, endRow: 0, nameRow: 0, signature };
}

const all = (declarations: readonly Declaration[]): number[] => declarations.map((_, index) => index);

describe('signatures', () => {
  it.each<[language: string, head: string, members: readonly [string, Declaration['kind']][], want: string]>([
    [
      'php',
      'abstract class Order extends Model implements Countable',
      [
        ['public const MAX = 3', 'constant'],
        ['private array $lines = []', 'property'],
        ['public static function of(Money $total): static', 'method'],
        ['abstract public function total(): Money', 'method'],
        ['protected function tax(): Money', 'method'],
      ],
      'abstract class Order extends Model implements Countable {\n  const MAX = 3;\n  private array $lines = [];\n  static function of(Money $total): static;\n  abstract function total(): Money;\n  protected function tax(): Money;\n}',
    ],
    ['typescript', 'export class Order', [['total(): Money', 'method']], 'class Order {\n  total(): Money;\n}'],
    [
      'python',
      'class Order(Model)',
      [
        ['lines: list[Line]', 'property'],
        ['def total(self) -> Money', 'method'],
      ],
      'class Order(Model):\n    lines: list[Line]\n    def total(self) -> Money: ...',
    ],
    [
      'go',
      'type Order struct',
      [
        ['Lines []Line', 'property'],
        ['func (o *Order) Total() Money', 'method'],
      ],
      'type Order struct {\n\tLines []Line\n}\nfunc (o *Order) Total() Money',
    ],
    ['lua', 'Order', [['function Order:total()', 'method']], 'Order\nfunction Order:total()'],
    ['cobol', 'ORDER', [['TOTAL', 'method']], 'ORDER\n  TOTAL'],
  ])('are written as in %s', (language, head, members, want) => {
    const declarations = [
      declaration(head, -1, 'class'),
      ...members.map(([signature, kind]) => declaration(signature, 0, kind)),
    ];
    expect(signatureLines(declarations, all(declarations), styleOf(language)).join('\n')).toBe(want);
  });

  it('bring the type around a member, and leave out what was not chosen', () => {
    const declarations = [
      declaration('class A', -1, 'class'),
      declaration('function a()', 0, 'method'),
      declaration('class B', -1, 'class'),
      declaration('function b()', 2, 'method'),
      declaration('function c()', 2, 'method'),
    ];
    expect(signatureLines(declarations, [4], PLAIN)).toEqual(['class B', '  function c()']);
  });

  it('leave out parameters that are a page long', () => {
    const long = `function a(${'int $b, '.repeat(50)}): string`;
    const declarations = [declaration(long, -1, 'function')];
    expect(signatureLines(declarations, [0], PLAIN)).toEqual(['function a(…): string']);
  });
});
