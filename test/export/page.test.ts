/** The page that `fim export inspect --html` writes, in a real browser. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectExport } from '../../src/cli/export.ts';
import { Chromium, hasChromium } from '../helpers/chromium.ts';
import { around, exported, project, records, scratch } from './exported.ts';
import { phpClass } from './project.ts';

/** Turns the direction of what follows. */
const RLO = '\u202e';
const HOSTILE = `</pre></script><script>window.isBroken = 1</script><img src=x onerror="isBroken = 2"> <!-- &amp; 💥 漢 ${RLO}`;
const FILES = {
  'src/Order.php': phpClass('Order', 1),
  'src/Basket.php': phpClass('Basket', 2),
  'src/<b>&"\'.php': phpClass('Hostile', 3).replaceAll('// what was bought', `// ${HOSTILE} what was bought`),
  'web/cart.ts':
    'export function total(items: readonly number[]): number {\n  let sum = 0;\n  for (const item of items) {\n    sum += item * 2;\n  }\n  return sum;\n}\n',
};

describe.skipIf(!hasChromium)('the page of a dataset', () => {
  let browser: Chromium;
  let page = '';
  let dir = '';
  beforeAll(async () => {
    dir = await exported(project(FILES), { valSplit: 0.4 });
    page = join(scratch(), 'page.html');
    await inspectExport(dir, { examples: 1, html: page }, around());
    browser = await Chromium.start();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
  });

  const text = async (selector: string): Promise<string> =>
    String(await browser.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`));
  const visible = async (): Promise<number> =>
    Number(await browser.evaluate(`document.querySelectorAll('article:not([hidden])').length`));
  const fill = async (name: string, value: string): Promise<void> => {
    await browser.evaluate(
      `(field => { field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event('input', { bubbles: true })) })(document.querySelector('[name=${name}]'))`,
    );
  };

  it('shows all examples, and only those that the filters let through', async () => {
    const all = records(dir);
    await browser.open(page, 'light');
    expect(await visible()).toBe(all.length);
    await fill('kind', 'line');
    const lines = all.filter(({ span_kind }) => span_kind === 'line');
    expect(lines.length).toBeGreaterThan(0);
    expect(await visible()).toBe(lines.length);
    expect(await text('output')).toBe(`${lines.length} of ${all.length}`);
    await fill('split', 'val');
    expect(await visible()).toBe(lines.filter(({ split }) => split === 'val').length);
    await fill('kind', '');
    await fill('split', '');
    await fill('words', 'WEB/Cart.ts');
    expect(await visible()).toBe(all.filter(({ path }) => path === 'web/cart.ts').length);
    await fill('words', 'nothing has this');
    expect(await visible()).toBe(0);
    await fill('words', '');
    expect(await visible()).toBe(all.length);
  });

  it('shows code as text, whatever it holds', async () => {
    await browser.open(page, 'light');
    const shown = await browser.evaluate(`[...document.querySelectorAll('pre')].map((pre) => pre.textContent)`);
    expect(shown).toContainEqual(expect.stringContaining(HOSTILE));
    const heads = await browser.evaluate(`[...document.querySelectorAll('article > b')].map((b) => b.textContent)`);
    expect(heads).toContainEqual(expect.stringContaining('src/<b>&"\'.php:'));
    expect(await browser.evaluate('window.isBroken ?? 0')).toBe(0);
    expect(await browser.evaluate(`document.querySelectorAll('img, pre script, pre pre').length`)).toBe(0);
    // What turns the direction stands alone, and is seen.
    const turned = await browser.evaluate(
      `[...document.querySelectorAll('bdi')].every((bdi) => bdi.textContent === '\\u202e' && bdi.dataset.sign === 'U+202E')`,
    );
    expect(turned).toBe(true);
    expect(await browser.evaluate(`document.querySelectorAll('bdi').length > 0`)).toBe(true);
  });

  it('has every middle in view within its example', async () => {
    await browser.open(page, 'light');
    const isSeen = await browser.evaluate(
      `[...document.querySelectorAll('mark')].every((mark) => {
        const [own, box] = [mark.getClientRects()[0], mark.parentElement.getBoundingClientRect()];
        return own.top >= box.top - 1 && own.top < box.bottom;
      })`,
    );
    expect(isSeen).toBe(true);
  });

  it('is light and dark as the system is', async () => {
    const brightness = async (): Promise<number> =>
      Number(
        await browser.evaluate(
          `(style => Math.max(...style.backgroundColor.match(/[\\d.]+/g).map(Number)) - Math.max(...style.color.match(/[\\d.]+/g).map(Number)))(getComputedStyle(document.querySelector('form')))`,
        ),
      );
    await browser.open(page, 'light');
    expect(await brightness()).toBeGreaterThan(150);
    const light = await browser.screenshot();
    await browser.open(page, 'dark');
    expect(await brightness()).toBeLessThan(-150);
    expect((await browser.screenshot()).equals(light)).toBe(false);
  });

  it('asks for nothing, and complains of nothing', () => {
    expect(browser.complaints).toEqual([]);
    expect(new Set(browser.requests.map((address) => address.replace(/^file:.*\//u, '')))).toEqual(
      new Set(['page.html']),
    );
  });
});
