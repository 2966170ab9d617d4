import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { verifyExport } from '../../src/cli/export.ts';
import { around, exported, metadata, project, records, scratch } from './exported.ts';
import { phpClass, usualFiles } from './project.ts';

/** Byte-level BPE with the tokens of Qwen's families: the 600 most frequent merges of a small PHP model's vocabulary. */
const tokenizer = fileURLToPath(new URL('../fixtures/tokenizer/tokenizer.json', import.meta.url));

function smallProject(): string {
  const few = Object.entries(usualFiles()).filter(([path]) => !/Order\d/u.test(path) || path === 'src/Order3.php');
  return project(Object.fromEntries(few));
}

function tokensOf(text: string): number {
  const counter = new Tokenizer(JSON.parse(readFileSync(tokenizer, 'utf8')), {});
  return counter.encode(text, { add_special_tokens: false }).ids.length;
}

describe('--tokenizer', () => {
  it('counts the tokens of the whole text, control tokens as one each', async () => {
    const all = records(await exported(smallProject(), { tokenizer }));
    expect(all.length).toBeGreaterThan(20);
    for (const { text, n_tokens, tokens_exact } of all) {
      expect(tokens_exact).toBe(true);
      expect(n_tokens).toBe(tokensOf(text));
    }
    expect(tokensOf('<|fim_prefix|><|fim_suffix|>')).toBe(2);
  });

  it('is told from an estimate by the record and by metadata.json', async () => {
    const root = smallProject();
    const [guessed, counted] = [await exported(root), await exported(root, { tokenizer })];
    expect(new Set(records(guessed).map(({ tokens_exact }) => tokens_exact))).toEqual(new Set([false]));
    expect(metadata(guessed)).toMatchObject({ tokenizer: '', max_tokens: 0 });
    expect(metadata(counted)['tokenizer']).toMatch(/^sha256:[0-9a-f]{64}$/u);
    // How tokens are counted changes nothing else.
    const others = (dir: string): unknown =>
      records(dir).map((record) => ({ ...record, n_tokens: 0, tokens_exact: true }));
    expect(others(guessed)).toEqual(others(counted));
  });

  it.each<[string, string, RegExp]>([
    ['is not there', join(scratch(), 'none.json'), /can't be read \(ENOENT\)/u],
    ['is a folder', scratch(), /can't be read \(EISDIR\)/u],
    ['is no JSON', fileURLToPath(import.meta.url), /is not the tokenizer\.json of a model/u],
    ['is another JSON', fileURLToPath(new URL('../../package.json', import.meta.url)), /is not the tokenizer\.json/u],
  ])('says so where the file %s', async (_, path, words) => {
    await expect(exported(smallProject(), { tokenizer: path })).rejects.toMatchObject({
      status: 2,
      message: expect.stringMatching(words),
    });
  });
});

describe('--max-tokens', () => {
  it.each([true, false])('is never exceeded, and cuts no middle; counted exactly: %s', async (isExact) => {
    const root = smallProject();
    const flags = { maxTokens: 200, ...(isExact ? { tokenizer } : {}) };
    const [free, tight] = [records(await exported(root)), records(await exported(root, flags))];
    expect(free.some(({ n_tokens }) => n_tokens > 200)).toBe(true);
    const middles = new Map(
      free.map(({ path, start_byte, end_byte, middle }) => [`${path} ${start_byte} ${end_byte}`, middle]),
    );
    let same = 0;
    for (const { path, start_byte, end_byte, middle, n_tokens, text, completion } of tight) {
      expect(n_tokens).toBeLessThanOrEqual(200);
      if (isExact) expect(tokensOf(text)).toBe(n_tokens);
      expect(completion.startsWith(middle.replaceAll('\r\n', '\n'))).toBe(true);
      const before = middles.get(`${path} ${start_byte} ${end_byte}`);
      if (before !== undefined) same++;
      expect(before ?? middle).toBe(middle);
    }
    expect(same).toBeGreaterThan(10);
  });

  it('takes the context of other files first, then the far ends at line borders', async () => {
    const classes = Array.from({ length: 3 }, (_, at) => [`src/Order${at}.php`, phpClass(`Order${at}`, at + 1)]);
    const root = project(Object.fromEntries(classes));
    const flags = { bm25Context: true, valSplit: 0, tokenizer };
    const free = new Map(records(await exported(root, flags)).map((record) => [record.id, record]));
    const tight = records(await exported(root, { ...flags, maxTokens: 700 }));
    const pairs = tight.flatMap((small) => {
      const large = free.get(small.id);
      return large === undefined || large.n_tokens <= 700 ? [] : [{ small, large }];
    });
    expect(pairs.length).toBeGreaterThan(10);
    for (const { small, large } of pairs) {
      expect(small.context).toBe('');
      expect(large.middle).toBe(small.middle);
      // What is left stands directly around the middle, and begins and ends with whole lines.
      const source = readFileSync(join(root, small.path));
      const start = small.start_byte - Buffer.byteLength(small.prefix);
      expect(start === 0 || source[start - 1] === 0x0a).toBe(true);
      expect(small.truncated_suffix === false || small.suffix.endsWith('\n') || !small.suffix.includes('\n')).toBe(
        true,
      );
    }
  });

  it('is counted again by verify, where the tokenizer is there', async () => {
    const root = smallProject();
    const [exact, guessed] = [await exported(root, { tokenizer }), await exported(root)];
    expect(await verifyExport(exact, { tokenizer }, around())).toContain('nothing is wrong');
    await expect(verifyExport(guessed, { tokenizer }, around())).rejects.toThrow(
      /n_tokens is \d+, counted again it is \d+/u,
    );
  });

  it('is looked at again by verify', async () => {
    const dir = await exported(smallProject(), { maxTokens: 300 });
    expect(await verifyExport(dir, {}, around())).toContain('nothing is wrong');
    const file = join(dir, 'metadata.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"max_tokens": 300', '"max_tokens": 70'));
    await expect(verifyExport(dir, {}, around())).rejects.toThrow(/n_tokens is more than max_tokens/u);
  });
});
