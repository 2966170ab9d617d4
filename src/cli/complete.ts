/** `fim complete`: one completion at a place of a file, as the editor would offer it. */
import { resolve } from 'node:path';
import { firstAnswerer } from '../complete/answerer.ts';
import { createEmbedded, type EmbeddedBackend } from '../complete/embedded/embedded.ts';
import { createInstantHere } from '../complete/embedded/here.ts';
import { engineSettings } from '../complete/engine.ts';
import { completeOnce } from '../complete/once.ts';
import { systemClock } from '../complete/system-clock.ts';
import type { Options } from '../config/schema.ts';
import type { Backend } from '../model/backend.ts';
import { createSyntax, grammarsFolder } from '../syntax/block-reader.ts';
import { languageOf } from '../syntax/registry.ts';
import { situationIn } from '../text/place.ts';
import type { Situation } from '../text/situation.ts';
import { optionsFrom, readOwnText } from './options.ts';

/** Flags as the command line gives them. */
export interface CompleteFlags {
  /** From 1. */
  readonly line: number;
  /** Bytes of the line before the cursor. */
  readonly col: number;
  readonly stdin?: boolean;
  readonly json?: boolean;
  readonly model?: string;
  readonly url?: string;
  readonly config?: string;
  readonly set: readonly string[];
}

/** What the process around it gives. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/**
 * What is to be printed: the text as it is, or one line of JSON.
 * @throws FimError for wrong arguments or options, a file that can't be read, a server or model that fails
 */
export async function complete(file: string, flags: CompleteFlags, around: Surroundings): Promise<string> {
  const options = await optionsFrom(flags);
  const path = resolve(file);
  const text = await readOwnText(file, options, flags.stdin ? around.stdin : undefined);
  const situation = situationIn(path, text, flags.line, flags.col);
  const embedded = (): Promise<Backend> => embeddedFor(situation, options, around.signal);
  const answerer = await firstAnswerer(options, around.env, embedded, around.signal);
  const syntax = createSyntax(grammarsFolder());
  try {
    const language = languageOf(situation);
    // A grammar that does not load is no reason to say nothing: blocks are read by their indentation then.
    if (language !== undefined) await syntax.load(language).catch(() => undefined);
    const world = { answerer, clock: systemClock, settings: engineSettings(options), syntax };
    const { offer, firstTokenMs, totalMs } = await completeOnce(world, situation, around.signal);
    if (!flags.json) return offer?.text ?? '';
    const { backend, model } = answerer;
    return `${JSON.stringify({
      text: offer?.text ?? '',
      replaceAfterCursor: offer?.replace ?? 0,
      backend: backend.name,
      model,
      firstTokenMs: firstTokenMs === undefined ? null : rounded(firstTokenMs),
      totalMs: rounded(totalMs),
    })}\n`;
  } finally {
    await syntax.dispose();
    answerer.backend.dispose?.();
  }
}

/** The embedded backend, once it has read the project. */
async function embeddedFor(situation: Situation, options: Options, signal: AbortSignal): Promise<EmbeddedBackend> {
  const { path, filetype, prefix, suffix } = situation;
  const lines = (prefix + suffix).split('\n');
  const embedded = createEmbedded({
    service: createInstantHere(() => undefined),
    documents: () => [{ path, filetype, lines, version: 1 }],
    options: () => options,
  });
  // The first question makes it look for the project; its answer knows nothing of that yet.
  await embedded.propose(situation, false, signal);
  await embedded.settled();
  return embedded;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
