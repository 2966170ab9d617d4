import { describe, expect, it } from 'vitest';
import { Completion } from '../../src/complete/completion.ts';
import type { Unit } from '../../src/complete/hot-streak.ts';
import { FimError } from '../../src/text/error.ts';
import {
  allDone,
  answererOf,
  PLAIN_PROMPTS,
  placeIn,
  type Reply,
  ScriptedBackend,
  SETTINGS,
  TestClock,
  worldOf,
} from './notation.ts';

const PLACE = placeIn('re|');
const cut = new FimError('connection-cut', { what: 'The connection was cut.', next: 'Try again.' });

/** A completion whose model says `replies` in turn, its events in words, and a clock that a test moves. */
function stage(
  replies: readonly (string | Reply)[],
  { temperature = 0, modelFree = false, place = PLACE, settings = {}, on = (_: string): void => undefined } = {},
) {
  const backend = new ScriptedBackend((_, n) => {
    const reply = replies[Math.min(n, replies.length - 1)] ?? '';
    return typeof reply === 'string' ? { chunks: [reply] } : reply;
  }, modelFree);
  const events: string[] = [];
  const note = (event: string): void => {
    events.push(event);
    on(event);
  };
  const clock = new TestClock();
  const said: { text: string; isWhole: boolean }[] = [];
  const units: Unit[] = [];
  const completion = new Completion(
    place,
    { ...SETTINGS, temperature, maxTokens: 64, ...settings },
    {
      asked: ({ model }) => note(`asked ${model}`),
      answering: () => note('answering'),
      changed: () => note('changed'),
      said: (text) => said.push(text),
      saidMore: (more) => units.push(...more),
      settled: () => note('settled'),
      failed: (error) => note(`failed ${error.code}`),
    },
    worldOf(clock),
  );
  const answerer = answererOf(backend);
  const typed = (text: string) => ({ ...place, prefix: place.prefix + text });
  return {
    backend,
    events,
    said,
    units,
    clock,
    completion,
    answerer,
    begin: (delayMs = 0) => completion.begin(answerer, delayMs),
    next: () => completion.cycle(1, async () => answerer),
    previous: () => completion.cycle(-1, async () => answerer),
    offer: (text = '') => completion.offer(typed(text)),
    /** The text of the offer with its place among the others. */
    shown: (text = '') => {
      const offer = completion.offer(typed(text));
      return offer && `${offer.text} ${offer.index}/${offer.count}`;
    },
  };
}

describe('the first suggestion', () => {
  it('is asked for at once without a delay', async () => {
    const { begin, backend, events, shown } = stage(['turn $a;'], { temperature: 0.1 });
    await begin();
    expect(backend.asks).toMatchObject([
      { model: 'model', prompt: 're|', temperature: 0.1, attempt: 0, maxTokens: 64, multiline: true, situation: PLACE },
    ]);
    expect(events).toEqual(['asked model', 'answering', 'changed', 'changed', 'settled']);
    expect(shown()).toBe('turn $a; 1/1');
  });

  it('is asked for after the delay', async () => {
    const { begin, backend, clock, completion } = stage(['turn']);
    const begun = begin(150);
    await allDone();
    expect([clock.next, backend.asks.length, completion.isRunning]).toEqual([150, 0, true]);
    await clock.pass(150);
    await begun;
    expect([backend.asks.length, completion.isRunning]).toEqual([1, false]);
  });

  it('is never asked for when it was cancelled during the delay', async () => {
    const { begin, backend, events, completion } = stage(['turn']);
    const begun = begin(150);
    completion.cancel();
    await begun;
    expect([backend.asks, events]).toEqual([[], []]);
  });

  it('is never asked for when it was cancelled before', async () => {
    const { begin, backend, events, completion } = stage(['turn']);
    completion.cancel();
    await begin();
    expect([backend.asks, events]).toEqual([[], []]);
  });

  it('is offered as it grows, and says when it is final', async () => {
    const { begin, backend, offer } = stage([{ chunks: ['turn', ' $a', ';'], held: true }]);
    const begun = begin();
    const seen: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      await backend.next();
      seen.push([offer()?.text, offer()?.final]);
    }
    await begun;
    expect(seen).toEqual([
      ['turn', false],
      ['turn $a', false],
      ['turn $a;', false],
      ['turn $a;', true],
    ]);
  });

  it('stops the model when the line is complete', async () => {
    const { begin, backend, shown } = stage([{ chunks: ['turn;', '\nfoo', 'never'] }]);
    await begin();
    expect(backend.signals[0]?.aborted).toBe(true);
    expect(shown()).toBe('turn; 1/1');
  });

  it('is nothing when the model says nothing', async () => {
    const { begin, events, shown } = stage([{ chunks: ['', ''] }]);
    await begin();
    expect(shown()).toBeUndefined();
    expect(events).toEqual(['asked model', 'changed', 'settled']);
  });
});

