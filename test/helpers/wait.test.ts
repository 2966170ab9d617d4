import { describe, expect, it } from 'vitest';
import { waitUntil } from './wait.ts';

describe('waitUntil', () => {
  it('gives the first truthy value', async () => {
    let polls = 0;
    expect(await waitUntil(() => (++polls === 30 ? 'there' : undefined))).toBe('there');
    expect(polls).toBe(30);
  });

  it('waits for promises', async () => {
    let polls = 0;
    expect(await waitUntil(async () => ++polls === 3 && { polls })).toEqual({ polls: 3 });
  });

  it('says what it waited for, in the words of the time-out', async () => {
    let polls = 0;
    const never = waitUntil(
      () => {
        polls += 1;
        return false;
      },
      { timeoutMs: 5, what: () => `a poll after ${polls}` },
    );
    await expect(never).rejects.toThrow(/^waited 5 ms for a poll after \d+$/);
    await expect(waitUntil(() => 0, { timeoutMs: 1, what: 'one' })).rejects.toThrow('for one');
  });

  it('fails at once when the condition fails', async () => {
    await expect(
      waitUntil(() => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
  });
});
