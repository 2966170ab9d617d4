import { afterEach, describe, expect, it, vi } from 'vitest';
import { grammarsFolder } from '../../src/syntax/grammar.ts';
import { loadNodeReader } from '../../src/syntax/nodes.ts';
import { patience } from '../../src/syntax/patience.ts';
import { loadSymbolParser } from '../../src/syntax/symbol-parser.ts';
import { language } from './readers.ts';

/** Long enough for the parser to ask more than once. */
const TEXT = `<?php\nclass Order {\n${Array.from({ length: 400 }, (_, at) => `  function total${at}(int $by) { return $this->sum * $by + ${at}; }`).join('\n')}\n}\n`;

/** A machine on which minutes pass between any two looks at its clock. */
function slowMachine(): void {
  let now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 60_000;
    return now;
  });
}

afterEach(() => vi.restoreAllMocks());

describe('patience', () => {
  it('ends after so many steps', () => {
    const isTooLong = patience(3);
    expect([isTooLong(), isTooLong(), isTooLong(), isTooLong()]).toEqual([false, false, false, true]);
  });

  it('lets a file be read to its end on a machine that has no time for it', async () => {
    const path = 'order.php';
    const [symbols, nodes] = await Promise.all([
      loadSymbolParser(grammarsFolder(), language(path)),
      loadNodeReader(grammarsFolder(), language(path)),
    ]);
    const read = () => {
      const parsed = symbols.parse(TEXT);
      const captures = parsed?.captures() ?? [];
      parsed?.delete();
      return { captures: captures.length, nodes: nodes.read(TEXT)?.nodes.length ?? 0 };
    };
    const before = read();
    expect(before.captures).toBeGreaterThan(400);
    slowMachine();
    expect(read()).toEqual(before);
    symbols.delete();
    nodes.delete();
  });
});
