/** Who is asked in a replay: the instant engine, or a model of a server, as the editor asks it. Draws nothing, counts nothing. */
import { firstAnswerer } from '../../src/complete/answerer.ts';
import type { Answerer } from '../../src/complete/completion.ts';
import { engineSettings } from '../../src/complete/engine.ts';
import { completeOnce } from '../../src/complete/once.ts';
import { systemClock } from '../../src/complete/system-clock.ts';
import { parseOptions } from '../../src/config/parse.ts';
import type { Options } from '../../src/config/schema.ts';
import { type RestOfLine, restOfLine, type ShowOptions, shownPart } from '../../src/model/instant/complete.ts';
import type { Edited } from '../../src/model/instant/edited.ts';
import { createSyntax, type Syntax } from '../../src/syntax/block-reader.ts';
import { languageOf } from '../../src/syntax/registry.ts';
import { FimError } from '../../src/text/error.ts';
import type { Situation } from '../../src/text/situation.ts';
import type { InstantProject } from './project.ts';

/** An answer: a model says nothing of how sure it is, and counts as sure of all that it says. */
export interface Answered extends RestOfLine {
  /** What is shown by the rule: the whole line, its sure part, or ''. */
  readonly shown: string;
  readonly ms: number;
}

export interface ReplayEngine {
  readonly name: string;
  /** The project is moved to a revision before places of it are asked for. */
  moveTo(revision: string): Promise<void>;
  /** @param before the situation one key earlier, which an editor has asked about */
  answer(situation: Situation, before: Situation | undefined, edited: Edited): Promise<Answered>;
  close(): Promise<void>;
}

export function instantEngine(project: InstantProject, options: ShowOptions): ReplayEngine {
  return {
    name: 'instant',
    moveTo: (revision) => project.moveTo(revision),
    async answer(situation, before, edited) {
      const corpus = project.corpus(situation.path);
      // The lines around are known since the key before.
      if (before !== undefined) restOfLine(corpus, before, edited);
      const begun = performance.now();
      const rest = restOfLine(corpus, situation, edited);
      const shown = shownPart(rest, options);
      return { ...rest, shown, ms: performance.now() - begun };
    },
    close: async () => undefined,
  };
}

/**
 * @param name `ollama:MODEL`, `llamacpp:URL`
 * @returns `undefined` for a name that is none
 * @throws FimError when the server can't be asked
 */
export async function modelEngine(
  name: string,
  maxPromptTokens: number,
  grammarsDir: string,
  signal: AbortSignal,
): Promise<ReplayEngine | undefined> {
  const options = optionsFor(name, maxPromptTokens);
  if (options === undefined) return undefined;
  const answerer = await firstAnswerer(options, process.env, () => Promise.reject(new Error('no embedded')), signal);
  return new ModelEngine(name, options, answerer, createSyntax(grammarsDir), signal);
}

function optionsFor(name: string, maxPromptTokens: number): Options | undefined {
  const [backend, ...rest] = name.split(':');
  const value = rest.join(':');
  if (value === '') return undefined;
  const shared = { multilineCompletions: 'never', useCache: false, maxPromptTokens };
  if (backend === 'ollama') return parseOptions({ ...shared, backend, model: { target: value } }).options;
  if (backend === 'llamacpp') return parseOptions({ ...shared, backend, llamacpp: { url: value } }).options;
  return undefined;
}

class ModelEngine implements ReplayEngine {
  readonly name: string;
  readonly #options: Options;
  readonly #answerer: Answerer;
  readonly #syntax: Syntax;
  readonly #signal: AbortSignal;

  constructor(name: string, options: Options, answerer: Answerer, syntax: Syntax, signal: AbortSignal) {
    this.name = name;
    this.#options = options;
    this.#answerer = answerer;
    this.#syntax = syntax;
    this.#signal = signal;
  }

  /** What it is asked with is the file alone. */
  async moveTo(): Promise<void> {}

  async answer(situation: Situation): Promise<Answered> {
    const language = languageOf(situation);
    if (language !== undefined) await this.#syntax.load(language);
    const world = {
      answerer: this.#answerer,
      clock: systemClock,
      settings: engineSettings(this.#options),
      syntax: this.#syntax,
    };
    const begun = performance.now();
    const once = await completeOnce(world, situation, this.#signal).catch((error: unknown) => this.#failed(error));
    const text = once?.offer?.text ?? '';
    const confidence = text === '' ? 0 : 1;
    const pieces = text === '' ? [] : [{ text, p: confidence }];
    return { pieces, text, confidence, isBlankBefore: false, shown: text, ms: performance.now() - begun };
  }

  /** A prompt that a server refuses is an answer, too: nothing. */
  #failed(error: unknown): undefined {
    if (!(error instanceof FimError) || error.code !== 'server-refused') throw error;
    process.stderr.write(`${error.message}\n`);
  }

  async close(): Promise<void> {
    await this.#syntax.dispose();
    this.#answerer.backend.dispose?.();
  }
}
