/** The whole path from a model's answer to the buffer, byte for byte: line ends, the missing one at the end, tabs, characters of one to four bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf } from '../../src/fix/source-text.ts';
import { type Hunk, hunksOf } from '../../src/host/hunks.ts';
import { repair, sceneAt, scripted } from './stage.ts';

/** What stands in lines: one to four bytes, one and two UTF-16 units, a tab, a character with a mark on it. */
const text = fc.stringMatching(/^(?:[a-z é漢🐘\t]|\u0301){0,8}$/u).map((value) => value.replace(/['\\$]/gu, ''));
const statement = fc
  .tuple(fc.constantFrom('', '\t', 'deeper'), text, fc.constantFrom('', ' ', '\t'))
  .map(([deeper, value, behind]) => `${deeper}$a = '${value}';${behind}`);
const place = fc.record({
  unit: fc.constantFrom('\t', '    ', '  '),
  end: fc.constantFrom('\n', '\r\n'),
  mixed: fc.boolean(),
  closes: fc.boolean(),
  above: fc.array(statement, { maxLength: 3 }),
  body: fc.array(statement, { minLength: 2, maxLength: 9 }),
  at: fc.nat(),
  fresh: text,
  /** How the model writes its answer. */
  manner: fc.constantFrom('plain', 'returns', 'deep', 'tabs'),
});

type Place = typeof place extends fc.Arbitrary<infer One> ? One : never;

/** The file with one of the body's lines. Some editors leave a few lines with another end. */
function fileOf({ unit, end, mixed, closes, above, body, at, manner }: Place, line: string) {
  // Whoever answers in tabs where the file mixes both can't be told from who means it.
  const own = manner === 'tabs' ? body.map((each) => each.replace(/^\t/u, '')) : body;
  const method = [
    `${unit}public function f()`,
    `${unit}{`,
    ...own.map((each, n) => unit + unit + (n === at % own.length ? line : each.replace('deeper', unit))),
    `${unit}}`,
  ];
  const lines = ['<?php', ...above.map((each) => each.replace('deeper', unit)), 'class A', '{', ...method, '}'];
  const content = lines
    .map((each, n) => each + (n < lines.length - 1 || closes ? (mixed && n % 3 === 0 ? '\n' : end) : ''))
    .join('');
  return { method, lines, content };
}

/** As the model writes the method. */
function replyOf({ unit, manner }: Place, method: readonly string[]): string {
  const answer = manner === 'deep' ? method : method.map((line) => line.slice(unit.length));
  const tabs = (line: string): string => line.replace(/^ +/u, ({ length }) => '\t'.repeat(length / unit.length));
  const reply = `Done.\n\n\`\`\`php\n${(manner === 'tabs' ? answer.map(tabs) : answer).join('\n')}\n\`\`\`\n`;
  return manner === 'returns' ? reply.replaceAll('\n', '\r\n') : reply;
}

/** What the buffer holds once the hunks are taken; their marks have to be whole characters. */
function taken(lines: readonly string[], hunks: readonly Hunk[]): readonly string[] {
  const buffer = [...lines];
  for (const hunk of hunks.toReversed()) {
    expect(buffer.slice(hunk.row, hunk.row + hunk.old.length)).toEqual(hunk.old);
    buffer.splice(hunk.row, hunk.old.length, ...hunk.new);
    for (const [line, from, to] of hunk.oldMarks) expectWhole(hunk.old[line] ?? '', from, to);
    for (const [line, from, to] of hunk.newMarks) expectWhole(hunk.new[line] ?? '', from, to);
  }
  return buffer;
}

function expectWhole(line: string, from: number, to: number): void {
  const bytes = Buffer.from(line);
  expect(to).toBeLessThanOrEqual(bytes.length);
  expect(bytes.subarray(from, to).toString('utf8')).not.toContain('\ufffd');
}

describe('a repair that is taken', () => {
  it('is the text as it was but for the line that is wrong, and the hunks say so in bytes', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (one) => {
        const before = fileOf(one, "$wrong = '🐘' . $漢;");
        const wanted = fileOf(one, `$right = '${one.fresh}' . $é;`);
        const row = before.lines.findIndex((line) => line.includes('$wrong'));
        const col = (before.lines[row] ?? '').indexOf('$漢');
        const range = { row, col, endRow: row, endCol: col + 2 };
        const told = { severity: 1, message: 'Wrong.', code: 'x', source: 'nobody', related: [] } as const;
        const scene = await sceneAt('/p/a.php', before.content, { ...range, ...told });
        const { candidates, tries } = await repair(scene, scripted([replyOf(one, wanted.method)]));
        expect(tries.map(({ result }) => ('label' in result ? result.label : result))).toEqual(['syntax only']);
        const after = candidates[0]?.after ?? scene.source;
        expect(contentOf(after)).toBe(wanted.content);
        expect(taken(scene.source.lines, hunksOf(scene.source.lines, candidates[0]?.edits ?? []))).toEqual(after.lines);
      }),
      { numRuns: 300 },
    );
  });
});
