/** The clock of this process, for the edges that run an engine. The engine itself is given one. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './completion.ts';

export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    await sleep(ms, undefined, { signal });
  },
};
