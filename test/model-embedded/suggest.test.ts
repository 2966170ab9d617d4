import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Corpus } from '../../src/model/embedded/corpus.ts';
import { cursorOf } from '../../src/model/embedded/cursor.ts';
import { suggest } from '../../src/model/embedded/suggest.ts';
import { complete, confidentTexts, corpusOf, shopTexts, situationAt } from './shop.ts';

let texts: ReadonlyMap<string, string>;
let shop: Corpus;

beforeAll(async () => {
  texts = await shopTexts();
  shop = corpusOf(texts);
});

// | is the cursor, ⟦…⟧ the suggestion
describe('a line', () => {
  it.each([
    [
      'is completed from its start',
      '    public function findBySl|',
      '    public function findBySl⟦ug(string $slug): ?Product⟧',
    ],
    [
      'is completed in the middle',
      '        foreach ($order->lines() as|',
      '        foreach ($order->lines() as⟦ $line) {⟧',
    ],
    [
      'stops before a bracket that is there',
      '        $order->become(OrderStatus::Sh|)',
      '        $order->become(OrderStatus::Sh⟦ipped⟧)',
    ],
    [
      'stops before brackets and a semicolon that are there',
      '        $this->products->save($pro|);',
      '        $this->products->save($pro⟦duct⟧);',
    ],
    [
      'stays alone where code follows the cursor',
      '        $order->become($nex| ?? null);',
      '        $order->become($nex| ?? null);',
    ],
    [
      'is not the line below again',
      '        $this->become(|\n        $this->become(InvoiceStatus::Void);',
      '        $this->become(|\n        $this->become(InvoiceStatus::Void);',
    ],
    ['is not completed when it is complete', '        return $found;|', '        return $found;|'],
    ['needs three characters without context', '        if|', '        if|'],
  ])('%s', (_, doc, want) => expect(complete(shop, doc, { multiline: false })).toBe(want));

  it('needs fewer characters when the line above agrees', () => {
    const doc = '        $order = $this->orders->findById($orderId);\n        i|';
    expect(complete(shop, doc, { multiline: false })).toBe(doc.replace('|', '⟦f ($order === null) {⟧'));
  });

  it('prefers what follows the same line', () => {
    const corpus = corpusOf([['/p/a.php', 'alpha();\nreturn one;\nbeta();\nreturn two;\nreturn one;\nreturn one;']]);
    const cursor = cursorOf(situationAt('beta();\nreturn |', '/p/b.php'));
    expect(suggest(cursor, false, corpus, () => false).texts).toEqual(['two;', 'one;']);
  });
});

describe('a block', () => {
  it.each([
    [
      'ends where its bracket closes',
      '        $order = $this->orders->findById($orderId);\n        if|',
      "        $order = $this->orders->findById($orderId);\n        if⟦ ($order === null) {\n            throw NotFoundException::for('Order', $orderId);\n        }⟧",
      '    ',
    ],
    [
      'takes the indentation of the buffer',
      '\t\t$order = $this->orders->findById($orderId);\n\t\tif|',
      "\t\t$order = $this->orders->findById($orderId);\n\t\tif⟦ ($order === null) {\n\t\t\tthrow NotFoundException::for('Order', $orderId);\n\t\t}⟧",
      '\t',
    ],
    [
      'is proposed on a blank line after a line that stands elsewhere',
      '  $order = $this->orders->findById($orderId);\n|',
      "  $order = $this->orders->findById($orderId);\n⟦  if ($order === null) {\n    throw NotFoundException::for('Order', $orderId);\n  }⟧",
      '  ',
    ],
    [
      'stops before the line that stands below',
      "        $order = $this->orders->findById($orderId);\n        |\n            throw NotFoundException::for('Order', $orderId);",
      "        $order = $this->orders->findById($orderId);\n        ⟦if ($order === null) {⟧\n            throw NotFoundException::for('Order', $orderId);",
      '    ',
    ],
    [
      'is not proposed where nothing above agrees',
      '        $this->nobody->wrote($this);\n        |',
      '        $this->nobody->wrote($this);\n        |',
      '    ',
    ],
    [
      'is not proposed at another indentation',
      '        $order = $this->orders->findById($orderId);\n    |',
      '        $order = $this->orders->findById($orderId);\n    |',
      '    ',
    ],
  ])('%s', (_, doc, want, indentUnit) => expect(complete(shop, doc, { indentUnit })).toBe(want));

  it('is left out when one line is wanted', () => {
    const doc = '        $order = $this->orders->findById($orderId);\n        if|';
    expect(complete(shop, doc, { multiline: false })).toBe(doc.replace('|', '⟦ ($order === null) {⟧'));
  });

  it('goes on only as far as the places agree', () => {
    const corpus = corpusOf([
      ['/p/a.py', 'def go():\n    start()\n    one()\n    two()\nx = 1'],
      ['/p/b.py', 'def go():\n    start()\n    three()\n    four()\nx = 2'],
    ]);
    expect(complete(corpus, 'def go():\n    |', { path: '/p/c.py' })).toBe('def go():\n    ⟦start()⟧');
  });
});

