import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeOnEachNvim } from '../helpers/nvim.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type Stage, type StageOptions, stage } from './stage.ts';

/** 60 keys, as a person types them without a pause. */
const TEXT = 'if ($user->isActive() && $order->total($tax) > 10.5) return x';
const KEYS = [...TEXT].slice(0, 60);
/** What goes another way than the keys from its first character on. */
const OTHER = Array.from({ length: 500 }, (_, i) => `~${i}`);
/** Between two keys: some 100 words a minute. */
const KEY_MS = 120;
/** A superseded request is gone within so much time of the next key. */
const GONE_MS = 50;

const ABOVE = ['<?php', "$name = 'Zoë 🐘';", ''];
const BELOW = ['', 'echo $name;', '// 漢字'];

/** The times are real: on a machine that stands still for longer than a pause, a key comes late and asks more or less than it should. */
const REAL_TIME = { retry: 2 };

/** Qwen's template, spelled out. */
const prompt = (before: string, after: string): string => `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`;

/** What is asked when the first `typed` keys stand on the third line. */
const promptAt = (typed: number): string =>
  prompt([...ABOVE.slice(0, 2), KEYS.slice(0, typed).join('')].join('\n'), ['', ...BELOW].join('\n'));

describeOnEachNvim('a burst of 60 keys at 120 ms', (start) => {
  const open = async (debounceMs: number | 'adaptive', options: StageOptions = {}): Promise<Stage> => {
    const set = await stage(start, { width: 100, ...options, fim: { debounceMs } });
    await set.nvim.request('nvim_buf_set_lines', [0, 0, -1, false, [...ABOVE, ...BELOW]]);
    await set.nvim.request('nvim_win_set_cursor', [0, [ABOVE.length, 0]]);
    // The host and its choice of a model cost the first request time: have them ready, as after the first seconds of work.
    await set.nvim.lua("require('fim.trigger').wake(); require('fim.host').ensure()");
    await set.nvim.waitFor("require('fim.status').host().model == 'qwen2.5-coder:1.5b-base'");
    return set;
  };

  /** Presses the keys at their times. @param before what is pressed together with the first one @returns `performance.now()` of each. */
  const type = async ({ nvim }: Stage, before = ''): Promise<number[]> => {
    const from = performance.now();
    const times: number[] = [];
    for (const [i, key] of KEYS.entries()) {
      await delay(Math.max(0, from + i * KEY_MS - performance.now()));
      times.push(performance.now());
      await nvim.input((i === 0 ? before : '') + (key === '<' ? '<lt>' : key));
    }
    return times;
  };

  it.each([0, 100])(
    'debounce %i ms: asks once a key, with the text at that key, and gives up the one before',
    REAL_TIME,
    async (debounceMs) => {
      const set = await open(debounceMs);
      const { nvim, server } = set;
      // Nothing that anybody types here, and more of it than there is time for.
      server.reply = () => ({ chunks: OTHER, perTokenMs: 10 });
      await nvim.input('i');
      const isBlank = debounceMs === 0;
      if (isBlank) await server.waitForRequests(1);
      const times = await type(set);
      const first = isBlank ? 1 : 0;
      await server.waitForRequests(KEYS.length + first);
      expect(server.requests.map((request) => request.prompt)).toEqual([
        ...(isBlank ? [promptAt(0)] : []),
        ...KEYS.map((_, i) => promptAt(i + 1)),
      ]);
      await waitUntil(() => server.requests.slice(0, -1).every(({ disconnectedAt }) => disconnectedAt !== undefined));
      const late = KEYS.slice(1).map(
        (_, i) => (server.requests[i + first]?.disconnectedAt ?? Infinity) - (times[i + 1] ?? 0),
      );
      expect(Math.max(...late)).toBeLessThan(GONE_MS);
      expect(server.requests.at(-1)?.disconnectedAt).toBeUndefined();
      await nvim.input('<Esc>');
      await server.waitForDisconnect(server.requests.length - 1);
    },
  );

  it('a pause that is longer than that between two keys: asks once, when the burst is over', REAL_TIME, async () => {
    const set = await open(150, { says: '$x;' });
    await set.nvim.input('i');
    await type(set);
    await set.nvim.waitForScreen('{ghost:$x;}');
    expect(set.server.requests.map((request) => request.prompt)).toEqual([promptAt(KEYS.length)]);
  });

  it('the default pause: asks behind trigger characters and when the burst is over', REAL_TIME, async () => {
    const set = await open('adaptive', { says: '~x' });
    await set.nvim.input('i');
    await type(set);
    await set.nvim.waitForScreen('{ghost:~x}');
    const asked = set.server.requests.map((request) => request.prompt);
    expect(asked.at(-1)).toBe(promptAt(KEYS.length));
    expect(asked.length).toBeLessThan(10);
  });

  it.each([
    [0, 0],
    [0, 300],
    ['adaptive', 100],
    ['adaptive', 1500],
  ] as const)(
    'keys that type what the model says: one request for all of them, debounce %s, first token after %i ms',
    REAL_TIME,
    async (debounceMs, firstTokenMs) => {
      const set = await open(debounceMs);
      const { nvim, server } = set;
      const whole = [...KEYS, '$x;'];
      server.reply = ({ prompt: asked }) => {
        const typed = KEYS.findIndex((_, i) => promptAt(i) === asked);
        return { chunks: typed < 0 ? [] : whole.slice(typed), firstTokenMs, perTokenMs: 2 };
      };
      // Between the two, a machine that is busy would have time to ask with nothing typed.
      await type(set, 'i');
      await nvim.waitForScreen(`${KEYS.join('')}{ghost:$x;}`);
      expect(server.requests).toHaveLength(1);
    },
  );
});
