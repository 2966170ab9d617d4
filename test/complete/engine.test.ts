import { describe, expect, it } from 'vitest';
import type { DebounceMode } from '../../src/complete/debounce.ts';
import type { ContextParts } from '../../src/prompt/layout.ts';
import { FimError } from '../../src/text/error.ts';
import type { Snippet } from '../../src/text/snippet.ts';
import { engineStage, knows, tokens } from './engine-stage.ts';

const BURST = 'if ($user->isActive() && $order->total($tax) > 10.5) return x';
const KEY_MS = 120;

describe('60 keys at 120 ms that type what the model says', () => {
  const debounces: readonly DebounceMode[] = ['adaptive', 0, 50, 100, 150, 350];
  const cases = debounces.flatMap((debounce) =>
    [20, 110, 300, 1500].map((firstTokenMs) => [debounce, firstTokenMs] as const),
  );

  it.each(cases)('cost one request, debounce %s, first token after %i ms', async (debounce, firstTokenMs) => {
    const says = knows(`<?php\n${BURST};\n`);
    const stage = engineStage('<?php\n|', { says, firstTokenMs, tokenMs: 40 }, { debounce });
    await stage.type(BURST.slice(0, 60), KEY_MS);
    await stage.clock.pass(3000);
    expect(stage.backend.sent).toHaveLength(1);
    expect(stage.shown).toBe(`${BURST.slice(60)};`);
  });

  it('cost one request when they begin where the cursor has stood', async () => {
    const stage = engineStage('<?php\n|', { says: knows(`<?php\n${BURST};\n`), firstTokenMs: 200, tokenMs: 5 });
    stage.request();
    await stage.clock.pass(1000);
    await stage.type(BURST.slice(0, 60), KEY_MS);
    expect(stage.backend.sent).toHaveLength(1);
    expect(stage.shown).toBe(`${BURST.slice(60)};`);
  });
});

describe('a running stream', () => {
  it('is cancelled as soon as it disagrees, and the new place is asked for at once when the pause is over', async () => {
    const play = { says: knows('$a = first();'), firstTokenMs: 300, tokenMs: 50 };
    const stage = engineStage('$a =|', play, { debounce: 100 });
    await stage.type(' ');
    await stage.clock.pass(150);
    expect(stage.backend.sent).toHaveLength(1);
    await stage.type('s', 100);
    expect(stage.backend.sent).toHaveLength(1);
    await stage.clock.pass(200);
    expect(stage.backend.sent.map(({ at, abortedAt }) => [at, abortedAt])).toEqual([
      [100, 400],
      [400, undefined],
    ]);
  });

  it('that disagrees amid a burst is not followed by a request for each key', async () => {
    const play = { says: knows('$a = first();'), firstTokenMs: 130, tokenMs: 1 };
    const stage = engineStage('$a =|', play, { debounce: 100 });
    await stage.type(' ');
    await stage.clock.pass(120);
    await stage.type('second', 60);
    await stage.clock.pass(400);
    expect(stage.backend.sent.map(({ at }) => at)).toEqual([100, 120 + 5 * 60 + 100]);
  });

  it('is given up at once when another key was typed than it has said', async () => {
    const stage = engineStage('$a =|', { says: knows('$a = first();'), tokenMs: 1000 }, { debounce: 0 });
    await stage.type(' ');
    expect(stage.shown).toBe('firs');
    await stage.type('s');
    expect(stage.backend.sent[0]?.abortedAt).toBe(stage.clock.now());
  });

  it('shows a long completion of a slow model whole', async () => {
    const body = Array.from({ length: 10 }, (_, i) => `    $this->step${i}($order, $customer);\n`).join('');
    const text = `function f()\n{\n${body}}\n\nfunction g()\n{\n`;
    const play = { says: knows(text, 3), firstTokenMs: 1500, tokenMs: 40 };
    const stage = engineStage('function f()\n{|', play);
    stage.request();
    await stage.clock.pass(60_000);
    expect(stage.shown).toBe(`\n${body}}`);
  });

  it('is aborted within a few tokens of the end of the block', async () => {
    const text = 'function f()\n{\n    a();\n}\n\nfunction g()\n{\n    b();\n}\n';
    const stage = engineStage(
      'function f()\n{|',
      { says: knows(text, 1), firstTokenMs: 100, tokenMs: 10 },
      { hotStreakLines: 5 },
    );
    stage.request();
    await stage.clock.pass(5000);
    expect(stage.shown).toBe('\n    a();\n}');
    const [sent] = stage.backend.sent;
    expect(sent?.abortedAt).toBeDefined();
    expect((sent?.tokens ?? 99) - '\n    a();\n}'.length).toBeLessThan(8);
  });
});

