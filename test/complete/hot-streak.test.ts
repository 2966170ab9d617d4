import { describe, expect, it } from 'vitest';
import { HotStreak, type Unit, unitsOf } from '../../src/complete/hot-streak.ts';
import { StreamReuse } from '../../src/complete/stream-reuse.ts';
import { allDone } from './notation.ts';

const ACCEPTED = '1;';

/** The units of a text below `    $a = ⟦1;⟧`. */
function units(text: string, { most = 5, isWhole = false, base = 4 } = {}): Unit[] {
  return unitsOf(text.split('\n'), ACCEPTED, base, most, isWhole);
}

describe('the units behind a suggestion', () => {
  it('are kept for accepted text, line break and indentation', () => {
    expect(units('    $b = 2;\n    $c = 3;\n    f(')).toEqual([
      { typed: '1;\n    ', text: '$b = 2;\n    $c = 3;' },
      { typed: '1;\n    $b = 2;\n    ', text: '$c = 3;' },
    ]);
  });

  it('are the same without the blank lines above the first one', () => {
    expect(units('\n\n    return $a;\n}')).toEqual([{ typed: '1;\n    ', text: 'return $a;' }]);
  });

  it('keep blank lines between two of them', () => {
    expect(units('    $b = 2;\n\n    return $b;\n}')).toEqual([
      { typed: '1;\n    ', text: '$b = 2;\n\n    return $b;' },
      { typed: '1;\n    $b = 2;\n\n    ', text: 'return $b;' },
    ]);
  });

  it('are blocks where a line opens one', () => {
    expect(units('    if ($b) {\n        g();\n    } else {\n        h();\n    }').map(({ text }) => text)).toEqual([
      'if ($b) {\n        g();\n    } else {\n        h();\n    }',
    ]);
  });

  it('are whole: a block that is not closed within the lines is left out', () => {
    expect(
      units('    $b = 2;\n    if ($b) {\n        g();\n        h();\n        i();\n        j();', { most: 5 }),
    ).toEqual([{ typed: '1;\n    ', text: '$b = 2;' }]);
  });

  it('end with the block that the cursor stands in', () => {
    expect(units('    $b = 2;\n}\n\nfunction g()\n{\n    h();\n}', { isWhole: true })).toEqual([
      { typed: '1;\n    ', text: '$b = 2;' },
    ]);
  });

  it('end at a closer of the suggestion’s own level', () => {
    expect(units('}\n$b = 2;', { base: 0, isWhole: true })).toEqual([]);
  });

  it('are as many as their lines allow', () => {
    expect(units('    a;\n    b;\n    c;', { most: 2 }).map(({ text }) => text)).toEqual(['a;\n    b;', 'b;']);
  });

  it('know blocks by indentation', () => {
    const text = '    if x:\n        f()\n    else:\n        g()\n    return x';
    expect(units(text, { isWhole: true }).map(({ text: unit }) => unit)).toEqual([
      'if x:\n        f()\n    else:\n        g()\n    return x',
      'return x',
    ]);
  });

  it('know blocks by words', () => {
    const text = '    if x then\n        f()\n    end\n    return x';
    expect(units(text, { isWhole: true }).map(({ text: unit }) => unit)).toEqual([
      'if x then\n        f()\n    end\n    return x',
      'return x',
    ]);
  });
});

describe('a streak', () => {
  /** A streak behind `$a = 1;`, the stream of which says `chunks` and then hangs, or ends. */
  function streakOf(chunks: readonly string[], { lines = 5, ends = false } = {}) {
    let read = 0;
    const kept: Unit[][] = [];
    const stream = new StreamReuse(async function* open(signal) {
      for (const chunk of chunks) {
        // Each chunk takes a turn, as on a socket.
        await allDone();
        if (signal.aborted) return;
        read++;
        yield chunk;
      }
      if (!ends) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const start = { line: '    $a = 1;', accepted: '1;', rawEnd: 2 };
    const streak = new HotStreak(stream, start, lines, (units) => kept.push([...units]));
    return {
      streak,
      stream,
      kept,
      get read() {
        return read;
      },
      async settle() {
        for (let i = 0; i < chunks.length + 2; i++) await allDone();
      },
    };
  }

  it('keeps its units once, when the model ends', async () => {
    const stage = streakOf(['1;', '\n    b;', '\n    c;'], { ends: true });
    await stage.settle();
    expect(stage.kept.map((units) => units.map(({ text }) => text))).toEqual([['b;\n    c;', 'c;']]);
  });

  it('cancels the stream where the block ends', async () => {
    const stage = streakOf(['1;', '\n    b;', '\n}\n', '\n', 'function', ' g()']);
    await stage.settle();
    expect([stage.stream.isOver, stage.read]).toEqual([true, 3]);
    expect(stage.kept).toHaveLength(1);
  });

  it('cancels the stream after so many lines', async () => {
    const stage = streakOf(['1;', '\n    a;', '\n    b;', '\n    c;', '\n    d;', '\n    e;'], { lines: 2 });
    await stage.settle();
    expect([stage.stream.isOver, stage.read]).toEqual([true, 4]);
    expect(stage.kept[0]?.map(({ text }) => text)).toEqual(['a;\n    b;', 'b;']);
  });

  it('keeps what is whole when it is ended', async () => {
    const stage = streakOf(['1;', '\n    a;', '\n    b']);
    await stage.settle();
    stage.streak.end();
    expect(stage.kept[0]?.map(({ text }) => text)).toEqual(['a;']);
    expect(stage.stream.isOver).toBe(true);
  });

  it('lets go of its stream alive', async () => {
    const stage = streakOf(['1;', '\n    a;', '\n    b']);
    await stage.settle();
    expect(stage.streak.release().isOver).toBe(false);
    expect(stage.streak.isEnded).toBe(true);
    stage.stream.cancel();
  });
});