describe('typing on', () => {
  it('keeps a stream that agrees with what was typed', async () => {
    const { begin, backend, completion, offer } = stage([{ chunks: ['tu', 'rn $a;'], held: true }]);
    const begun = begin();
    await backend.next();
    expect(completion.type('t')).toBe(true);
    expect(offer('t')?.text).toBe('u');
    // Ahead of the stream: nothing to show yet, but it may still come.
    expect(completion.type('turn')).toBe(true);
    expect(offer('turn')).toBeUndefined();
    await backend.next();
    expect(completion.type('turn')).toBe(true);
    expect(offer('turn')?.text).toBe(' $a;');
    await backend.next();
    await begun;
    expect(backend.signals[0]?.aborted).toBe(false);
  });

  it('agrees while a blank is typed that the stream holds back', async () => {
    const { begin, backend, completion } = stage([{ chunks: ['turn '], held: true }]);
    const begun = begin();
    await backend.next();
    expect(completion.type('turn ')).toBe(true);
    completion.cancel();
    await begun;
  });

  it('disagrees as soon as another key was typed', async () => {
    const { begin, backend, completion, offer } = stage([{ chunks: ['turn'], held: true }]);
    const begun = begin();
    await backend.next();
    expect(completion.type('d')).toBe(false);
    expect(offer('d')).toBeUndefined();
    completion.cancel();
    await begun;
    expect(backend.signals[0]?.aborted).toBe(true);
  });

  it('disagrees when the stream turns out to say something else', async () => {
    const { begin, backend, completion } = stage([{ chunks: ['t', 'urn'], held: true }]);
    const begun = begin();
    await backend.next();
    expect(completion.type('ta')).toBe(true);
    await backend.next();
    expect(completion.type('ta')).toBe(false);
    completion.cancel();
    await begun;
  });

  it('waits for a stream that has said nothing yet while that is likely to be sooner than a new one', async () => {
    const { begin, completion, clock } = stage([{ chunks: ['turn'], held: true }], { settings: { firstTokenMs: 300 } });
    const begun = begin();
    await clock.pass(100);
    expect(completion.type('t')).toBe(true);
    expect(completion.type('t'.repeat(40))).toBe(false);
    await clock.pass(1000);
    expect(completion.type('t')).toBe(false);
    completion.cancel();
    await begun;
  });

  it('keeps a stream that has said nothing yet while nothing is typed', async () => {
    const { begin, completion } = stage([{ chunks: ['turn'], held: true }]);
    const begun = begin();
    await allDone();
    expect(completion.type('')).toBe(true);
    completion.cancel();
    await begun;
  });

  it('does not keep what is only waiting for its delay', async () => {
    const { begin, completion } = stage(['turn']);
    const begun = begin(150);
    expect(completion.type('')).toBe(false);
    completion.cancel();
    await begun;
  });

  it('is over when all was typed, and is back when some was taken back', async () => {
    const { begin, completion, shown } = stage(['turn;']);
    await begin();
    expect(completion.type('turn;')).toBe(false);
    expect(shown('turn;')).toBeUndefined();
    expect(completion.type('turn')).toBe(true);
    expect(shown('turn')).toBe('; 1/1');
  });
});