describe('a word', () => {
  it.each([
    ['is completed after an arrow', '        $x = foo($this->prod|, 1);', '        $x = foo($this->prod⟦ucts⟧, 1);'],
    ['is completed with its dollar', '        bar($quan|, $x);', '        bar($quan⟦tity⟧, $x);'],
    ['is not completed inside a word', '        bar($quan|tity, $x);', '        bar($quan|tity, $x);'],
    ['is not completed from one character', '        bar(q|, $x);', '        bar(q|, $x);'],
    [
      'comes from the lines around first',
      '        $zebraStripes = 1;\n        bar($zeb|, $x);',
      '        $zebraStripes = 1;\n        bar($zeb⟦raStripes⟧, $x);',
    ],
  ])('%s', (_, doc, want) => expect(complete(shop, doc)).toBe(want));
});

describe('all suggestions', () => {
  /** A cursor anywhere in a file of the sample project. */
  const place = fc.tuple(fc.nat(), fc.nat()).map(([file, at]) => {
    const entries = [...texts];
    const [path, text] = entries[file % entries.length] ?? ['', ''];
    const offset = at % (text.length + 1);
    return { path, filetype: 'php', prefix: text.slice(0, offset), suffix: text.slice(offset), indentUnit: '    ' };
  });

  it('make the line one that stands in the project, or end a word that does', () => {
    const lines = new Set([...texts.values()].flatMap((text) => text.split('\n').map((line) => line.trim())));
    const words = new Set([...texts.values()].flatMap((text) => text.match(/\$?[\p{L}_][\p{L}\p{N}_]*/gu) ?? []));
    fc.assert(
      fc.property(place, (situation) => {
        const before = situation.prefix.slice(situation.prefix.lastIndexOf('\n') + 1);
        const after = (situation.suffix.split('\n')[0] ?? '').trim();
        for (const text of confidentTexts(shop, situation)) {
          const line = (before + (text.split('\n')[0] ?? '')).trim();
          const word = /\$?[\p{L}_][\p{L}\p{N}_]*$/u.exec(line)?.[0] ?? '';
          const isLine = lines.has(line) || [...lines].some((known) => after !== '' && known.startsWith(line + after));
          expect(isLine || words.has(word), line).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are the same each time, and each differs from the others', () => {
    fc.assert(
      fc.property(place, (situation) => {
        const cursor = cursorOf(situation);
        const first = suggest(cursor, true, shop, () => false);
        expect(suggest(cursor, true, shop, () => false)).toEqual(first);
        expect(new Set(first.texts).size).toBe(first.texts.length);
        expect(first.confident).toBeLessThanOrEqual(first.texts.length);
      }),
      { numRuns: 200 },
    );
  });

  it('never hold control characters, whatever the text', () => {
    const line = fc.string({ unit: 'binary', maxLength: 30 });
    const text = fc
      .array(fc.oneof(line, fc.constantFrom('foo(', 'foo(1);', '    bar();', '}', '{', '\tif (x) {')), {
        maxLength: 30,
      })
      .map((l) => l.join('\n'));
    fc.assert(
      fc.property(text, text, text, fc.string({ maxLength: 4 }), (corpusText, prefix, suffix, indentUnit) => {
        const corpus = corpusOf([['/p/a.php', corpusText]]);
        const cursor = cursorOf({ path: '/p/b.php', filetype: 'php', prefix, suffix, indentUnit });
        for (const suggestion of suggest(cursor, true, corpus, () => false).texts) {
          expect(suggestion).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
          expect(suggestion.trim()).not.toBe('');
        }
      }),
    );
  });

  it('do not come out of a window that begins in the middle of a line', () => {
    const long = `${'x'.repeat(20_000)}\n`;
    expect(confidentTexts(corpusOf([]), situationAt(`${long}    $zebra->stripes();\n    $zebra->st|`))).toEqual([
      'ripes',
    ]);
  });
});
