import { describe, expect, it } from 'vitest';
import { Acceptance } from '../../../src/complete/draft/acceptance.ts';

const MINUTE_MS = 60_000;

function stage() {
  const clock = { ms: 0, now: () => clock.ms };
  const acceptance = new Acceptance(clock);
  const note = (count: number, confirmed: number, filetype = 'php', source = 'instant'): void => {
    for (let i = 0; i < count; i++) acceptance.note({ source, filetype, proposed: 10, confirmed });
  };
  return { clock, acceptance, note };
}

describe('the share of drafts that is confirmed', () => {
  it('is counted by source and filetype', () => {
    const { acceptance, note } = stage();
    note(2, 10);
    note(1, 4, 'lua');
    note(1, 0, 'php', 'model');
    expect(acceptance.figures).toEqual([
      { source: 'instant', filetype: 'php', proposed: 20, confirmed: 20, isSuspended: false },
      { source: 'instant', filetype: 'lua', proposed: 10, confirmed: 4, isSuspended: false },
      { source: 'model', filetype: 'php', proposed: 10, confirmed: 0, isSuspended: false },
    ]);
  });

  it.each([
    ['29 wrong ones', 29, 0, false],
    ['30 wrong ones', 30, 0, true],
    ['30 that are right by 20 %', 30, 2, true],
    ['30 that are right by 30 %', 30, 3, false],
  ])('%s: suspended is %4$s', (_, count, confirmed, isSuspended) => {
    const { acceptance, note } = stage();
    note(count, confirmed);
    expect(acceptance.isSuspended('instant', 'php')).toBe(isSuspended);
    expect(acceptance.isSuspended('instant', 'lua')).toBe(false);
    expect(acceptance.isSuspended('model', 'php')).toBe(false);
  });

  it('is judged by the last 30', () => {
    const { acceptance, note } = stage();
    note(100, 10);
    note(21, 0);
    expect(acceptance.isSuspended('instant', 'php')).toBe(false);
    note(1, 0);
    expect(acceptance.isSuspended('instant', 'php')).toBe(true);
  });

  it('is tried again after a while, and by 30 others', () => {
    const { clock, acceptance, note } = stage();
    note(30, 0);
    clock.ms = 10 * MINUTE_MS;
    expect(acceptance.isSuspended('instant', 'php')).toBe(false);
    note(29, 0);
    expect(acceptance.isSuspended('instant', 'php')).toBe(false);
    note(1, 0);
    expect(acceptance.isSuspended('instant', 'php')).toBe(true);
  });

  it('is not changed by a draft without text', () => {
    const { acceptance } = stage();
    acceptance.note({ source: 'instant', filetype: 'php', proposed: 0, confirmed: 0 });
    expect(acceptance.figures).toEqual([]);
  });
});
