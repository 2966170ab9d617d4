import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamReuse } from '../../src/complete/stream-reuse.ts';
import { allDone } from './notation.ts';

/** A stream whose chunks a test sends. */
function held() {
  const queue: (string | Error | undefined)[] = [];
  let wake: (() => void) | undefined;
  let signal: AbortSignal | undefined;
  let opened = 0;
  const send = (item: string | Error | undefined): void => {
    queue.push(item);
    wake?.();
  };
  async function* open(aborted: AbortSignal): AsyncGenerator<string> {
    opened++;
    signal = aborted;
    for (;;) {
      while (queue.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const item = queue.shift();
      if (item === undefined) return;
      if (item instanceof Error) throw item;
      yield item;
    }
  }
  const stream = new StreamReuse(open);
  return {
    stream,
    say: async (text: string) => {
      send(text);
      await allDone();
    },
    end: async (error?: Error) => {
      send(error);
      await allDone();
    },
    get opened() {
      return opened;
    },
    get isAborted() {
      return signal?.aborted === true;
    },
  };
}

/** Collects what a reader gets, as it gets it. */
function collect(chunks: AsyncIterable<string>) {
  const got: string[] = [];
  const done = (async () => {
    for await (const chunk of chunks) got.push(chunk);
  })();
  done.catch(() => undefined);
  return { got, done };
}

describe('a stream that is reused', () => {
  it.each([
    ['nothing typed, nothing said', '', '', true],
    ['typed ahead of a silent stream', '', 'ab', true],
    ['typed what it has said', 'abc', 'ab', true],
    ['typed ahead of it', 'ab', 'abc', true],
    ['typed all of it so far', 'ab', 'ab', true],
    ['typed something else', 'abc', 'ax', false],
    ['typed something else ahead of it', 'ab', 'xbc', false],
  ])('agrees or not: %s', async (_, said, typed, want) => {
    const { stream, say } = held();
    await say(said);
    expect(stream.agrees(typed)).toBe(want);
    stream.cancel();
  });

  it('agrees with nothing beyond its end', async () => {
    const { stream, say, end } = held();
    await say('ab');
    await end();
    expect([stream.agrees('a'), stream.agrees('ab'), stream.agrees('abc')]).toEqual([true, false, false]);
  });

  it('is opened once, however many read it', async () => {
    const stage = held();
    const first = collect(stage.stream.beyond(''));
    await stage.say('ab');
    const second = collect(stage.stream.beyond('a'));
    await stage.say('cd');
    await stage.end();
    await Promise.all([first.done, second.done]);
    expect([first.got, second.got, stage.opened]).toEqual([['ab', 'cd'], ['b', 'cd'], 1]);
  });

  it('gives a reader that is ahead of it only what goes beyond', async () => {
    const stage = held();
    const reader = collect(stage.stream.beyond('abc'));
    await stage.say('ab');
    await stage.say('cde');
    await stage.end();
    await reader.done;
    expect(reader.got).toEqual(['de']);
  });

  it('ends for a reader as soon as it disagrees, and goes on for the others', async () => {
    const stage = held();
    const wrong = collect(stage.stream.beyond('ax'));
    const right = collect(stage.stream.beyond('a'));
    await stage.say('a');
    await stage.say('b');
    await wrong.done;
    await stage.say('c');
    await stage.end();
    await right.done;
    expect([wrong.got, right.got, stage.isAborted]).toEqual([[], ['b', 'c'], false]);
  });

  it('ends with the error that ended it, behind the text before it', async () => {
    const stage = held();
    const reader = collect(stage.stream.beyond(''));
    await stage.say('a');
    await stage.end(new Error('cut'));
    await expect(reader.done).rejects.toThrow('cut');
    expect(reader.got).toEqual(['a']);
  });

  it('leaves nobody waiting when it is cancelled', async () => {
    const stage = held();
    const reader = collect(stage.stream.beyond(''));
    await allDone();
    stage.stream.cancel();
    await expect(reader.done).rejects.toMatchObject({ name: 'AbortError' });
    expect(stage.isAborted).toBe(true);
  });

  it('leaves a reader that was aborted, and goes on', async () => {
    const stage = held();
    const aborter = new AbortController();
    const reader = collect(stage.stream.beyond('', aborter.signal));
    await allDone();
    aborter.abort();
    await expect(reader.done).rejects.toMatchObject({ name: 'AbortError' });
    expect(stage.isAborted).toBe(false);
  });

  it('gives every reader the same text, wherever it joins and however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        fc.nat(),
        fc.nat(),
        async (chunks, cut, late) => {
          const text = chunks.join('');
          const typed = text.slice(0, cut % (text.length + 1));
          const stage = held();
          const readers: ReturnType<typeof collect>[] = [];
          for (const [i, chunk] of chunks.entries()) {
            if (i === late % chunks.length) readers.push(collect(stage.stream.beyond(typed)));
            await stage.say(chunk);
          }
          readers.push(collect(stage.stream.beyond(typed)));
          await stage.end();
          for (const { got, done } of readers) {
            await done;
            expect(got.join('')).toBe(text.slice(typed.length));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
