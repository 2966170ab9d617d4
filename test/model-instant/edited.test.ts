import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restOfLine } from '../../src/model/instant/complete.ts';
import { Corpus } from '../../src/model/instant/corpus.ts';
import { EditedLines, editedRuns, lineSet } from '../../src/model/instant/edited.ts';
import { rulesOf } from '../../src/model/instant/rules.ts';

describe('the edited runs of a text', () => {
  it.each([
    ['are its new lines', ['a', 'b'], ['a', 'new', 'b'], [['new']]],
    ['leave out lines that moved or stand deeper', ['a', 'b'], ['  b', 'a'], []],
    ['leave out blank lines', ['a'], ['', 'a', '   '], []],
    ['hold the braces between', ['{', '}'], ['one', '{', '}', 'two'], [['one', '{', '}', 'two']]],
    ['are apart where more stands between', ['a', 'b', 'c'], ['one', 'a', 'b', 'c', 'two'], [['one'], ['two']]],
  ])('%s', (_, opened, lines, want) => expect(editedRuns(lines, lineSet(opened))).toEqual(want));

  it('hold each new line once, in order, and begin and end with one', () => {
    const text = fc.array(fc.constantFrom('', 'a', ' a', 'b', 'c', 'd'), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, now) => {
        const opened = lineSet(before);
        const isNew = (line = ''): boolean => line.trim() !== '' && !opened.has(line.trim());
        const runs = editedRuns(now, opened);
        expect(runs.flat().filter(isNew)).toEqual(now.filter(isNew));
        for (const run of runs) expect([isNew(run[0]), isNew(run.at(-1))]).toEqual([true, true]);
      }),
    );
  });
});

describe('edited lines', () => {
  const lines = (n: number): string => Array.from({ length: n }, (_, at) => `line ${at}`).join('\n');

  it('are those of other buffers in the same language, the last edited first', () => {
    const edited = new EditedLines();
    for (const [path, kind] of [
      ['a.php', 'php'],
      ['b.php', 'php'],
      ['c.ts', 'ts'],
      ['here.php', 'php'],
    ] as const) {
      edited.put(path, kind, 'old');
      edited.put(path, kind, `old\n${path}`);
    }
    expect(edited.seenFrom('here.php', 'php')).toEqual({ elsewhere: [['b.php'], ['a.php']], opened: new Set(['old']) });
    edited.close('b.php');
    expect(edited.seenFrom('new.php', 'php')).toEqual({ elsewhere: [['here.php'], ['a.php']], opened: undefined });
  });

  it('are none where the whole text was read anew', () => {
    const edited = new EditedLines();
    edited.put('a.php', 'php', 'old');
    edited.put('a.php', 'php', lines(1000));
    expect(edited.seenFrom('b.php', 'php').elsewhere).toEqual([]);
    edited.put('a.php', 'php', `${lines(1000)}\nnew`);
    expect(edited.seenFrom('b.php', 'php').elsewhere).toEqual([['new']]);
  });
});

describe('the instant engine', () => {
  const ROWS = 20;
  const rest = Array.from({ length: ROWS }, (_, at) => `call${at}($row${at});`);
  const old = ['configure($old);', 'configure($old);'];
  const above = [...old, 'configure($new);', ...rest];
  const ask = (opened: ReadonlySet<string> | undefined): string =>
    restOfLine(
      new Corpus(rulesOf('php')),
      { path: 'now.php', prefix: [...above, 'configure('].join('\n'), suffix: '' },
      { elsewhere: [], opened },
    ).text;

  it('repeats what was edited lately, further up in the buffer', () => {
    expect(ask(lineSet(above))).toBe('$old);');
    expect(ask(undefined)).toBe('$old);');
    expect(ask(lineSet([...old, ...rest]))).toBe('$new);');
  });
});
