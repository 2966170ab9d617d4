/** Counts the tokens of a text: exactly, with the tokenizer.json of a model, else by an estimate. Adds no special tokens of its own. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Family } from '../prompt/family.ts';
import { estimateTokens } from '../text/tokens.ts';
import { ExportFailure } from './failure.ts';

export interface TokenCounter {
  /** Whether it counts, else it estimates. */
  readonly isExact: boolean;
  readonly count: (text: string) => number;
}

/** A tokenizer.json on disk. */
export interface TokenizerFile {
  /** Absolute. */
  readonly path: string;
  /** Of its bytes, in hex: paths are those of one machine. */
  readonly sha256: string;
}

/** What every tokenizer.json has; the library judges the rest. */
const tokenizerJson = z.looseObject({
  model: z.looseObject({}),
  added_tokens: z.array(z.looseObject({ content: z.string() })),
});

export function estimatingCounter({ charsPerToken }: Family): TokenCounter {
  return { isExact: false, count: (text) => Math.ceil(estimateTokens(text, charsPerToken)) };
}

/** @throws ExportFailure 2 where it can't be read, or is none */
export async function openTokenizer(path: string): Promise<TokenizerFile> {
  return (await loaded(path)).file;
}

/** @throws ExportFailure 2 as well where it is another one than it was */
export async function exactCounter({ path, sha256 }: TokenizerFile): Promise<TokenCounter> {
  const { file, count } = await loaded(path);
  if (file.sha256 !== sha256) throw new ExportFailure(2, `--tokenizer ${path} has changed meanwhile.`);
  return { isExact: true, count };
}

async function loaded(path: string): Promise<{ readonly file: TokenizerFile; readonly count: TokenCounter['count'] }> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ExportFailure(2, `--tokenizer ${path} can't be read (${code}). Name the tokenizer.json of the model.`);
  });
  // Most exports need none.
  const { Tokenizer } = await import('@huggingface/tokenizers');
  try {
    const tokenizer = new Tokenizer(tokenizerJson.parse(JSON.parse(bytes.toString('utf8'))), {});
    const count = (text: string): number => tokenizer.tokenize(text, { add_special_tokens: false }).length;
    // Some faults show only when it is used.
    count('<?php\n');
    return { file: { path, sha256: createHash('sha256').update(bytes).digest('hex') }, count };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : '';
    const line = why.split('\n')[0] ?? '';
    throw new ExportFailure(2, `--tokenizer ${path} is not the tokenizer.json of a model (${line}).`);
  }
}
