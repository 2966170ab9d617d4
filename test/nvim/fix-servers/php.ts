/** Faulty PHP, one fault a file. */
import type { Faulty, Language } from './stage.ts';

const file = (name: string, body: string, header = ''): string =>
  `<?php\n\nnamespace App;\n\nuse App\\Model\\Order;\n\nclass ${name}${header}\n{\n    private array $rows = ['🐘é' => 1];\n\n${body}}\n`;
const method = (body: string): string =>
  `    public function sum(Order $order): int\n    {\n        // 漢字 before it\n        $amount = $order->amount;\n${body}    }\n`;
const other = '\n    public function fresh(): Order\n    {\n        return Order::make();\n    }\n';

function faulty(
  name: string,
  right: string,
  from: string,
  to: string,
  at: string,
  code: string,
  text: (type: string) => string = (type) => file(type, method(right) + other),
): Faulty {
  const type = name
    .replace(/\W+(\w)?/gu, (_, letter: string | undefined) => (letter ?? '').toUpperCase())
    .replace(/^\w/u, (letter) => letter.toUpperCase());
  return { name, path: `src/${type}.php`, right: text(type), fault: [from, to], at, code };
}

const TOTAL = "        return $order->total($amount, 'é🐘') + count($this->rows);\n";

const PRICE =
  '\n    public function price(Order $order, ?int &$most = null): ?int\n    {\n        return null;\n    }\n';

export const php: Language = {
  filetype: 'php',
  client: 'intelephense',
  program: 'intelephense/lib/intelephense.js',
  files: {
    'composer.json': '{"autoload":{"psr-4":{"App\\\\":"src/"}}}',
    'src/Model/Order.php':
      '<?php\n\nnamespace App\\Model;\n\nclass Order\n{\n    public int $amount = 1;\n\n    public function total(int $count, string $currency): int\n    {\n        return $count;\n    }\n\n    public static function make(): self\n    {\n        return new self();\n    }\n}\n',
    'src/Priced.php':
      '<?php\n\nnamespace App;\n\nuse App\\Model\\Order;\n\ninterface Priced\n{\n    public function price(Order $order, ?int &$most = null): ?int;\n}\n',
  },
  faulty: [
    faulty('a method', TOTAL, '->total(', '->toatl(', 'toatl', 'P1013'),
    faulty('a property', TOTAL, '$this->rows)', '$this->rowss)', 'rowss', 'P1014'),
    faulty('a variable', TOTAL, '($amount,', '($amuont,', 'amuont', 'P1008'),
    faulty('a function', TOTAL, 'count(', 'cuont(', 'cuont', 'P1010'),
    faulty('a class', TOTAL, 'Order::make', 'Ordr::make', 'Ordr', 'P1009'),
    faulty('an import', TOTAL, 'use App\\Model\\Order;\n\n', '', 'Order $order', 'P1009'),
    faulty('a semicolon', TOTAL, 'rows);\n', 'rows)\n', 'return $order', 'P1001'),
    faulty('a bracket', TOTAL, 'rows);', 'rows;', 'return $order', 'P1001'),
    faulty(
      'a brace',
      `        if ($amount > 1) {\n            return 2;\n        }\n\n${TOTAL}`,
      '            return 2;\n        }\n',
      '            return 2;\n',
      'public function fresh',
      'P1001',
    ),
    faulty(
      'a comparison',
      `        if ($amount === 2) {\n            return 2;\n        }\n\n${TOTAL}`,
      '=== 2',
      '= 2',
      '$amount = 2',
      'P1122',
    ),
    faulty(
      'the own object',
      '        return $this->fresh()->amount + $amount;\n',
      '$this->fresh()',
      'fresh()',
      'fresh()->',
      'P1010',
    ),
    faulty('a static method', TOTAL, 'public function sum', 'public static function sum', '$this->rows', 'P1030'),
    faulty('an interface', TOTAL, PRICE, '', 'class', 'P1037', (type) =>
      file(type, method(TOTAL) + other + PRICE, ' implements Priced'),
    ),
  ],
};

/** What no rule repairs. */
export const missingArgument = faulty('an argument', TOTAL, ", 'é🐘')", ')', 'total(', 'P1005');
/** Two names are as near. */
export const twoNames = faulty(
  'two names',
  '        return $this->sumA() + $amount;\n',
  'sumA() +',
  'sumC() +',
  'sumC',
  'P1013',
  (type) =>
    file(
      type,
      `${method('        return $this->sumA() + $amount;\n')}\n    private function sumA(): int\n    {\n        return 1;\n    }\n\n    private function sumB(): int\n    {\n        return $this->sumA();\n    }\n`,
    ),
);
