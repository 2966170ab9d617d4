/** A small project on disk with everything that texts of real projects have, for the tests of the exporter. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const method = (name: string, seed: number): string => `
    /**
     * Says what ${name} costs with everything that belongs to it.
     */
    public function ${name}Total(int $count): int
    {
        // what was bought before counts as well
        $known = $this->repository->find${name}($count, '${name}${seed}');
        if ($known === null) {
            throw new NotFound("${name} ${seed} is not there: 💥");
        }
        $sum = array_sum([${seed}, $known->price, $count * ${seed + 7}]);
        return $sum + $this->taxes->of${name}($sum, $known->country);
    }
`;

const NAMES = ['Apple', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel'];

/** A class of its own words. */
export function phpClass(name: string, seed: number): string {
  const methods = NAMES.map((each, at) => method(`${each}${name}`, seed * 31 + at)).join('');
  return `<?php\n\nnamespace App\\Shop;\n\nuse App\\Errors\\NotFound;\n\nfinal class ${name}\n{${methods}}\n`;
}

/** Path → text. */
export function usualFiles(): Record<string, string> {
  const classes = Array.from({ length: 24 }, (_, at) => [`src/Order${at}.php`, phpClass(`Order${at}`, at + 1)]);
  return {
    'composer.json': '{"license": "MIT"}',
    ...Object.fromEntries(classes),
    'tests/Order3Test.php': phpClass('Order3Test', 500),
    'src/windows.php': phpClass('Windows', 91).replaceAll('\n', '\r\n'),
    'src/marked.php': `\ufeff${phpClass('Marked', 92)}`,
    'src/mixed.php':
      '<ul>\n<?php foreach ($items as $item): ?>\n  <li class="einträge 🎉"><?= $item->name ?> – €<?= number_format($item->price, 2) ?></li>\n<?php endforeach; ?>\n</ul>\n<p>Nothing else, 漢字 and <b>bold</b>.</p>\n',
    'src/here.php':
      '<?php\n\nfunction mail(string $name): string\n{\n    $text = <<<MAIL\n    Dear {$name} 👋🏽,\n\n    your order is on its way.\n    MAIL;\n\n    return trim($text) . "\\n";\n}\n',
    'web/cart.ts':
      "import { price } from './price';\n\nexport async function total(items: readonly string[]): Promise<number> {\n  let sum = 0;\n  // each of them once\n  for (const item of items) {\n    sum += await price(item, { currency: '€' });\n  }\n  return sum;\n}\n",
    'tools/report.py':
      'import sys\n\n\ndef report(rows):\n    """Says what is in the rows."""\n    for row in rows:\n        print(row.name, row.price, file=sys.stderr)\n    return len(rows)',
  };
}

export function writeProject(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'fim-export-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
