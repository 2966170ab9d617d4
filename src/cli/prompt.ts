/** `fim prompt`: the prompt that the editor would send for a place of a file, and what it is made of. */
import { resolve } from 'node:path';
import { type Chosen, installedModels, pickModel, promptSettings } from '../complete/answerer.ts';
import type { WantedContext } from '../complete/context-gate.ts';
import { contextParts, contextRequest } from '../complete/context-parts.ts';
import { explainPrompt } from '../complete/explain.ts';
import { promptOnce } from '../complete/prompt-once.ts';
import { serverOf } from '../complete/servers.ts';
import type { Options } from '../config/schema.ts';
import { absoluteFolders } from '../context/discover/root.ts';
import type { ContextService } from '../context/service.ts';
import type { ContextParts } from '../prompt/layout.ts';
import { resolveFamily } from '../prompt/resolve.ts';
import { situationIn } from '../text/place.ts';
import { type OptionFlags, optionsFrom, readOwnText } from './options.ts';
import { contextEngine, projectOptions, rootFor } from './project.ts';

/** Flags as the command line gives them. */
export interface PromptFlags extends OptionFlags {
  /** From 1. */
  readonly line: number;
  /** Bytes of the line before the cursor. */
  readonly col: number;
  readonly stdin?: boolean;
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** What the process around it gives. */
export interface PromptSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly log: (text: string) => void;
}

/** Nobody waits for a key here: every source is asked, in ms. */
const LIMIT_MS = 10_000;

/** What is to be printed. @throws FimError for wrong arguments or options, a file that can't be read, a model that is not known */
export async function prompt(file: string, flags: PromptFlags, around: PromptSurroundings): Promise<string> {
  const options = await optionsFrom(flags);
  const path = resolve(file);
  const text = await readOwnText(file, options, flags.stdin === true ? around.stdin : undefined);
  const situation = situationIn(path, text, flags.line, flags.col);
  const { model, family } = await familyFor(options, around);
  const root = rootFor(path);
  const engine = contextEngine(around.log);
  const times = new Map<string, number>();
  try {
    // A prompt without other places needs no project.
    const context = async (wanted: WantedContext): Promise<ContextParts> => {
      const includePaths = absoluteFolders(root, options.includePaths);
      await engine.start({ ...projectOptions(options), root, includePaths });
      engine.open({ path, filetype: '', lines: text.split(/\r?\n/u) });
      await engine.settled();
      return gather(engine, wanted, root, options, times, around.signal);
    };
    const made = await promptOnce(promptSettings(family, options), situation, context, around.signal);
    if (flags.explain === true) return `${explainPrompt(made, { path: file, filetype: '', model }, times)}\n`;
    if (flags.json !== true) return made.prompt;
    const parts = made.parts.map(({ kind, tokens, snippet }) =>
      snippet === undefined
        ? { kind, tokens: rounded(tokens) }
        : {
            kind,
            tokens: rounded(tokens),
            source: snippet.source,
            path: snippet.path,
            score: rounded(snippet.score),
            reason: snippet.reason,
          },
    );
    const { prompt: sent, stop, tokens } = made;
    return `${JSON.stringify({ prompt: sent, stop, model, family: family.id, tokens: rounded(tokens), parts, times: Object.fromEntries(times) })}\n`;
  } finally {
    await engine.dispose();
  }
}

async function gather(
  service: ContextService,
  wanted: WantedContext,
  root: string,
  options: Options,
  times: Map<string, number>,
  signal: AbortSignal,
): Promise<ContextParts> {
  const { situation } = wanted;
  const rows = situation.prefix.split('\n');
  const request = contextRequest(wanted, rows.length - 1, rows.at(-1)?.length ?? 0, options);
  const { snippets, reports } = await service.query({ ...request, path: situation.path, limitMs: LIMIT_MS }, signal);
  for (const { source, ms } of reports) times.set(source, rounded(ms));
  return contextParts(snippets, root, situation);
}

/** A model that is named needs no server; `auto` is what the server has. */
export async function familyFor(
  options: Options,
  { env, signal }: Pick<PromptSurroundings, 'env' | 'signal'>,
): Promise<Chosen> {
  const { target, family, template } = options.model;
  if (target !== 'auto') return { model: target, family: resolveFamily({ family, template }, target) };
  if (family !== 'auto') return { model: family, family: resolveFamily({ family, template }, family) };
  const server = serverOf(options, env);
  try {
    return pickModel(await installedModels(server, options, signal), options);
  } finally {
    server.dispose?.();
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
