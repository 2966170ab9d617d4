/** Asks a chat model for a repair, up to three times: each answer goes through the gates and to the verifier, and what came of it into the next question. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chat, ChatAsk } from '../model/chat.ts';
import { FimError, isAbort } from '../text/error.ts';
import { estimateTokens } from '../text/tokens.ts';
import { readAnswer } from './answer.ts';
import { isThinking } from './chat-model.ts';
import { type Checked, type Control, check } from './check.ts';
import type { Related } from './diagnostic.ts';
import type { Prompt } from './prompt.ts';
import { type Proposed, propose } from './proposal.ts';
import { type Imported, type Question, questionFor } from './question.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { Scene } from './scene.ts';

/** Of each try: the likeliest answer first, then others. */
const TEMPERATURES: readonly number[] = [0, 0.2, 0.6];
/** Tokens that an answer may have beside the region: a sentence, and lines that are added. */
const ANSWER_EXTRA = 400;
/** What a model that thinks may think before. */
const THOUGHT_TOKENS = 2048;
/** How much longer an answer may be than its region is estimated at. */
const ANSWER_FACTOR = 1.5;
/** Characters of the longest tokens that code has much of: who sends more than its limit allows does not keep to it, and is no longer listened to. */
const LONGEST_TOKEN = 12;
/** How much longer a prompt may be than estimated. */
const PROMPT_MARGIN = 1.25;

export interface TriesWorld {
  readonly chat: Chat;
  readonly model: string;
  readonly budget: number;
  readonly charsPerToken: number;
  readonly imported: readonly Imported[];
  readonly related?: ReadonlyMap<Related, string>;
  readonly withExample?: boolean;
  /** All tries together, in ms. */
  readonly limitMs: number;
  /** `undefined`: nobody can look at a text. */
  readonly control: Control | undefined;
  /** What the model is asked, each time. */
  readonly asked?: (question: Question) => void;
  /** The text of an answer so far. */
  readonly heard?: (attempt: number, text: string) => void;
}

/** What came of one answer. */
export interface Try {
  readonly temperature: number;
  readonly prompt: Prompt;
  readonly reply: string;
  readonly result: Refusal | Checked;
  readonly explanation: string;
  /** Lines of its block, where it could be read. */
  readonly lines: readonly string[];
  /** What the answer leads to, where it passed the gates. */
  readonly proposed?: Proposed;
  /** From the question to the end of the answer, in ms. */
  readonly modelMs: number;
}

export interface TriesResult {
  readonly tries: readonly Try[];
  /** The time was up before the last one ended. */
  readonly isLate: boolean;
  /** The server refused to go on after some tries. */
  readonly failure?: FimError;
}

/**
 * Ends with the first try that is not refused.
 * @throws FimError of the server, of a region without room; AbortError
 */
export async function askModel(scene: Scene, world: TriesWorld, signal: AbortSignal): Promise<TriesResult> {
  const clock = new AbortController();
  const time = new AbortController();
  sleep(world.limitMs, undefined, { signal: clock.signal }).then(
    () => time.abort(),
    () => undefined,
  );
  const both = AbortSignal.any([signal, time.signal]);
  const tries: Try[] = [];
  try {
    for (const temperature of TEMPERATURES) {
      const one = await tryOnce(scene, world, temperature, tries, both);
      tries.push(one);
      // What nobody can look at is not asked for again.
      if (!isRefusal(one.result)) break;
    }
    return { tries, isLate: false };
  } catch (error) {
    if (!signal.aborted && time.signal.aborted && isAbort(error)) return { tries, isLate: true };
    if (tries.length > 0 && error instanceof FimError) return { tries, isLate: false, failure: error };
    throw error;
  } finally {
    clock.abort();
  }
}

async function tryOnce(
  asked: Scene,
  world: TriesWorld,
  temperature: number,
  before: readonly Try[],
  signal: AbortSignal,
): Promise<Try> {
  const { budget, chat, model, charsPerToken } = world;
  const question = questionFor(asked, { ...world, last: lastOf(before) });
  const { scene, prompt } = question;
  world.asked?.(question);
  const usual = Math.ceil(estimateTokens(scene.dedented.join('\n'), charsPerToken) * ANSWER_FACTOR) + ANSWER_EXTRA;
  const maxTokens = usual + (isThinking(model) ? THOUGHT_TOKENS : 0);
  const ask = {
    model,
    messages: prompt.messages,
    maxTokens,
    temperature,
    contextTokens: contextFor(budget, maxTokens),
  };
  const start = performance.now();
  const { reply, endedWell, failure } = await listen(chat, ask, (text) => world.heard?.(before.length, text), signal);
  const modelMs = performance.now() - start;
  const told = { temperature, prompt, reply, modelMs, lines: [], explanation: '' };
  if (failure !== undefined)
    return { ...told, result: { verdict: 'cut-off', detail: `The answer was cut off. ${failure.what}` } };
  const answer = readAnswer(reply, endedWell, scene);
  if (isRefusal(answer)) return { ...told, result: answer };
  const { explanation, lines } = answer;
  const proposed = propose(scene, lines);
  if (isRefusal(proposed)) return { ...told, result: proposed, explanation, lines };
  if (world.control === undefined)
    return { ...told, result: { label: 'unverified', hidden: 0, ms: 0 }, explanation, lines, proposed };
  return { ...told, result: await check(world.control, proposed, signal), explanation, lines, proposed };
}

interface Heard {
  readonly reply: string;
  /** The model ended by itself. */
  readonly endedWell: boolean;
  /** What went wrong in the middle of the answer. */
  readonly failure?: FimError;
}

/** @throws FimError when the server says nothing at all; AbortError */
async function listen(chat: Chat, ask: ChatAsk, heard: (text: string) => void, signal: AbortSignal): Promise<Heard> {
  let reply = '';
  let endedWell = true;
  try {
    for await (const { text, isCutOff } of chat.chat(ask, signal)) {
      reply += text;
      if (isCutOff === true) endedWell = false;
      heard(reply);
      if (reply.length > ask.maxTokens * LONGEST_TOKEN) return { reply, endedWell: false };
    }
  } catch (error) {
    if (reply === '' || !(error instanceof FimError) || signal.aborted) throw error;
    return { reply, endedWell: false, failure: error };
  }
  return { reply, endedWell };
}

/** Each size makes Ollama load the model anew: one for all tries, in steps. */
function contextFor(budget: number, maxTokens: number): number {
  const step = 2048;
  return Math.ceil((budget * PROMPT_MARGIN + maxTokens) / step) * step;
}

function lastOf(before: readonly Try[]): { answer: readonly string[]; fault: string } | undefined {
  const last = before.at(-1);
  return last !== undefined && isRefusal(last.result) ? { answer: last.lines, fault: last.result.detail } : undefined;
}
