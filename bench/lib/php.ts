/** Writes a long PHP file for benches: the same text for the same number of lines, no randomness. */

const NOUNS = [
  'Order',
  'Invoice',
  'Customer',
  'Product',
  'Payment',
  'Address',
  'Shipment',
  'Discount',
  'Voucher',
  'Ledger',
];
const VERBS = ['create', 'find', 'update', 'cancel', 'confirm', 'export', 'archive', 'restore'];

/** A class of exactly `lines` lines (at least 20), methods of 9 lines each, the last line closing the class. */
export function phpFile(lines: number): string[] {
  const text = [
    '<?php',
    '',
    'declare(strict_types=1);',
    '',
    'namespace Shop\\Service;',
    '',
    'final class LongService',
    '{',
  ];
  for (let index = 0; text.length + METHOD_LINES < lines; index += 1) text.push(...method(index));
  while (text.length < lines - 1) text.push(`    // ${lines - text.length}`);
  return [...text, '}'];
}

/** Row (0-based) of the first empty line between two methods at or below `row`: a place to start typing. */
export function blankRow(lines: readonly string[], row: number): number {
  const found = lines.indexOf('', row);
  if (found < 0) throw new RangeError(`no blank line below row ${row}`);
  return found;
}

const METHOD_LINES = 9;

function method(index: number): string[] {
  const noun = NOUNS[index % NOUNS.length] ?? 'Order';
  const verb = VERBS[Math.floor(index / NOUNS.length) % VERBS.length] ?? 'find';
  const name = noun.toLowerCase();
  return [
    `    public function ${verb}${noun}${index}(int $id, ${noun} $${name}): ${noun}`,
    '    {',
    `        $current${noun} = $this->${name}Repository->get($id);`,
    `        if ($current${noun}->isLocked() && $${name}->total() > ${index}) {`,
    `            throw new ${noun}LockedException($id, '${verb}');`,
    '        }',
    `        return $this->${name}Repository->save($current${noun}->merge($${name}));`,
    '    }',
    '',
  ];
}