describe('the cache', () => {
  const play = { says: () => ['1;'] };

  it.each([1, 128, 500])('answers at once where %i characters were typed and taken back', async (count) => {
    const stage = engineStage('<?php\n\n$a = |\n$b = 2;', play);
    stage.request();
    await stage.clock.pass(1000);
    expect(stage.shown).toBe('1;');
    await stage.type('x'.repeat(count));
    await stage.erase(count);
    expect(stage.backend.sent).toHaveLength(1);
    expect(stage.shown).toBe('1;');
    expect(stage.events.at(-1)).toBe('known');
  });

  it('answers where the rest of what was said is still to be typed', async () => {
    const name = Array.from({ length: 60 }, (_, i) => (i * 7919).toString(36)).join('');
    const stage = engineStage('$a = |', { says: () => [`${name}();`] });
    stage.request();
    await stage.clock.pass(1000);
    await stage.type('-', 10);
    await stage.erase(1, 10);
    await stage.type(name.slice(0, 128));
    expect(stage.shown).toBe(`${name.slice(128)}();`);
    expect(stage.backend.sent).toHaveLength(1);
  });

  it('is not asked when it is switched off', async () => {
    const stage = engineStage('$a = |', play, { useCache: false });
    stage.request();
    await stage.clock.pass(1000);
    await stage.type('x');
    await stage.erase(1);
    await stage.clock.pass(1000);
    expect(stage.backend.sent.length).toBeGreaterThan(1);
  });

  it('holds what the model said, so that another setting of the filters is honoured', async () => {
    const says = () => ['\n    f();\n    g();\n}\n', 'h();'];
    const stage = engineStage('if ($a) {|', { says }, { multiline: 'auto' });
    stage.request();
    await stage.clock.pass(1000);
    expect(stage.shown).toBe('\n    f();\n    g();\n}');
    stage.now.settings = { ...stage.now.settings, multiline: 'never' };
    await stage.type('x');
    await stage.erase(1);
    expect(stage.shown).toBeUndefined();
  });

  it('lays what the model said around brackets that stand there by now', async () => {
    const stage = engineStage('f(|', { says: () => ['$a, $b);'] });
    stage.request();
    await stage.clock.pass(1000);
    await stage.type('x');
    stage.now.situation = { ...stage.now.situation, prefix: 'f(', suffix: ')' };
    stage.request();
    await stage.clock.pass(0);
    expect(stage.engine.offer).toMatchObject({ text: '$a, $b);', replace: 1 });
    expect(stage.backend.sent).toHaveLength(1);
  });

  it('keeps nothing of a text that was cut off by a key', async () => {
    const stage = engineStage('$a = |', { says: () => tokens('first($b);'), tokenMs: 100 }, { debounce: 0 });
    stage.request();
    await stage.clock.pass(50);
    expect(stage.shown).toBe('firs');
    await stage.type('x', 10);
    await stage.erase(1, 10);
    expect(stage.events).not.toContain('known');
  });
});

describe('the hot streak', () => {
  const TEXT = [
    'function f()',
    '{',
    '    $a = 1;',
    '    $b = 2;',
    '    if ($b) {',
    '        g();',
    '    }',
    '    return $a;',
    '}',
    '',
    'function h()',
    '{',
    '}',
  ].join('\n');
  const above = 'function f()\n{\n    $a =';

  it('goes on behind a one-line suggestion, so that the next line is there at once', async () => {
    const stage = engineStage(
      `${above}|`,
      { says: knows(TEXT), firstTokenMs: 200, tokenMs: 10 },
      { hotStreakLines: 5 },
    );
    await stage.type(' ', 2000);
    expect(stage.shown).toBe('1;');
    await stage.accept();
    await stage.type('\n');
    await stage.type('    ');
    expect(stage.shown).toMatch(/^\$b = 2;/u);
    expect(stage.backend.sent).toHaveLength(1);
  });

  it('is joined while it runs', async () => {
    const stage = engineStage(
      `${above}|`,
      { says: knows(TEXT), firstTokenMs: 100, tokenMs: 100 },
      { hotStreakLines: 5 },
    );
    await stage.type(' ', 500);
    expect(stage.shown).toBe('1;');
    await stage.accept();
    stage.now.situation = { ...stage.now.situation, prefix: `${stage.now.situation.prefix}\n    ` };
    stage.request();
    await stage.clock.pass(3000);
    expect(stage.shown).toMatch(/^\$b = 2;/u);
    expect(stage.backend.sent).toHaveLength(1);
  });

  it('ends with the block that the cursor stands in', async () => {
    const stage = engineStage(
      'function f()\n{\n    return|',
      { says: knows('function f()\n{\n    return 1;\n}\n\nfunction g()\n{\n    h();\n}\n', 1), tokenMs: 10 },
      { hotStreakLines: 5 },
    );
    await stage.type(' ', 3000);
    expect(stage.shown).toBe('1;');
    expect(stage.backend.sent[0]?.abortedAt).toBeDefined();
    expect(stage.backend.sent[0]?.tokens).toBeLessThan('1;\n}'.length + 8);
  });

  it('is given up for another place', async () => {
    const stage = engineStage(`${above}|`, { says: knows(TEXT), tokenMs: 100 }, { hotStreakLines: 5, debounce: 0 });
    await stage.type(' ', 250);
    expect(stage.shown).toBe('1;');
    await stage.type('9', 10);
    expect(stage.backend.sent[0]?.abortedAt).toBe(250);
  });

  it('does not run when it is switched off', async () => {
    const stage = engineStage(`${above}|`, { says: knows(TEXT), tokenMs: 10 }, { hotStreakLines: 0 });
    await stage.type(' ', 2000);
    expect(stage.backend.sent[0]?.tokens).toBeLessThan(4);
  });
});

