import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bpeCounter, tokenCounter } from './vocabulary.ts';

const MERGES = ['r e', 't u', 're tu', 'retu rn', 'r n', 'Ġ $', 'Ã ¤'];

describe('bpeCounter', () => {
  const count = bpeCounter(MERGES);
  it.each([
    ['', 0],
    ['re', 1],
    ['return', 1],
    ['return $a', 3],
    ['12', 2],
    ['ä', 1],
    ['x\n\n', 3],
  ])('joins the pairs of %j in their order', (text, tokens) => {
    expect(count(text)).toBe(tokens);
  });
});

describe('tokenCounter', () => {
  const text = (value: string): Buffer => Buffer.concat([long(value.length), Buffer.from(value)]);
  const long = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const int = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const entry = (name: string, ...value: Buffer[]): Buffer => Buffer.concat([text(name), ...value]);
  const list = (...values: string[]): Buffer[] => [int(9), int(8), long(values.length), ...values.map(text)];

  it('finds the pairs among the metadata of a model', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fim-gguf-'));
    const entries = [
      entry('general.name', int(8), text('tiny')),
      entry('llama.block_count', int(4), int(4)),
      entry('tokenizer.ggml.tokens', ...list('a', 'b')),
      entry('tokenizer.ggml.merges', ...list(...MERGES.slice(0, 3))),
    ];
    const head = Buffer.concat([Buffer.from('GGUF'), int(3), long(0), long(entries.length)]);
    await writeFile(join(folder, 'm.gguf'), Buffer.concat([head, ...entries]));
    expect((await tokenCounter(join(folder, 'm.gguf')))('return')).toBe(3);
    await writeFile(join(folder, 'n.gguf'), Buffer.concat([head.subarray(0, 16), long(1), entries[0] ?? head]));
    await expect(tokenCounter(join(folder, 'n.gguf'))).rejects.toThrow('merges');
    await rm(folder, { recursive: true });
  });
});
