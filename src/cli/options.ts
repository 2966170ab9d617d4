/** The options of a command: from a file, from single settings, and from the flags that are short for one. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseOptions } from '../config/parse.ts';
import type { Options } from '../config/schema.ts';
import { FimError } from '../text/error.ts';
import { globMatcher } from '../text/glob.ts';
import { rawOptions } from './settings.ts';

export interface OptionFlags {
  readonly model?: string;
  readonly url?: string;
  /** A file that holds a JSON object. */
  readonly config?: string;
  /** Options as JSON, where no file is named: those of an editor. */
  readonly given?: string;
  /** `name=value`, dotted. */
  readonly set: readonly string[];
}

/** @throws FimError for what is wrong with them */
export async function optionsFrom(flags: OptionFlags): Promise<Options> {
  const settings = [
    ...flags.set,
    ...(flags.model === undefined ? [] : [`model.target=${flags.model}`]),
    ...(flags.url === undefined ? [] : [`ollama.url=${flags.url}`]),
  ];
  const config = flags.config === undefined ? (flags.given ?? '{}') : await readText(flags.config);
  const { options, problems } = parseOptions(rawOptions(config, settings));
  // A script that is told something else than it asked for is worse off than one that is told no.
  const [problem] = problems;
  if (problem !== undefined) throw problem;
  return options;
}

/** @throws FimError `config` for a file that can't be read */
async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new FimError('config', { what: `${file} can't be read (${why}).`, next: 'Name a file that is there.' });
  }
}

/**
 * The text of a file, or what an editor holds of it and has not saved.
 * @param unsaved where the text comes from instead of the file
 * @throws FimError `config` for a file of secrets, and for one that can't be read
 */
export async function readOwnText(
  file: string,
  { secretFiles }: Pick<Options, 'secretFiles'>,
  unsaved: AsyncIterable<Uint8Array> | undefined,
): Promise<string> {
  if (globMatcher(secretFiles)(resolve(file))) {
    throw new FimError('config', {
      what: `${file} is one of the files that hold secrets (secretFiles): it is neither read nor sent.`,
      next: 'Name another file.',
    });
  }
  return unsaved === undefined ? readText(file) : readAll(unsaved);
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
