/** Changes of a text as servers are told them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { offsetIn, readSource } from '../../src/fix/source-text.ts';
import { changeBetween } from '../../src/fix/verify/text-change.ts';

function applied(before: string, { range: { start, end }, text }: ReturnType<typeof changeBetween>): string {
  // A row behind the last line end counts here.
  const source = { ...readSource(before), lines: before.split('\n') };
  const at = ({ line, character }: { line: number; character: number }): number => offsetIn(source, line, character);
  return before.slice(0, at(start)) + text + before.slice(at(end));
}

const code = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'é', '🐘', '🐙', '漢'), maxLength: 12 });

it('lead from one text to the other, and can be sent', () => {
  fc.assert(
    fc.property(code, code, (before, after) => {
      const change = changeBetween(before, after);
      expect(applied(before, change)).toBe(after);
      expect(Buffer.from(change.text, 'utf8').toString('utf8')).toBe(change.text);
    }),
  );
});

it('are no larger than what differs', () => {
  expect(changeBetween('one\ntwo\nthree\n', 'one\ntow\nthree\n')).toEqual({
    range: { start: { line: 1, character: 1 }, end: { line: 1, character: 3 } },
    text: 'ow',
  });
});
