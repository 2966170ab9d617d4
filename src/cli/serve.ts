/** `fim serve`: the context server on standard input and output. */
import type { Readable, Writable } from 'node:stream';
import { serve } from '../server/serve.ts';
import { Session } from '../server/session.ts';
import { createSyntax, grammarsFolder } from '../syntax/block-reader.ts';
import { optionsFrom } from './options.ts';
import { contextEngine, projectOptions } from './project.ts';

/** Flags as the command line gives them. */
export interface ServeFlags {
  readonly config?: string;
  readonly set: readonly string[];
}

export interface ServeStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Resolves when the client has ended it. @throws FimError for wrong options */
export async function serveContext(
  flags: ServeFlags,
  { stdin, stdout, stderr }: ServeStreams,
  signal: AbortSignal,
): Promise<void> {
  const options = await optionsFrom(flags);
  const log = (text: string): void => void stderr.write(`fim serve: ${text}\n`);
  const service = contextEngine(log);
  const syntax = createSyntax(grammarsFolder());
  try {
    const session = new Session({ service, options, project: projectOptions(options), env: process.env, syntax });
    await serve({ input: stdin, output: stdout }, { methods: session.methods, log }, signal);
  } finally {
    await Promise.all([service.dispose(), syntax.dispose()]);
  }
}
