import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonLength, verify } from '../../../src/complete/draft/verify.ts';

const WAITING = { isFinal: false, isDue: false };
const FINAL = { isFinal: true, isDue: false };

/** `confirmed|rest` of what is shown. */
function seen(draft: string, target: string, when: { readonly isFinal: boolean; readonly isDue: boolean }): string {
  const { shown, confirmed } = verify({ draft, target, ...when });
  return `${shown.slice(0, confirmed)}|${shown.slice(confirmed)}`;
}

describe('a draft', () => {
  it.each([
    ['stands unconfirmed before the target has spoken', '', '|$a + $b;'],
    ['is confirmed as far as the target has said it', '$a', '$a| + $b;'],
    ['is confirmed without the blanks that the target ends with', '$a ', '$a| + $b;'],
    ['is confirmed whole', '$a + $b;', '$a + $b;|'],
    ['is gone beyond', '$a + $b; // sum', '$a + $b; // sum|'],
    ['stays where the difference is not readable yet', '$a -', '$a |+ $b;'],
    ['is replaced two tokens behind the difference', '$a - $', '$a - $|'],
  ])('%s', (_, target, picture) => {
    expect(seen('$a + $b;', target, WAITING)).toBe(picture);
  });

  it('is replaced when the difference is due, however short it is', () => {
    expect(seen('$a + $b;', '$a -', { isFinal: false, isDue: true })).toBe('$a -|');
  });

  it('does not wait for what is no difference yet, due or not', () => {
    expect(seen('$a + $b;', '$a', { isFinal: false, isDue: true })).toBe('$a| + $b;');
  });

  it.each([
    ['is cut by a target that ends earlier', '$a', '$a|'],
    ['is taken away by a target that says nothing', '', '|'],
    ['is replaced by the end of the target, however short', '$a -', '$a -|'],
  ])('%s', (_, target, picture) => {
    expect(seen('$a + $b;', target, FINAL)).toBe(picture);
    expect(verify({ draft: '$a + $b;', target, ...FINAL }).differs).toBe(true);
  });

  it.each([
    ['$a;  ', '$a;'],
    ['$a;', '$a;  '],
    ['$a;\n', '$a;'],
  ])('%j and the target %j differ in nothing that is seen', (draft, target) => {
    expect(verify({ draft, target, ...FINAL })).toMatchObject({ shown: target, differs: false });
  });

  it('is never confirmed up to the middle of a character', () => {
    expect(commonLength('a😀', 'a😁')).toBe(1);
    expect(commonLength('ae\u0301', 'ae\u0300')).toBe(1);
    expect(commonLength('e', 'e\u0301')).toBe(0);
    expect(commonLength('👩\u200d🚀', '👩\u200d🔬')).toBe(0);
    expect(commonLength('👍🏽', '👍🏿')).toBe(0);
  });
});

/** Draft and target that agree for a while, and go on as they like. */
const pair = fc
  .record({
    both: fc.array(fc.constantFrom('$a', '->', 'get', '(', ')', ' ', '\n', 'λ', '😀', ';'), { maxLength: 8 }),
    draft: fc.array(fc.constantFrom('$a', 'x', ' ', ';', '😀', '\n'), { maxLength: 4 }),
    target: fc.array(fc.constantFrom('$a', 'y', ' ', ';', '😁', '\n'), { maxLength: 6 }),
  })
  .map(({ both, draft, target }) => ({
    draft: [...both, ...draft].join(''),
    target: [...both, ...target].join(''),
  }));

/** Everything that is shown while the target comes in, in any chunks, whenever a difference is due. */
const showing = fc.record({ pair, cuts: fc.array(fc.nat({ max: 40 }), { maxLength: 12 }), due: fc.nat({ max: 14 }) });

function frames({ pair: { draft, target }, cuts, due }: typeof showing extends fc.Arbitrary<infer T> ? T : never) {
  const ends = [...new Set([...cuts.filter((cut) => cut < target.length), target.length])].toSorted((a, b) => a - b);
  const frames = ends.map((end, i) => verify({ draft, target: target.slice(0, end), isFinal: false, isDue: i >= due }));
  return [
    { shown: draft, confirmed: 0, agreed: 0, differs: false, isHeld: false },
    ...frames,
    verify({ draft, target, isFinal: true, isDue: due <= ends.length }),
  ];
}

describe('whatever draft, target and chunks are', () => {
  it('the last text is exactly what the target alone would have given', () => {
    fc.assert(
      fc.property(showing, (show) => {
        expect(frames(show).at(-1)?.shown).toBe(show.pair.target);
      }),
    );
  });

  it('confirmed text never changes', () => {
    fc.assert(
      fc.property(showing, (show) => {
        let confirmed = '';
        for (const frame of frames(show)) {
          expect(frame.shown.startsWith(confirmed)).toBe(true);
          const now = frame.shown.slice(0, frame.confirmed);
          if (now.length > confirmed.trimEnd().length) confirmed = now.trimEnd();
        }
      }),
    );
  });

  it('at most one change is more than growing, and none without a difference', () => {
    fc.assert(
      fc.property(showing, (show) => {
        const all = frames(show).map(({ shown }) => shown.trimEnd());
        const replaced = all.filter((shown, i) => i > 0 && !shown.startsWith(all[i - 1] ?? ''));
        expect(replaced.length).toBeLessThanOrEqual(1);
        if (show.pair.target.startsWith(show.pair.draft.trimEnd())) expect(replaced).toEqual([]);
      }),
    );
  });

  it('nothing is confirmed that the target has not said', () => {
    fc.assert(
      fc.property(showing, (show) => {
        for (const { shown, confirmed } of frames(show)) {
          expect(show.pair.target.startsWith(shown.slice(0, confirmed))).toBe(true);
        }
      }),
    );
  });
});