describe('further suggestions', () => {
  it('are asked for one at a time, each hotter than the one before', async () => {
    const { begin, next, backend, shown } = stage(['turn 1;', 'turn 2;', 'turn 3;', 'turn 4;'], { temperature: 0.2 });
    await begin();
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      await next();
      seen.push(shown());
    }
    expect(seen).toEqual(['turn 2; 2/2', 'turn 3; 3/3', 'turn 4; 4/4']);
    const temperatures = backend.asks.map((ask) => ask.temperature);
    expect(temperatures).toEqual([...temperatures].sort((a, b) => a - b));
    expect(new Set(temperatures).size).toBe(4);
    expect(backend.asks.map((ask) => ask.attempt)).toEqual([0, 1, 2, 3]);
  });

  it('are never asked for hotter than servers accept', async () => {
    const { begin, next, backend } = stage(['turn 1;', 'turn 2;'], { temperature: 2 });
    await begin();
    await next();
    expect(backend.asks.map((ask) => ask.temperature)).toEqual([2, 2]);
  });

  it('are looked at forwards and backwards without asking again', async () => {
    const { begin, next, previous, backend, events, shown } = stage(['turn 1;', 'turn 2;', 'turn 3;']);
    await begin();
    await next();
    await next();
    const asked = backend.asks.length;
    events.length = 0;
    const seen: unknown[] = [];
    for (const go of [previous, previous, previous, previous, next]) {
      await go();
      seen.push(shown());
    }
    expect(seen).toEqual(['turn 2; 2/3', 'turn 1; 1/3', 'turn 3; 3/3', 'turn 2; 2/3', 'turn 3; 3/3']);
    expect([backend.asks.length, events]).toEqual([asked, Array(5).fill('changed')]);
  });

  it('stay where they are going back from the only one', async () => {
    const { begin, previous, backend, events, shown } = stage(['turn 1;']);
    await begin();
    events.length = 0;
    await previous();
    expect([shown(), backend.asks.length, events]).toEqual(['turn 1; 1/1', 1, []]);
  });

  it('are asked for again when the model repeats itself', async () => {
    const { begin, next, backend, shown } = stage(['turn 1;', 'turn 1;', '', 'turn 2;']);
    await begin();
    await next();
    expect([backend.asks.length, shown()]).toEqual([4, 'turn 2; 2/2']);
  });

  it('are given up after three tries', async () => {
    const { begin, next, backend, completion, shown } = stage(['turn 1;']);
    await begin();
    await next();
    expect([backend.asks.length, shown(), completion.isRunning]).toEqual([4, 'turn 1; 1/1', false]);
  });

  it('are not the same with other brackets', async () => {
    const place = placeIn('f(|);');
    const { begin, next, backend, completion } = stage(['$a', '$a);', '$a)', '$b);'], { place });
    await begin();
    await next();
    expect(backend.asks.length).toBe(4);
    expect(completion.offer(place)).toMatchObject({ text: '$b);', replace: 2, index: 2, count: 2 });
  });

  it('are other ones of a model-free backend at each try', async () => {
    const { begin, next, backend, shown } = stage(['a', 'a', 'a', 'b'], { modelFree: true });
    await begin();
    await next();
    expect(backend.asks.map((ask) => ask.attempt)).toEqual([0, 1, 2, 3]);
    expect(shown()).toBe('b 2/2');
  });

  it('do not count an empty first one', async () => {
    const { begin, next, shown } = stage(['', 'turn;']);
    await begin();
    await next();
    expect(shown()).toBe('turn; 1/1');
  });

  it('do not count those that what was typed rules out', async () => {
    const { begin, next, completion, shown } = stage(['turn;', 'do;']);
    await begin();
    await next();
    completion.type('d');
    expect(shown('d')).toBe('o; 1/1');
  });

  it('are asked for behind what was typed of the first', async () => {
    const { begin, next, completion, backend, shown } = stage(['turn 1;', 'rn 2;']);
    await begin();
    completion.type('tu');
    await next();
    expect(backend.asks[1]?.prompt).toBe('retu|');
    expect(shown('tu')).toBe('rn 2; 2/2');
    completion.type('t');
    expect(shown('t')).toBe('urn 2; 2/2');
  });

  it('are asked for once the first one is there', async () => {
    const { begin, next, backend, shown } = stage([{ chunks: ['turn 1;'], held: true }, 'turn 2;']);
    const begun = begin();
    await allDone();
    const wanted = [next(), next(), next()];
    expect(backend.asks.length).toBe(1);
    await backend.next();
    await backend.next();
    await Promise.all([begun, ...wanted]);
    expect([backend.asks.length, shown()]).toEqual([2, 'turn 2; 2/2']);
  });

  it('appear only whole, and leave the first alone until then', async () => {
    const { begin, next, backend, shown } = stage(['turn 1;', { chunks: ['turn', ' 2;'], held: true }]);
    await begin();
    const wanted = next();
    await allDone();
    await backend.next();
    await backend.next();
    expect(shown()).toBe('turn 1; 1/1');
    await backend.next();
    await wanted;
    expect(shown()).toBe('turn 2; 2/2');
  });

  it('leave the first alone when asking fails', async () => {
    const { begin, next, events, shown } = stage(['turn 1;', { chunks: [], error: cut }]);
    await begin();
    events.length = 0;
    await next();
    expect([shown(), events]).toEqual(['turn 1; 1/1', ['asked model', 'failed connection-cut', 'settled']]);
  });

  it('can be asked for again after a failure', async () => {
    const { begin, next, shown } = stage(['turn 1;', { chunks: [], error: cut }, 'turn 2;']);
    await begin();
    await next();
    await next();
    expect(shown()).toBe('turn 2; 2/2');
  });

  it('are not asked for when all was cancelled while the backend was looked for', async () => {
    const { begin, completion, answerer, backend, events } = stage(['turn 1;']);
    await begin();
    events.length = 0;
    await completion.cycle(1, async () => {
      completion.cancel();
      return answerer;
    });
    expect([backend.asks.length, events]).toEqual([1, []]);
  });
});

