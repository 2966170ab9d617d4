import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/fix/diagnostic.ts';
import { nudgeFor, TABLE_NAMES, table } from '../../src/fix/nudges/cookbook.ts';
import { pick } from '../../src/fix/pick.ts';
import { applyEdits, contentOf, readSource } from '../../src/fix/source-text.ts';
import { grownIn, verdictOf } from '../../src/fix/verdict.ts';
import { staged } from './stage.ts';

function at(row: number, col: number, endCol: number, rest: Partial<Diagnostic> = {}): Diagnostic {
  return { row, col, endRow: row, endCol, severity: 1, message: 'm', code: '', source: '', related: [], ...rest };
}

describe('which diagnostic is meant', () => {
  const here = at(2, 4, 8, { message: 'here' });
  const near = at(2, 10, 12, { message: 'near' });
  const next = at(4, 0, 1, { message: 'next' });
  const far = at(9, 0, 1, { message: 'far' });
  const all = [far, next, near, here];
  it.each<[string, number, number | undefined, string | undefined]>([
    ['the one under the cursor', 2, 5, 'here'],
    ['the nearest on the line', 2, 9, 'near'],
    ['the narrowest of the line', 2, undefined, 'near'],
    ['the next within three lines', 3, 0, 'next'],
    ['none that is further', 5, 0, undefined],
  ])('%s', (_, row, col, message) => expect(pick(all, row, col)?.message).toBe(message));

  it.each([
    ['intelephense', 'P1013', 'P1006'],
    ['pyright', 'reportAttributeAccessIssue', 'reportUnknownMemberType'],
    ['basedpyright', 'reportCallIssue', 'reportUnknownMemberType'],
  ])('takes the cause before what follows from it: %s, %s before %s', (source, known, following) => {
    const cause = at(2, 4, 8, { source, code: known });
    // The narrower says more of others.
    const effect = at(2, 5, 6, { source, code: following });
    expect(pick([effect, cause], 2, 5)).toBe(cause);
    expect(pick([effect, cause], 2, 5, 2)).toBe(effect);
  });
});

describe('what a change of diagnostics means', () => {
  const target = at(3, 0, 4, { message: "Undefined method 'f'.", code: 'P1013' });
  const other = at(5, 0, 4, { message: 'x', severity: 2 });
  it.each<[string, readonly Diagnostic[], string]>([
    ['gone', [other], 'holds'],
    ['moved only', [other, { ...target, row: 9 }], 'still-there'],
    ['gone, but another is there twice', [other, { ...other, row: 7 }], 'others-grew'],
    ['gone, and a hint came', [other, at(0, 0, 1, { severity: 4 })], 'holds'],
  ])('%s', (_, after, kind) => expect(verdictOf(target, [target, other], after).kind).toBe(kind));

  it('says nothing where the text as it is does not show it', () =>
    expect(verdictOf(target, [other], []).kind).toBe('no-control'));

  it('does not hold against the end of a syntax error what a server had kept to itself, but for the changed rows', () => {
    const lost = at(3, 0, 1, { source: 'intelephense', code: 'P1001', message: "Unexpected 'x'." });
    const far = at(20, 0, 4, { source: 'intelephense', code: 'P1009', message: 'Undefined type.' });
    expect(verdictOf(lost, [lost], [far], [3])).toEqual({ kind: 'holds', hidden: 1 });
    expect(verdictOf(lost, [lost], [{ ...far, row: 3, endRow: 3 }], [3]).kind).toBe('others-grew');
    expect(verdictOf(lost, [lost], [{ ...lost, row: 20, endRow: 20, message: "Unexpected 'y'." }], [3]).kind).toBe(
      'others-grew',
    );
    expect(verdictOf(target, [target], [target.severity === 1 ? far : other], [3]).kind).toBe('others-grew');
  });

  it('never finds that a text is worse than itself', () => {
    const diagnostic = fc.record({
      row: fc.nat(9),
      code: fc.constantFrom('a', 'b'),
      severity: fc.constantFrom(1, 2, 4),
    });
    fc.assert(
      fc.property(fc.array(diagnostic), (list) => {
        const all = list.map(({ row, code, severity }) => at(row, 0, 1, { code, severity: severity as 1 | 2 | 4 }));
        expect(grownIn(all, [...all].reverse())).toEqual([]);
      }),
    );
  });
});

