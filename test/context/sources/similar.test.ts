import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { php } from '../../../src/syntax/languages/php.ts';
import type { Snippet } from '../../../src/text/snippet.ts';
import { memoryProject, reader } from '../helpers/memory.ts';

beforeAll(() => reader.load(php));

/** A class with one method. @param body lines of the method */
const classOf = (name: string, body: readonly string[], head = ''): string =>
  [
    '<?php',
    'namespace App;',
    '',
    `class ${name}${head}`,
    '{',
    '    public function run()',
    '    {',
    ...body.map((line) => (line === '' ? '' : `        ${line}`)),
    '    }',
    '}',
    '',
  ].join('\n');

const CHARGE = ['$invoice = $gateway->charge($amount);', '$ledger->record($invoice);', 'return $invoice;'];
const OTHER = ['$invoice = $gateway->charge($amount);', '$journal->note($invoice);', 'return $invoice;'];
const RENDER = ['$view = $engine->render($page);', 'return $view;'];
const AT_CHARGE = classOf('Current', ['$invoice = $gateway->charge($amount);', '¦']);

/** What similar code is shown at `¦`. */
async function similar(
  files: Readonly<Record<string, string>>,
  text: string,
  path = 'src/Current.php',
): Promise<readonly Snippet[]> {
  const { ask, engine } = await memoryProject(files);
  const { snippets } = await ask(path, text, { sources: ['similar'] });
  await engine.dispose();
  return snippets;
}

const textOf = (snippets: readonly Snippet[]): string => snippets.map(({ text }) => text).join('\n');

describe('similar code', () => {
  it('is where the same was done before, best first', async () => {
    const files = { 'a/Pay.php': classOf('Pay', CHARGE), 'a/Page.php': classOf('Page', RENDER).replace('run', 'show') };
    const found = await similar(files, AT_CHARGE);
    expect(found[0]?.path).toBe('a/Pay.php');
    expect(found[0]?.text).toContain('$ledger->record($invoice);');
    expect(found[0]?.stability).toBe('block');
    expect(textOf(found)).not.toContain('render');
  });

  it('has no comments and blank lines, and is indented as little as can be', async () => {
    const body = [
      '// what it costs',
      '$invoice = $gateway->charge($amount);',
      '',
      'if ($invoice) {',
      '    $ledger->record($invoice);',
      '}',
    ];
    const [found] = await similar({ 'a/Pay.php': classOf('Pay', body) }, AT_CHARGE);
    expect(found?.text.split('\n').slice(0, 6)).toEqual([
      'public function run()',
      '{',
      '    $invoice = $gateway->charge($amount);',
      '    if ($invoice) {',
      '        $ledger->record($invoice);',
      '    }',
    ]);
  });

  it('is an excerpt of a long function: the lines that match, and what follows them', async () => {
    const noise = Array.from({ length: 16 }, (_, at) => `$other${at} = $this->prepare${at}();`);
    const [found] = await similar({ 'a/Pay.php': classOf('Pay', [...noise, ...CHARGE, ...noise]) }, AT_CHARGE);
    const lines = found?.text.split('\n').map((line) => line.trim()) ?? [];
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines).toContain('$ledger->record($invoice);');
    expect(found?.rows?.[0]).toBeGreaterThan(8);
  });

  it('is nothing that the window shows already, but may be of the same file', async () => {
    const far = Array.from({ length: 90 }, (_, at) => `        $this->step${at}($value${at});`);
    const text = [
      '<?php',
      'class Current',
      '{',
      '    public function before()',
      '    {',
      ...CHARGE.map((line) => `        ${line}`),
      '    }',
      '    public function long()',
      '    {',
      ...far,
      '    }',
      '    public function now()',
      '    {',
      '        $invoice = $gateway->charge($amount);',
      '        ¦',
      '    }',
      '}',
    ].join('\n');
    const found = await similar({ 'src/Current.php': text.replace('¦', '') }, text);
    expect(found[0]?.path).toBe('src/Current.php');
    expect(textOf(found)).toContain('$ledger->record($invoice);');
    expect(textOf(found)).not.toContain('step89');
  });

  it('is shown once, however many copies of it there are', async () => {
    const copies = Object.fromEntries(['A', 'B', 'C'].map((name) => [`a/${name}.php`, classOf('Pay', CHARGE)]));
    const found = await similar(copies, AT_CHARGE);
    expect(found.filter(({ text }) => text.includes('$ledger->record'))).toHaveLength(1);
  });

  it.each([
    ['the same folder', { 'src/Near.php': classOf('Near', CHARGE) }],
    ['the class that the test is for', { 'z/Current.php': classOf('Current', CHARGE) }],
    [
      'a class with the same parent',
      {
        'z/Base.php': '<?php\nnamespace App;\nabstract class Base {}\n',
        'z/Kin.php': classOf('Kin', CHARGE, ' extends Base'),
      },
    ],
  ])('comes from %s rather than from elsewhere', async (_, files) => {
    const text = AT_CHARGE.replace('class Current', 'class CurrentTest extends Base');
    const found = await similar({ 'a/Far.php': classOf('Far', OTHER), ...files }, text, 'src/CurrentTest.php');
    expect(found[0]?.text).toContain('$ledger');
    expect(textOf(found)).toContain('$journal');
  });

  it('is the same for the same place, and never more than there is room for', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `a/Pay${at}.php`,
        classOf(`Pay${at}`, [...CHARGE, `$this->only${at}();`]),
      ]),
    );
    const { ask, engine } = await memoryProject(files);
    for (const budget of [40, 100, 400, 1024]) {
      const [first, second] = [
        await ask('src/Current.php', AT_CHARGE, { sources: ['similar'], budget }),
        await ask('src/Current.php', AT_CHARGE, { sources: ['similar'], budget }),
      ];
      expect(first.snippets).toEqual(second.snippets);
      expect(first.snippets.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(budget);
    }
    await engine.dispose();
  });

  it('is nothing where nothing is alike', async () => {
    expect(await similar({ 'a/Page.php': classOf('Page', RENDER) }, '<?php\n¦')).toEqual([]);
    expect(await similar({}, AT_CHARGE)).toEqual([]);
  });

  it('does not throw, whatever the text', async () => {
    const { ask, engine } = await memoryProject({ 'a/Pay.php': classOf('Pay', CHARGE), 'b.txt': 'invoice gateway' });
    const odd = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('¦', ''));
    await fc.assert(
      fc.asyncProperty(odd, odd, async (above, below) => {
        const { snippets } = await ask('src/Current.php', `${above}\n$invoice = $gateway¦${below}`, {
          sources: ['similar'],
        });
        for (const { text } of snippets) expect(text).not.toMatch(/\n$/u);
      }),
      { numRuns: 30 },
    );
    await engine.dispose();
  });
});
