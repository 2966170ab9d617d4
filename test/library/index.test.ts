import { describe, expect, it } from 'vitest';
import {
  answererOf,
  assemblePrompt,
  type Backend,
  CompletionCache,
  completeOnce,
  Engine,
  engineSettings,
  familyOf,
  filterCompletion,
  languageOf,
  nextPrompt,
  parseOptions,
  promptSettings,
  type Situation,
  StreamReuse,
} from '../../src/index.ts';
import { allDone, TestClock } from '../complete/notation.ts';

const MODEL = 'qwen2.5-coder:1.5b-base';
const family = familyOf(MODEL);
if (family === undefined) throw new Error(`no family for ${MODEL}`);

const situation: Situation = {
  path: 'src/a.php',
  filetype: 'php',
  prefix: '<?php\n$a = ',
  suffix: '\n',
  indentUnit: '    ',
};

/** A backend that says `text`, a character at a time, and notes what it was asked. */
function says(text: string): Backend & { readonly prompts: string[] } {
  const prompts: string[] = [];
  return {
    name: 'test',
    place: '',
    modelFree: false,
    prompts,
    async *generate({ prompt }) {
      prompts.push(prompt);
      yield* text;
    },
    models: async () => [],
  };
}

describe('the library, as doc/library.md shows it', () => {
  it('filters a stream', async () => {
    const said = ['\n    return', ' 1;\n}', '<|endoftext|>', 'never'];
    const place = { prefix: '<?php\nfunction f()\n{', suffix: '', language: 'php', filename: 'a.php' };
    const { text, replaceAfterCursor } = await filterCompletion(said, {
      ...place,
      multiline: 'auto',
      family: 'qwen2.5-coder',
    });
    expect([text, replaceAfterCursor]).toEqual(['\n    return 1;\n}', 0]);
  });

  it('caches', () => {
    const cache = new CompletionCache({ maxEntries: 1000 });
    const place = { path: 'src/a.php', model: MODEL, prefix: '<?php\n$a = ', suffix: ';\n' };
    cache.put(place, 'first($b)');
    expect(cache.get({ ...place, prefix: '<?php\n$a = fir' })).toMatchObject({ typed: 'fir', rest: 'st($b)' });
  });

  it('reuses a stream', async () => {
    const stream = new StreamReuse(async function* open() {
      yield* ['first', '($b)'];
    });
    await allDone();
    expect(stream.agrees('fir')).toBe(true);
    let rest = '';
    for await (const chunk of stream.beyond('fir')) rest += chunk;
    expect(rest).toBe('st($b)');
  });

  it('assembles prompts', () => {
    expect(assemblePrompt({ family, prefix: 'a', suffix: 'b' }).prompt).toBe(
      '<|fim_prefix|>a<|fim_suffix|>b<|fim_middle|>',
    );
  });

  it('completes once', async () => {
    const { options } = parseOptions({});
    const backend = says('1;\n$b = 2;');
    const world = { answerer: answererOf(backend, MODEL, family, options), clock: new TestClock() };
    const { offer } = await completeOnce(
      { ...world, settings: engineSettings(options) },
      situation,
      new AbortController().signal,
    );
    expect(offer).toMatchObject({ text: '1;', replace: 0, final: true });
    expect(backend.prompts).toEqual(['<|fim_prefix|><?php\n<|fim_suffix|>\n<|fim_middle|>$a = ']);
  });

  it('completes at each key', async () => {
    const { options } = parseOptions({ debounceMs: 0 });
    const backend = says('1;');
    const clock = new TestClock();
    const shown: (string | undefined)[] = [];
    const engine = new Engine(
      {
        answerer: async () => answererOf(backend, MODEL, family, options),
        clock,
        settings: () => engineSettings(options),
      },
      {
        offer: (_, offer) => shown.push(offer?.text),
        asked: () => undefined,
        answering: () => undefined,
        settled: () => undefined,
        failed: () => undefined,
        gaveUp: () => undefined,
      },
    );
    engine.request({ situation, trigger: 'auto', pressedAt: 0 });
    await clock.pass(0);
    engine.request({ situation: { ...situation, prefix: `${situation.prefix}1` }, trigger: 'auto', pressedAt: 0 });
    await clock.pass(0);
    expect(shown.at(-1)).toBe(';');
    expect(backend.prompts).toHaveLength(1);
    engine.cancel();
  });

  it('knows languages by file', () => {
    expect(languageOf({ filetype: '', path: 'a.php' })?.id).toBe('php');
  });
});

describe('the settings of the options', () => {
  const promptFor = (raw: Record<string, unknown>): string =>
    nextPrompt(
      undefined,
      { ...situation, startsFile: true },
      promptSettings(family, parseOptions(raw).options),
      undefined,
    ).prompt;

  it('useFileSuffix sends the text after the cursor, or not', () => {
    expect(promptFor({})).toBe('<|fim_prefix|><?php\n<|fim_suffix|>\n<|fim_middle|>$a = ');
    expect(promptFor({ useFileSuffix: false })).toBe('<|fim_prefix|><?php\n<|fim_suffix|><|fim_middle|>$a = ');
  });
});
