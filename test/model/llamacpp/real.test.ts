/** A real llama-server with a real model: $FIM_LLAMA_SERVER and $FIM_LLAMA_MODEL name them (a small model with Qwen's tokens). Skipped where they aren't there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverOf } from '../../../src/complete/servers.ts';
import { optionsSchema } from '../../../src/config/schema.ts';
import type { Backend } from '../../../src/model/backend.ts';
import { createOpenAi } from '../../../src/model/openai/openai.ts';
import { ASK, never, outcome } from '../../helpers/asks.ts';
import { waitUntil } from '../../helpers/wait.ts';

const { FIM_LLAMA_SERVER: command = '', FIM_LLAMA_MODEL: model = '' } = process.env;

/** Its threads wait for each other at each token: 2 s become 30 beside one program that takes a processor. In ms. */
const LONG_MS = 120_000;

describe.skipIf(command === '' || model === '')('a real llama-server, started by us', () => {
  let folder: string;
  let plain: Backend;
  let drafting: Backend;

  const managed = (more: object): Backend => {
    const options = optionsSchema.parse({
      backend: 'llamacpp',
      model: { path: model, serverCommand: command, ...more },
    });
    return serverOf(options, { XDG_STATE_HOME: folder });
  };
  const ready = (backend: Backend) => waitUntil(() => backend.models(never()).catch(() => undefined));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fim-llama-'));
    plain = managed({ speculation: 'off' });
    drafting = managed({ draftPath: model });
    await Promise.all([ready(plain), ready(drafting)]);
  });
  afterAll(() => {
    plain.dispose?.();
    drafting.dispose?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'says the same with and without drafts, for 30 prompts',
    async () => {
      for (let i = 0; i < 30; i += 1) {
        const prompt = `<|fim_prefix|><?php\nclass A${i} {\n    public function get${i}(): int\n    {\n        <|fim_suffix|>\n    }\n}\n<|fim_middle|>`;
        const ask = { ...ASK, prompt, stop: [], temperature: 0 };
        expect(await outcome(drafting.generate(ask, never()))).toEqual(await outcome(plain.generate(ask, never())));
      }
      expect(drafting.figures?.()?.acceptedTokens).toBeGreaterThan(0);
      expect(plain.figures?.()?.draftTokens).toBe(0);
    },
    LONG_MS,
  );

  it('knows the beginning of a prompt that it has read', async () => {
    const prompt = `<|fim_prefix|><?php\n${'$a = 1;\n'.repeat(40)}<|fim_suffix|><|fim_middle|>`;
    for (const typed of ['$', '$b']) await outcome(plain.generate({ ...ASK, prompt: prompt + typed }, never()));
    const { promptTokens = 0, cachedTokens = 0 } = plain.figures?.() ?? {};
    expect(cachedTokens).toBeGreaterThan(100);
    expect(promptTokens).toBeLessThan(10);
  });

  it('says the same by OpenAI’s completions', async () => {
    const ask = { ...ASK, temperature: 0, prompt: '<|fim_prefix|><?php\nreturn <|fim_suffix|>;\n<|fim_middle|>' };
    const openai = createOpenAi({ base: `${plain.place}/v1`, key: '' });
    expect(await outcome(openai.generate(ask, never()))).toEqual(await outcome(plain.generate(ask, never())));
  });

  it('makes the prompt itself where it has to', async () => {
    const situation = { ...ASK.situation, prefix: '<?php\nreturn $this->', suffix: ';\n' };
    expect((await outcome(plain.generate({ ...ASK, prompt: '', situation }, never()))).error).toBeUndefined();
  });
});
