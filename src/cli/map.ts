/** `fim map`: what a project consists of, most important first, in a number of tokens. */
import { resolve } from 'node:path';
import { absoluteFolders } from '../context/discover/root.ts';
import { optionsFrom } from './options.ts';
import { contextEngine, folder, projectOptions, rootFor } from './project.ts';

/** Flags as the command line gives them. */
export interface MapFlags {
  readonly tokens: number;
  readonly focus: readonly string[];
  readonly root?: string;
  readonly json?: boolean;
  readonly config?: string;
  readonly set: readonly string[];
}

/** What is to be printed. @throws FimError for a folder that is not there, and for wrong options */
export async function map(flags: MapFlags, signal: AbortSignal, log: (text: string) => void): Promise<string> {
  const options = await optionsFrom(flags);
  const focus = flags.focus.map((path) => resolve(path));
  const root = flags.root === undefined ? rootFor(focus[0]) : await folder(flags.root);
  const engine = contextEngine(log);
  try {
    await engine.start({ ...projectOptions(options), root, includePaths: absoluteFolders(root, options.includePaths) });
    await engine.settled();
    const { text, tokens, entries } = await engine.map({ tokens: flags.tokens, focus }, signal);
    if (!flags.json) return text === '' ? '' : `${text}\n`;
    return `${JSON.stringify({ root, tokens, files: entries, text })}\n`;
  } finally {
    await engine.dispose();
  }
}
