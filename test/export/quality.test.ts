import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givesAway } from '../../src/export/given-away.ts';
import { brokenAlone, brokenAround, type QualityRule } from '../../src/export/quality.ts';
import { exported, metadata, project, records } from './exported.ts';
import { phpClass } from './project.ts';

const LINE = "$total = $this->prices->of($item, 'EUR');";

describe('a middle that teaches nothing by itself', () => {
  it.each<[QualityRule | undefined, string, boolean]>([
    ['too_short', '$total + $tax', false],
    [undefined, '$total + $tax', true],
    ['only_imports', 'use App\\Shop\\Order;\nuse App\\Shop\\Customer;\n', false],
    ['only_imports', "const path = require('node:path'); // for the folders", false],
    ['repetitive_lines', `${LINE}\n${LINE}\n${LINE}\n$sum = 1;\n${LINE}`, false],
    ['low_entropy', '= = = = = = = = = = = = = = = = = = = = = = =', false],
    ['comment_heavy', `// ${LINE}\n// ${LINE} twice\n// and so on\n// and on`, false],
    [undefined, `// what it costs\n${LINE}`, false],
    [undefined, '#[Route("/orders/{id}", name: "order_show")]\n#[Cache(maxage: 60)]', false],
  ])('is told: %s', (rule, middle, isDeveloper) => {
    expect(brokenAlone(middle, isDeveloper)).toBe(rule);
  });
});

describe('an example that teaches nothing', () => {
  const usual = { prefix: 'x'.repeat(400), middle: LINE, suffix: 'y'.repeat(400), context: '' };
  it.each<[QualityRule | undefined, Partial<Parameters<typeof brokenAround>[0]>]>([
    [undefined, {}],
    ['too_small_a_part', { prefix: 'x'.repeat(2000) }],
    [undefined, { prefix: 'x'.repeat(2000), isDeveloper: true }],
    ['too_large_a_part', { prefix: '', suffix: '}' }],
    ['does_not_parse', { hasError: true }],
    ['copied_from_context', { context: `function () {\n\t${LINE.replaceAll(' ', '  ')}\n}` }],
  ])('is told: %s', (rule, question) => {
    expect(brokenAround({ ...usual, isDeveloper: false, hasError: false, ...question })).toBe(rule);
  });
});

describe('a file that the parser is lost in', () => {
  const good = phpClass('Order', 3);
  const rejected = (dir: string): unknown => metadata(dir)['quality_filter_rejected_by_rule'];

  it('gives examples of all places but the one', async () => {
    const root = project({ 'src/odd.php': good.replace('$sum + $this', '$sum + + * $this') });
    const dir = await exported(root, { qualityFilter: true, valSplit: 0 });
    const all = records(dir);
    expect(all.length).toBeGreaterThan(5);
    expect(all.filter(({ middle }) => middle.includes('+ + *'))).toEqual([]);
    expect(rejected(dir)).toMatchObject({ does_not_parse: expect.any(Number) });
  });

  it('gives no whole node there without the filter either', async () => {
    const root = project({ 'src/odd.php': phpClass('Order', 12).replaceAll('$sum + $this', '$sum + + * $this') });
    const all = records(await exported(root, { valSplit: 0, spans: 'node=1,siblings=1,body=1' }));
    expect(all.length).toBeGreaterThan(3);
    expect(all.filter(({ middle }) => middle.includes('+ + *'))).toEqual([]);
  });

  it('is left out where that is most of it, and counted once', async () => {
    const root = project({ 'src/good.php': good, 'src/lost.rs': 'fn a() {\n    let b = f(1);\n'.repeat(60) });
    const dir = await exported(root, { qualityFilter: true, valSplit: 0 });
    expect(new Set(records(dir).map(({ path }) => path))).toEqual(new Set(['src/good.php']));
    expect(metadata(dir)['files']).toMatchObject({ lost: 1 });
    expect(rejected(dir)).not.toMatchObject({ does_not_parse: expect.any(Number) });
  });
});

describe('a text that a prompt shows', () => {
  const snippet = 'public function total(int $count): int\n{\n    return $sum;\n}\n});';
  it.each<[boolean, string]>([
    [true, 'public function total( int $count ): int'],
    [true, 'return\n    $sum;'],
    [true, 'total(int'],
    [true, 'total('],
    [true, '$sum;'],
    [true, '});'],
    [true, ')'],
    [false, 'totals(int'],
    [false, 'Total('],
    [false, '];'],
    [false, ' \n'],
  ])('gives a middle away, as short as it is: %s, %j', (isGiven, middle) => {
    expect(givesAway(snippet, middle)).toBe(isGiven);
  });

  it('gives it away in any layout', () => {
    const words = fc.array(fc.constantFrom('return', '$total', '+', 'price(', ')', 'order'), { maxLength: 40 });
    const gaps = fc.array(fc.constantFrom(' ', '\n', '\n\t', ''), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(words, gaps, gaps, fc.nat(), fc.nat(), (all, one, other, from, length) => {
        const laidOut = (list: readonly string[], with_: readonly string[]): string =>
          list.map((word, at) => word + (with_[at % with_.length] ?? '')).join('');
        const middle = all.slice(from % 40, (from % 40) + (length % 20));
        if (middle.length === 0) return;
        expect(givesAway(laidOut(all, one), laidOut(middle, other))).toBe(true);
      }),
    );
  });
});