const OTHER: Snippet = {
  source: 'similar',
  id: 'other',
  path: '',
  text: '// other',
  kind: 'code',
  score: 1,
  reason: '',
  stability: 'block',
  tokens: 3,
};

describe('a request', () => {
  it('waits from the key press on, and builds its prompt meanwhile', async () => {
    const stage = engineStage('$a = |', { says: () => ['1;'] }, { debounce: 150 });
    await stage.clock.pass(100);
    stage.engine.request({ situation: stage.now.situation, trigger: 'auto', pressedAt: 40 });
    await stage.clock.pass(89);
    expect(stage.prompts).toMatchObject([{ at: 100 }]);
    expect(stage.backend.sent).toEqual([]);
    await stage.clock.pass(1);
    expect(stage.backend.sent).toMatchObject([{ at: 190 }]);
  });

  it('by hand waits for nothing', async () => {
    const stage = engineStage('$a = |', { says: () => ['1;'] }, { debounce: 350 });
    stage.request('manual');
    await stage.clock.pass(0);
    expect(stage.backend.sent).toMatchObject([{ at: 0 }]);
  });

  it.each([
    ['inside a word', '$a = fo|o', false],
    ['in front of other text', 'return | + $b;', false],
    ['in front of closers', 'f(|);', true],
    ['in front of an operator', 'f(| =>', true],
    ['at the end of a line', '$a = |', true],
  ])('%s: typing asks by itself: %#', async (_, doc, want) => {
    const stage = engineStage(doc, { says: () => ['1'] }, { debounce: 0 });
    expect(stage.request()).toBe(want);
    await stage.clock.pass(100);
    expect(stage.backend.sent.length > 0).toBe(want);
    expect(stage.request('manual')).toBe(true);
  });

  it('has the context in its prompt that is there in time', async () => {
    const stage = engineStage(
      '$a = |',
      { says: () => ['1;'] },
      { debounce: 0 },
      { context: async () => ({ snippets: [OTHER], repo: '', path: '', comment: '//' }) },
    );
    stage.request();
    await stage.clock.pass(0);
    expect(stage.backend.sent.map(({ ask }) => ask.prompt)).toEqual(['// other\n$a = |']);
  });

  it('does not wait for context that is late or fails', async () => {
    const late = engineStage(
      '$a = |',
      { says: () => ['1;'] },
      { debounce: 0 },
      { context: () => new Promise(() => undefined) },
    );
    late.request();
    await late.clock.pass(25);
    expect(late.backend.sent.map(({ ask }) => ask.prompt)).toEqual(['$a = |']);
    const failing = engineStage(
      '$a = |',
      { says: () => ['1;'] },
      { debounce: 0 },
      { context: () => Promise.reject(new Error('no')) },
    );
    failing.request();
    await failing.clock.pass(25);
    expect(failing.backend.sent.map(({ ask }) => ask.prompt)).toEqual(['$a = |']);
  });

  it('waits for late context once, and has it in the first prompt after it has come', async () => {
    const answers: ((parts: ContextParts) => void)[] = [];
    const stage = engineStage(
      '$a = |',
      { says: () => ['1;'] },
      { debounce: 0, useCache: false },
      { context: () => new Promise((resolve) => answers.push(resolve)) },
    );
    stage.request();
    await stage.clock.pass(25);
    await stage.type('$');
    await stage.type('b');
    expect(stage.backend.sent.map(({ at }) => at)).toEqual([25, 25, 25]);
    expect(answers).toHaveLength(1);
    answers[0]?.({ snippets: [OTHER], repo: '', path: '', comment: '//' });
    await stage.clock.pass(0);
    await stage.type('c');
    expect(stage.backend.sent.at(-1)?.ask.prompt).toBe('// other\n$a = $bc|');
    expect(answers).toHaveLength(1);
  });

  it('asked by hand asks for context anew, where the last one is late', async () => {
    const signals: AbortSignal[] = [];
    const stage = engineStage(
      '$a = |',
      { says: () => ['1;'] },
      { useCache: false },
      {
        context: (_, signal) => {
          signals.push(signal);
          return new Promise(() => undefined);
        },
      },
    );
    for (const _ of [1, 2]) {
      stage.engine.cancel();
      stage.request('manual');
      await stage.clock.pass(25);
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  it('that fails says so once, and leaves nothing behind', async () => {
    const error = new FimError('connection-cut', { what: 'The connection was cut.', next: 'Try again.' });
    const stage = engineStage('$a = |', { says: () => [], error }, { debounce: 0 });
    stage.request();
    await stage.clock.pass(0);
    expect(stage.events).toEqual(['asked', 'failed connection-cut', 'settled']);
    expect(stage.shown).toBeUndefined();
  });
});
