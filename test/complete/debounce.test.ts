import { describe, expect, it } from 'vitest';
import { debounceDelay, isWorthWaiting, Rhythm } from '../../src/complete/debounce.ts';

/** A rhythm of 20 keys, `keyMs` apart, and a model. */
function rhythmOf(keyMs?: number, firstTokenMs?: number): Rhythm {
  const rhythm = new Rhythm();
  if (keyMs !== undefined) for (let i = 0; i < 20; i++) rhythm.key(i * keyMs);
  if (firstTokenMs !== undefined) rhythm.firstToken(firstTokenMs);
  return rhythm;
}

describe('the adaptive pause', () => {
  it('is longer than the pause between two keys of a burst', () => {
    for (const keyMs of [60, 90, 120, 150, 190]) {
      expect(debounceDelay('adaptive', 'return $a', rhythmOf(keyMs, 1000))).toBeGreaterThan(keyMs);
    }
  });

  it('is shorter for those who type faster', () => {
    const [fast, slow] = [80, 160].map((keyMs) => debounceDelay('adaptive', 'foo', rhythmOf(keyMs)));
    expect(fast).toBeLessThan(slow ?? 0);
  });

  it('is never so long that it is felt', () => {
    expect(debounceDelay('adaptive', 'foo', rhythmOf(500, 2000))).toBeLessThanOrEqual(250);
  });

  it('nearly goes where the model is there well before the next key', () => {
    const slowTypist = rhythmOf(300, 40);
    expect(debounceDelay('adaptive', 'foo', slowTypist)).toBeLessThanOrEqual(30);
    expect(debounceDelay('adaptive', 'foo', rhythmOf(300, 400))).toBeGreaterThan(150);
  });

  it.each(['f(', '$a->', 'A::', '$a =', '$a = ', 'f($a,', 'f($a, ', '', '    ', '\t', 'foo.', '['])(
    'is shorter behind %j',
    (before) => {
      const rhythm = rhythmOf(120);
      expect(debounceDelay('adaptive', before, rhythm)).toBeLessThan(debounceDelay('adaptive', 'foo', rhythm) / 2);
    },
  );

  it.each(['foo', '$a = 1', '5.', 'a ', '//', '"'])('is the usual one behind %j', (before) => {
    const rhythm = rhythmOf(120);
    expect(debounceDelay('adaptive', before, rhythm)).toBe(debounceDelay('adaptive', 'foo', rhythm));
  });

  it('is what the user has set, wherever', () => {
    expect(debounceDelay(350, 'f(', rhythmOf(120))).toBe(350);
    expect(debounceDelay(0, 'foo', rhythmOf(120))).toBe(0);
  });

  it('knows no rhythm from a few keys, from pauses for thought, or from keys that came in together', () => {
    const rhythm = new Rhythm();
    for (const at of [0, 1, 2, 3, 120, 5000, 9000, 9001, 9120]) rhythm.key(at);
    expect(rhythm.keyMs).toBeUndefined();
  });

  it('forgets the speed of a model with the model', () => {
    const rhythm = rhythmOf(120, 500);
    rhythm.forgetModel();
    expect(rhythm.firstTokenMs).toBeUndefined();
  });
});

describe('a request that has said nothing yet', () => {
  it.each([
    ['is kept when it must answer soon', 3, 290, 150, 300, true],
    ['is kept for a key or two of a slow model', 1, 120, 0, 1500, true],
    ['is given up when much was typed at once', 60, 100, 100, 1500, false],
    ['is given up when it is long overdue', 1, 5000, 100, 300, false],
    ['is kept when it is a little late', 2, 350, 100, 300, true],
  ])('%s', (_, typed, waitedMs, delayMs, firstTokenMs, want) => {
    expect(isWorthWaiting(typed, waitedMs, delayMs, firstTokenMs)).toBe(want);
  });
});