describe('edits of a text', () => {
  it('keep every line that stays byte for byte', () => {
    const line = fc.tuple(fc.stringMatching(/^[a-z 🐘é\t]{0,6}$/u), fc.constantFrom('\n', '\r\n'));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1 }),
        fc.boolean(),
        fc.nat(),
        fc.nat(3),
        fc.array(fc.constant('new'), { maxLength: 3 }),
        (lines, endsLast, at, count, added) => {
          const content = lines.map(([text, end]) => text + end).join('');
          const source = readSource(endsLast ? content : `${content}last`);
          expect(contentOf(source)).toBe(endsLast ? content : `${content}last`);
          const first = at % source.lines.length;
          const last = Math.min(source.lines.length, first + count);
          const after = applyEdits(source, [{ first, last, lines: added }]);
          expect(after.lines.join('|')).toBe(
            [...source.lines.slice(0, first), ...added, ...source.lines.slice(last)].join('|'),
          );
          expect(
            contentOf(after).startsWith(
              contentOf({ ...source, lines: source.lines.slice(0, first), ends: source.ends.slice(0, first) }).replace(
                /\r?\n$/u,
                '',
              ),
            ),
          ).toBe(true);
          if (contentOf(after) !== '') expect(after.ends.at(-1) !== '').toBe(endsLast);
        },
      ),
    );
  });
});

describe('the cookbook', () => {
  it.each(TABLE_NAMES)('has only entries that its schema allows: %s', (name) => {
    expect(Object.keys(table(name)).length).toBeGreaterThan(name === 'general' ? 1 : 19);
  });

  it.each([
    ['intelephense', 'P1013', 'no such method'],
    ['intelephense', '1013', 'no such method'],
    ['typescript', '2345', 'wrong order'],
    ['ts', '2345', 'wrong order'],
    ['Pylance', 'reportOptionalMemberAccess', 'None'],
    ['Pyright', '', 'parser stopped'],
    ['nobody', 'x', 'cause'],
  ])('knows %s %s', (source, code, words) => {
    expect(nudgeFor({ source, code, message: 'm' }).nudge).toContain(words);
  });
});

describe('the region', () => {
  const long = Array.from({ length: 90 }, (_, n) => `    $a${n} = ${n};`);
  it.each<[string, string, string, readonly number[], string]>([
    [
      'the method',
      'a.php',
      '<?php\nclass A {\n  function f() {\n    ⟦x⟧();\n  }\n  function g() {}\n}\n',
      [2, 4],
      'function',
    ],
    ['the outer function', 'a.ts', 'function f() {\n  g(() => {\n    ⟦x⟧();\n  });\n}\n', [0, 4], 'function'],
    [
      'a function that is a value',
      'a.ts',
      'const a = 1;\nexport const f = () => {\n  ⟦x⟧();\n};\n',
      [1, 3],
      'function',
    ],
    ['a decorated function', 'a.py', 'import a\n\n@deco\ndef f():\n    ⟦x⟧()\n\ndef g(): pass\n', [2, 4], 'function'],
    [
      'some of a long function',
      'a.php',
      `<?php\nfunction f() {\n${long.join('\n')}\n    ⟦x⟧();\n}\n`,
      [33, 92],
      'statements',
    ],
    ['a member', 'a.php', '<?php\nclass A {\n  public ⟦Foo⟧ $a;\n}\n', [2, 2], 'statements'],
    ['lines where nothing is known', 'a.txt', 'a\nb\n⟦c⟧\nd\n', [0, 3], 'lines'],
  ])('is %s', async (_, name, text, rows, kind) => {
    if (name === 'a.txt') {
      const { sceneOf } = await import('../../src/fix/scene.ts');
      const source = readSource(text);
      const scene = sceneOf({
        path: name,
        filetype: '',
        source,
        target: at(2, 0, 1),
        limit: 60,
        parser: undefined,
        tree: undefined,
      });
      expect([[scene.region.first, scene.region.last], scene.region.kind]).toEqual([rows, kind]);
      return;
    }
    const { region } = await staged(`/p/${name}`, text, { message: 'm' });
    expect([[region.first, region.last], region.kind]).toEqual([rows, kind]);
  });
});
