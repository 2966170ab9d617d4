import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/fix/diagnostic.ts';
import { hunks } from '../../src/fix/fit.ts';
import type { Candidate, Outcome } from '../../src/fix/fix.ts';
import { fixAll, sameKind } from '../../src/fix/fix-all.ts';
import { applyEdits, contentOf, type LineEdit, readSource, type SourceText } from '../../src/fix/source-text.ts';

const at = (row: number, more: Partial<Diagnostic> = {}): Diagnostic => ({
  row,
  col: 0,
  endRow: row,
  endCol: 1,
  severity: 1,
  message: `of row ${row}`,
  code: 'P1',
  source: 'intelephense',
  related: [],
  ...more,
});

function candidate(text: SourceText, edits: readonly LineEdit[], label: Candidate['label'] = 'verified'): Candidate {
  return {
    label,
    verifier: 'v',
    verifyMs: 1,
    origin: 'rule',
    explanation: 'why',
    edits,
    after: applyEdits(text, edits),
  };
}

function outcome(target: Diagnostic, candidates: readonly Candidate[], reason = ''): Outcome {
  return {
    target,
    region: { kind: 'function', first: 0, last: 0 },
    candidates,
    unverified: [],
    tries: [],
    reason,
    totalMs: 0,
  } as Outcome;
}

const signal = new AbortController().signal;

describe('what turns one text into another', () => {
  it('gives that text, and touches no line that both have', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const edits = hunks(before, after, 0);
        const source = readSource(`${before.join('\n')}\n`);
        expect(applyEdits(source, edits).lines).toEqual(after);
        for (const { first, last, lines: fresh } of edits)
          expect(
            before
              .slice(first, last)
              .some((line, i) => line === fresh[i] && last - first === fresh.length && fresh.length === 1),
          ).toBe(false);
      }),
    );
  });
});

describe('repairs of one kind', () => {
  it('are of the same code and reporter, of the same message where there is no code', () => {
    const all = [
      at(1),
      at(2, { code: 'P2' }),
      at(3, { source: 'ts' }),
      at(4),
      at(5, { code: '', message: 'x' }),
      at(6, { code: '', message: 'x' }),
    ];
    expect(sameKind(at(9), all).map(({ row }) => row)).toEqual([1, 4]);
    expect(sameKind(at(9, { code: '', message: 'x' }), all).map(({ row }) => row)).toEqual([5, 6]);
  });

  it('are made one after the other, where each stands by then', async () => {
    const source = readSource('use A;\none\ntwo\nthree\n');
    const seen: string[] = [];
    const done = await fixAll(
      source,
      [at(1), at(2), at(3)],
      async (text, target) => {
        seen.push(text.lines[target.row] ?? '');
        const edits = [
          { first: 1, last: 1, lines: [`use ${target.message};`] },
          { first: target.row, last: target.row + 1, lines: [`${text.lines[target.row]}!`] },
        ];
        return outcome(target, [candidate(text, edits)]);
      },
      signal,
    );
    expect(seen).toEqual(['three', 'two', 'one']);
    expect(contentOf(done.candidate?.after ?? source)).toBe(
      'use A;\nuse of row 1;\nuse of row 2;\nuse of row 3;\none!\ntwo!\nthree!\n',
    );
    expect(done).toMatchObject({ repaired: 3, wanted: 3, reason: '' });
    expect(applyEdits(source, done.candidate?.edits ?? []).lines).toEqual(done.candidate?.after.lines);
  });

  it('are worth as much as the least of them, and say why the first of the others is left', async () => {
    const source = readSource('one\ntwo\nthree\n');
    const labels = new Map<number, Candidate['label']>([
      [0, 'syntax only'],
      [2, 'verified'],
    ]);
    const done = await fixAll(
      source,
      [at(0), at(1), at(2)],
      async (text, target) => {
        const label = labels.get(target.row);
        if (label === undefined) return outcome(target, [], 'No.');
        return outcome(target, [candidate(text, [{ first: target.row, last: target.row + 1, lines: ['x'] }], label)]);
      },
      signal,
    );
    expect(done.candidate).toMatchObject({ label: 'syntax only', verifyMs: 2, explanation: 'why', origin: 'rule' });
    expect(done).toMatchObject({ repaired: 2, wanted: 3, reason: 'No.' });
  });

  it('end where nobody wants them any more', async () => {
    const aborter = new AbortController();
    const running = fixAll(
      readSource('one\ntwo\n'),
      [at(0), at(1)],
      async (_, target) => {
        aborter.abort();
        return outcome(target, []);
      },
      aborter.signal,
    );
    await expect(running).rejects.toThrow(/abort/iu);
  });
});
