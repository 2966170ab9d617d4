/** Options that can be seen at work without an editor: each case shows what setting one of them changes. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answererOf } from '../../src/complete/answerer.ts';
import { createEmbedded } from '../../src/complete/embedded/embedded.ts';
import { createInstantHere } from '../../src/complete/embedded/here.ts';
import { engineSettings } from '../../src/complete/engine.ts';
import { parseOptions } from '../../src/config/parse.ts';
import type { Options } from '../../src/config/schema.ts';
import type { Ask } from '../../src/model/backend.ts';
import { familyById } from '../../src/prompt/families.ts';
import { nextPrompt } from '../../src/prompt/keeper.ts';
import type { Situation } from '../../src/text/situation.ts';

/** Complete options; a wrong one fails the test. */
function options(raw: Readonly<Record<string, unknown>>): Options {
  const parsed = parseOptions(raw);
  expect(parsed.problems).toEqual([]);
  return parsed.options;
}

const situation = (over: Partial<Situation> = {}): Situation => ({
  path: '/a.php',
  filetype: 'php',
  prefix: '',
  suffix: '',
  indentUnit: '    ',
  ...over,
});

describe('an option of the prompt', () => {
  const long = (word: string): string => `$${word} = 1;\n`.repeat(2000);

  /** How many lines before and after the cursor are in the prompt. */
  function linesSent(raw: Readonly<Record<string, unknown>>): readonly [before: number, after: number] {
    const family = familyById('qwen2.5-coder');
    if (family === undefined) throw new Error('no family');
    const service = createInstantHere(() => undefined);
    const backend = createEmbedded({ service, documents: () => [], options: () => options({}) });
    const place = situation({ prefix: long('before'), suffix: long('after') });
    const { prompts } = answererOf(backend, 'm', family, options(raw));
    if (prompts === undefined) throw new Error('no prompts');
    const { prompt } = nextPrompt(undefined, { ...place, startsFile: true }, prompts, undefined);
    return [prompt.split('$before').length - 1, prompt.split('$after').length - 1];
  }

  const [before, after] = linesSent({});

  it('is maxPromptTokens: half of it sends half as many lines', () => {
    const half = linesSent({ maxPromptTokens: 512 });
    expect(Math.abs(half[0] - before / 2)).toBeLessThan(2);
    expect(Math.abs(half[1] - after / 2)).toBeLessThan(2);
  });

  it('is prefixPercentage: a smaller share sends fewer lines before the cursor', () => {
    const [fewer, same] = linesSent({ prefixPercentage: 0.425 });
    expect(Math.abs(fewer - before / 2)).toBeLessThan(2);
    expect(same).toBeGreaterThanOrEqual(after);
  });

  it('is maxSuffixPercentage: a smaller share sends fewer lines after it', () => {
    expect(linesSent({ maxSuffixPercentage: 0.05 })[1]).toBeLessThan(after);
    expect(linesSent({ maxSuffixPercentage: 0 })[1]).toBe(0);
  });

  it('is useFileSuffix: off, nothing after the cursor is sent', () => {
    expect(after).toBeGreaterThan(0);
    expect(linesSent({ useFileSuffix: false })).toEqual([before, 0]);
  });
});

describe('an option of the engine', () => {
  it.each([
    ['debounceDelay', { debounceDelay: 350 }, { debounce: 350 }],
    ['debounceMs', { debounceMs: 'adaptive' }, { debounce: 'adaptive' }],
    ['multilineCompletions', { multilineCompletions: 'never' }, { multiline: 'never' }],
    ['useCache', { useCache: false }, { useCache: false }],
    ['cacheEntries', { cacheEntries: 7 }, { cacheEntries: 7 }],
    ['hotStreakLines', { hotStreakLines: 0 }, { hotStreakLines: 0 }],
  ])('is %s', (_, raw, want) => {
    expect(engineSettings(options(raw))).toEqual({ ...engineSettings(options({})), ...want });
  });
});

describe('an option of the embedded backend', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'fim-live-'));
    await write('composer.json', '{}');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }

  /** What is suggested after `$total = $this->`, with `raw` set. */
  async function suggested(raw: Readonly<Record<string, unknown>>): Promise<string> {
    const prefix = '<?php\n$total = $this->';
    const path = join(root, 'a.php');
    const documents = [{ path, filetype: 'php', lines: prefix.split('\n'), version: 1 }];
    const backend = createEmbedded({
      service: createInstantHere(() => undefined),
      documents: () => documents,
      // A project of three lines makes nobody sure.
      options: () => options({ instant: { wholeLine: 0 }, ...raw }),
    });
    const ask: Ask = {
      situation: situation({ path, prefix }),
      model: '',
      prompt: '',
      stop: [],
      maxTokens: 64,
      temperature: 0,
      attempt: 0,
      multiline: true,
    };
    const answer = async (): Promise<string> => {
      let text = '';
      for await (const chunk of backend.generate(ask, new AbortController().signal)) text += chunk;
      return text;
    };
    // The first question has it read the project.
    await answer();
    await backend.settled();
    const text = await answer();
    backend.dispose();
    return text;
  }

  const CODE = '<?php\n$total = $this->basket->total();\n'.repeat(3);

  it('is instant.wholeLine: how likely a line must be', async () => {
    await write('b.php', CODE);
    expect(await suggested({ instant: { wholeLine: 0 } })).toBe('basket->total();');
    expect(await suggested({ instant: { wholeLine: 1 } })).toBe('');
  });

  it('is instant.doubtful: a line is shown up to its first doubtful step', async () => {
    const calls = ['total', 'count', 'isEmpty', 'clear', 'first', 'last'].map(
      (name) => `$total = $this->basket->${name}();`,
    );
    await write('b.php', `<?php\n${calls.join('\n')}\n`);
    expect(await suggested({ instant: { doubtful: 0.4 } })).toBe('basket->');
    expect(await suggested({ instant: { doubtful: 1 } })).toBe('');
    expect(await suggested({ instant: { doubtful: 0.4, fewestCharacters: 9 } })).toBe('');
  });

  it('is useOtherFiles: off, no other file is known', async () => {
    await write('b.php', CODE);
    expect(await suggested({})).toContain('basket->total()');
    expect(await suggested({ useOtherFiles: false })).toBe('');
  });

  it("is onlyMyCode: off, other people's code is known too", async () => {
    await write('vendor/shop/b.php', CODE);
    expect(await suggested({})).toBe('');
    expect(await suggested({ onlyMyCode: false })).toContain('basket->total()');
  });
});
