/** The published schema of a record, held against datasets of all kinds by another validator than the one it is made with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportFlags } from '../../src/cli/export-flags.ts';
import { families } from '../../src/prompt/families.ts';
import { LANGUAGES } from '../../src/syntax/registry.ts';
import { exported, project } from './exported.ts';
import { phpClass, usualFiles } from './project.ts';

const schema: object = JSON.parse(readFileSync(new URL('../../doc/dataset.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: true, allErrors: true });
const isRecord = ajv.compile(schema);

/** One file of each language, and what is odd about real ones. */
const FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(usualFiles()).filter(([path]) => !/Order\d\d/u.test(path))),
  'tests/Order3Test.php': `<?php\n\nnamespace App\\Tests\\Shop;\n\nuse App\\Shop\\Order3;\n\n${phpClass('Order3Test', 500).slice(7)}`,
  'web/Cart.tsx':
    'import type { Item } from "./item";\n\nexport function Cart({ items }: { items: Item[] }) {\n  const total = items.reduce((sum, item) => sum + item.price, 0);\n  return (\n    <ul className="cart">\n      {items.map((item) => (\n        <li key={item.id}>{item.name} – {item.price} €</li>\n      ))}\n      <li>{total}</li>\n    </ul>\n  );\n}\n',
  'web/rates.js':
    'const rates = { de: 0.19, at: 0.2 };\n\n/** Adds the tax of a country. */\nfunction withTax(price, country) {\n  const rate = rates[country] ?? 0;\n  return Math.round(price * (1 + rate) * 100) / 100;\n}\n\nmodule.exports = { withTax, rates };\n',
  'nvim/cart.lua':
    'local M = {}\n\n---@param items table[]\n---@return number\nfunction M.total(items)\n  local sum = 0\n  for _, item in ipairs(items) do\n    sum = sum + item.price * (item.count or 1)\n  end\n  return sum\nend\n\nreturn M\n',
  'srv/cart.go':
    'package cart\n\nimport "errors"\n\n// ErrEmpty says that nothing was bought.\nvar ErrEmpty = errors.New("the cart is empty")\n\nfunc Total(prices []int, rate float64) (float64, error) {\n\tif len(prices) == 0 {\n\t\treturn 0, ErrEmpty\n\t}\n\tsum := 0\n\tfor _, price := range prices {\n\t\tsum += price\n\t}\n\treturn float64(sum) * (1 + rate), nil\n}\n',
  'srv/cart.rs':
    "use std::collections::HashMap;\n\n/// What is bought, by name.\npub struct Cart<'a> {\n    items: HashMap<&'a str, u32>,\n}\n\nimpl<'a> Cart<'a> {\n    pub fn add(&mut self, name: &'a str, count: u32) -> u32 {\n        let known = self.items.entry(name).or_insert(0);\n        *known += count;\n        *known\n    }\n}\n",
};

let root = '';
beforeAll(() => {
  root = project(FILES);
});

function linesOf(dir: string): readonly Record<string, unknown>[] {
  return ['train', 'val'].flatMap((split) =>
    readFileSync(join(dir, `${split}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  );
}

/** What ajv says of the first line that it refuses. */
function problemsOf(lines: readonly unknown[]): string {
  const wrong = lines.find((line) => !isRecord(line));
  return wrong === undefined ? '' : `${ajv.errorsText(isRecord.errors)}: ${JSON.stringify(wrong)}`;
}

async function datasetWith(flags: Partial<ExportFlags>): Promise<readonly Record<string, unknown>[]> {
  return linesOf(await exported(root, flags));
}

describe('every record of a dataset', () => {
  it('is valid, in all languages', async () => {
    const lines = await datasetWith({});
    expect(problemsOf(lines)).toBe('');
    const endings = new Set(lines.map(({ path }) => String(path).replace(/.*\./u, '.')));
    for (const { extensions } of LANGUAGES) expect(extensions.some((ending) => endings.has(ending))).toBe(true);
  });

  it.each(families.map(({ id }) => id))('is valid for each family: %s', async (baseModel) => {
    const lines = await datasetWith({ baseModel, limit: 60 });
    expect(lines.length).toBe(60);
    expect(problemsOf(lines)).toBe('');
  });

  it.each<[string, Partial<ExportFlags>]>([
    ['context of other files', { crossFileContext: true, bm25Context: true, limit: 40 }],
    ['tests', { testedOnly: true, valSplit: 0 }],
    ['masked secrets and a curriculum', { secrets: 'redact', curriculum: true, curriculumTopPct: 50 }],
    ['both orders', { baseModel: 'codellama', order: 'mix' }],
    ['a budget that cuts', { maxTotalChars: 600, qualityFilter: true }],
  ])('is valid with %s', async (_, flags) => {
    const lines = await datasetWith(flags);
    expect(lines.length).toBeGreaterThan(5);
    expect(problemsOf(lines)).toBe('');
  });
});

describe('a broken record', () => {
  let good: Record<string, unknown> = {};
  beforeAll(async () => {
    good = (await datasetWith({ limit: 1 }))[0] ?? {};
    expect(problemsOf([good])).toBe('');
  });

  it('is refused when any key is missing', () => {
    const keys = Object.keys(good);
    expect(keys.length).toBeGreaterThan(25);
    for (const key of keys) {
      const { [key]: _, ...rest } = good;
      expect(isRecord(rest)).toBe(false);
    }
  });

  it('is refused when any key has another type', () => {
    for (const [key, value] of Object.entries(good))
      for (const other of [null, typeof value === 'string' ? 7 : 'seven', { is: value }])
        expect(isRecord({ ...good, [key]: other })).toBe(false);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a key that is not of the schema', { time: '2026-11-26' }],
    ['an id that is no hash', { id: 'one' }],
    ['a negative offset', { start_byte: -1 }],
    ['half a byte', { end_byte: 1.5 }],
    ['a line 0', { start_line: 0 }],
    ['an order that there is not', { order: 'msp' }],
    ['a third split', { split: 'test' }],
    ['a test without its rule', { tested_by: [{ path: 'tests/OrderTest.php' }] }],
    ['a file of the context that is none', { context_files: [1] }],
  ])('is refused with %s', (_, change) => {
    expect(isRecord({ ...good, ...change })).toBe(false);
  });
});