describe('endings', () => {
  it('are silent when cancelled, down to the backend', async () => {
    const { begin, completion, backend, events } = stage([{ chunks: ['turn', ' 1'], held: true }]);
    const begun = begin();
    await backend.next();
    events.length = 0;
    completion.cancel();
    expect(backend.signals[0]?.aborted).toBe(true);
    await begun;
    expect(events).toEqual([]);
  });

  it.each(['asked model', 'answering', 'changed'])('are silent when cancelled at "%s"', async (moment) => {
    const stop = (event: string): void => {
      if (event === moment) at.completion.cancel();
    };
    const at = stage([{ chunks: ['turn', ' 1'] }], { on: stop });
    await at.begin();
    expect(at.events.at(-1)).toBe(moment);
  });

  it('tell of an error once, and keep what had arrived', async () => {
    const { begin, completion, events, offer } = stage([{ chunks: ['turn'], error: cut }]);
    await begin();
    expect(events).toEqual(['asked model', 'answering', 'changed', 'failed connection-cut', 'settled']);
    expect(offer()).toMatchObject({ text: 'turn', final: true });
    expect(completion.type('turns')).toBe(false);
  });

  it('word an unexpected error as our own fault', async () => {
    const { begin, events } = stage([{ chunks: [], error: new RangeError('row 3 of 2') }]);
    await begin();
    expect(events).toEqual(['asked model', 'failed internal', 'settled']);
  });

  it('tell of a prompt that cannot be made', async () => {
    const { completion, backend, events } = stage(['turn']);
    const answerer = { ...answererOf(backend), prompts: { ...PLAIN_PROMPTS, order: 'spm' as const } };
    await completion.begin(answerer, 0);
    expect(events).toEqual(['failed config', 'settled']);
  });
});
