import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Editor } from '../../src/host/editor.ts';
import { Frames } from '../../src/host/frames.ts';
import { Log, stackOf } from '../../src/host/log.ts';
import { dispatch, type Handlers } from '../../src/host/messages.ts';
import { Notices } from '../../src/host/notices.ts';
import { draftsInWords, StatusLine } from '../../src/host/status.ts';
import { FimError } from '../../src/text/error.ts';

/** An editor that only remembers what it was told. */
function editor(): Editor & { readonly told: [string, object][] } {
  const told: [string, object][] = [];
  return {
    told,
    isExact: true,
    tell: (kind, payload) => void told.push([kind, payload]),
    attach: () => Promise.resolve(false),
    detach: () => {},
    yanked: async () => '',
    halves: () => Promise.resolve(undefined),
  };
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fim-log-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

describe('frames', () => {
  it('draw the first change at once, and the last of each frame at its end', () => {
    vi.useFakeTimers();
    const frames = new Frames(() => Date.now());
    const drawn: number[] = [];
    for (let change = 0; change < 100; change += 1) {
      frames.request(() => drawn.push(change));
      vi.advanceTimersByTime(4);
    }
    vi.runAllTimers();
    expect(drawn.slice(0, 3)).toEqual([0, 3, 7]);
    expect(drawn.at(-1)).toBe(99);
    expect(drawn.length).toBeLessThanOrEqual(400 / 16 + 1);
  });

  it('are not waited for by the first words of a model behind a draft', () => {
    vi.useFakeTimers();
    const frames = new Frames(() => Date.now());
    const drawn: string[] = [];
    frames.now(() => drawn.push('draft'));
    frames.hurry();
    frames.request(() => drawn.push('model'));
    expect(drawn).toEqual(['draft', 'model']);
    frames.request(() => drawn.push('more'));
    expect(drawn).toEqual(['draft', 'model']);
    vi.runAllTimers();
    expect(drawn).toEqual(['draft', 'model', 'more']);
  });

  it('drop what is not drawn yet when another suggestion begins', () => {
    vi.useFakeTimers();
    const frames = new Frames(() => Date.now());
    const drawn: string[] = [];
    frames.request(() => drawn.push('old'));
    frames.request(() => drawn.push('stale'));
    frames.restart();
    frames.request(() => drawn.push('new'));
    vi.runAllTimers();
    expect(drawn).toEqual(['old', 'new']);
  });
});

describe('the log', () => {
  it('keeps what was written before it was opened, in order, and obeys its level', () => {
    const log = new Log();
    const path = join(folder, 'deep', 'fim.log');
    log.info('early');
    log.open(path, 'info');
    log.debug('hidden');
    log.error('two\n  lines');
    log.open(path, 'debug');
    log.debug('shown');
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/^.*?\] /, ''))).toEqual([
      'info early',
      'error two | lines',
      'debug shown',
    ]);
  });

  it('starts a new file when the old one is large', () => {
    const path = join(folder, 'fim.log');
    writeFileSync(path, 'x'.repeat((1 << 20) + 1));
    const log = new Log();
    log.open(path, 'info');
    log.info('fresh');
    expect(statSync(path).size).toBeLessThan(100);
    expect(statSync(`${path}.1`).size).toBe((1 << 20) + 1);
  });

  it('does not fail where it cannot be written', () => {
    const log = new Log();
    log.open('/dev/null/fim.log', 'info');
    expect(() => log.info('lost')).not.toThrow();
  });

  it('names causes', () => {
    expect(stackOf(new Error('outer', { cause: new Error('inner') }))).toMatch(/outer.*caused by Error: inner/s);
    expect(stackOf('text')).toBe('text');
  });
});

describe('notices', () => {
  const missing = (model: string): FimError =>
    new FimError('model-missing', { what: `No ${model}.`, next: `Pull ${model}.` });

  it('tell each trouble once, until things work again', () => {
    const { told, ...rest } = editor();
    const notices = new Notices({ ...rest }, new Log());
    notices.tell(missing('a'));
    notices.tell(missing('a'));
    notices.tell(missing('b'));
    notices.forget();
    notices.tell(missing('a'));
    expect(told).toEqual(
      ['a', 'b', 'a'].map((model) => [
        'message',
        { code: 'model-missing', what: `No ${model}.`, next: `Pull ${model}.` },
      ]),
    );
  });
});

describe('the status line', () => {
  it('is told only what has changed', () => {
    const { told, ...rest } = editor();
    const status = new StatusLine({ ...rest });
    status.set({ state: 'idle' });
    status.set({ state: 'waiting', model: 'm' });
    status.set({ state: 'waiting' });
    status.tell();
    const waiting = [
      'status',
      { state: 'waiting', backend: '', model: 'm', place: '', detail: '', figures: '', drafts: '' },
    ];
    expect(told).toEqual([waiting, waiting]);
  });

  it('says how much of the drafts was confirmed', () => {
    const php = { source: 'instant', filetype: 'php', proposed: 1024, confirmed: 829, isSuspended: false };
    const lua = { source: 'instant', filetype: 'lua', proposed: 400, confirmed: 48, isSuspended: true };
    expect(draftsInWords([], 0)).toBe('');
    expect(draftsInWords([php, { ...php, source: 'model', filetype: '' }, lua], 3)).toBe(
      'instant: php 81 % of 1024 characters confirmed, lua 12 % of 400 characters confirmed (paused); model: text 81 % of 1024 characters confirmed; 3 accepted unconfirmed',
    );
  });
});

describe('messages', () => {
  const none = (): void => {};
  const handlers: Handlers = {
    setup: none,
    attach: none,
    detach: none,
    complete: none,
    advance: none,
    cycle: none,
    cancel: none,
    accepted: none,
    saved: none,
    fix: none,
    fix_known: none,
    fix_other: none,
    fix_taken: none,
    fix_dropped: none,
    fix_cancel: none,
    export: none,
    export_go: none,
    export_cancel: none,
    context: none,
    probe: none,
    stop: none,
  };

  it.each([
    ['a kind that there is not', ['bogus', {}], /unknown message "bogus"/],
    ['no kind', [], /unknown message/],
    ['a kind that every object has', ['toString', {}], /unknown message/],
    ['a missing field', ['cancel', {}], /malformed message cancel/],
    [
      'a negative column',
      ['complete', { id: 1, buf: 1, tick: 1, row: 0, col: -1, bytes: 0, trigger: 'auto' }],
      /malformed message complete/,
    ],
  ])('refuse %s', async (_, args, reason) => {
    await expect(dispatch(handlers, args)).rejects.toThrow(reason);
  });

  it('are handled in the same turn, in order', () => {
    const seen: number[] = [];
    const noting: Handlers = { ...handlers, cancel: ({ id }) => void seen.push(id) };
    for (const id of [1, 2, 3]) void dispatch(noting, ['cancel', { id }]);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('pass on what their handler throws', async () => {
    const failing: Handlers = { ...handlers, stop: () => Promise.reject(new Error('scripted')) };
    await expect(dispatch(failing, ['stop', {}])).rejects.toThrow('scripted');
  });
});
