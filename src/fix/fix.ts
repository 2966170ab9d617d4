/** One repair from a diagnostic to what may be shown: the verifier's control, rules, the model's tries, and why nothing came of it. Draws nothing, changes no file. */
import type { LookupResult } from '../context/service.ts';
import type { Chat } from '../model/chat.ts';
import { type Control, control, type Label } from './check.ts';
import type { Diagnostic, Related } from './diagnostic.ts';
import { together } from './pointed.ts';
import type { Imported, Question } from './question.ts';
import { isRefusal, type RefusalName } from './refusal.ts';
import { REGION_LINES } from './region.ts';
import type { Scene } from './scene.ts';
import type { LineEdit, SourceText } from './source-text.ts';
import { ruleRepairs } from './tier0/tier0.ts';
import { askModel, type Try } from './tries.ts';
import type { Verifier } from './verify/verifier.ts';

/** A change that may be shown. */
export interface Candidate {
  readonly label: Label;
  /** Who says so. */
  readonly verifier: string;
  readonly verifyMs: number;
  /** `model`, or the name of a rule. */
  readonly origin: string;
  readonly explanation: string;
  readonly edits: readonly LineEdit[];
  readonly after: SourceText;
}

export interface Outcome {
  readonly target: Diagnostic;
  readonly region: Scene['region'];
  /** What holds, best first; empty where nothing does. */
  readonly candidates: readonly Candidate[];
  /** What nobody could confirm: shown only where that is asked for. */
  readonly unverified: readonly Candidate[];
  readonly tries: readonly Try[];
  /** Why `candidates` is empty, as one sentence. */
  readonly reason: string;
  readonly totalMs: number;
}

/** A model to talk to. */
export interface ChatModel {
  readonly chat: Chat;
  readonly model: string;
  readonly budget: number;
  readonly charsPerToken: number;
  /** Shows one worked answer. */
  readonly withExample?: boolean;
}

/** Code of other places. */
export interface Pointed {
  readonly imported: readonly Imported[];
  readonly related: ReadonlyMap<Related, string>;
}

export interface FixWorld {
  /** Whoever looks at texts, the one that knows most first. */
  readonly verifiers: readonly Verifier[];
  /** Called when the model's turn comes; `undefined`: there is none. @throws FimError */
  readonly model: ((signal: AbortSignal) => Promise<ChatModel>) | undefined;
  /** What the project knows of the report. */
  readonly lookup: (scene: Scene, signal: AbortSignal) => Promise<LookupResult>;
  /** What servers point at, for the prompt: asked for when the model's turn comes. */
  readonly pointed?: (scene: Scene, signal: AbortSignal) => Promise<Pointed>;
  /** All of the model's tries together, in ms. */
  readonly limitMs: number;
  /** What the model is asked, each time. */
  readonly asked?: (question: Question) => void;
  readonly heard?: (attempt: number, text: string) => void;
}

/** @throws FimError of the model's server, of a prompt without room; AbortError */
export async function fix(scene: Scene, world: FixWorld, signal: AbortSignal): Promise<Outcome> {
  const start = performance.now();
  const ended = (rest: Pick<Outcome, 'candidates' | 'unverified' | 'tries' | 'reason'>): Outcome => ({
    target: scene.target,
    region: scene.region,
    ...rest,
    totalMs: performance.now() - start,
  });
  const nothing = { candidates: [], unverified: [], tries: [] };
  // Another thread, or another process, does the one while the other goes on.
  const lookup = world.lookup(scene, signal);
  lookup.catch(() => undefined);
  const judge = await firstThatSees(scene, world.verifiers, signal);
  const found = await lookup;
  if (judge !== undefined) {
    const held = await ruleRepairs(scene, found, judge, signal);
    const candidates = held.map(
      ({ rule, explanation, proposed, checked }): Candidate => ({
        label: checked.label,
        verifier: judge.verifier.name,
        verifyMs: checked.ms,
        origin: rule,
        explanation,
        ...proposed,
      }),
    );
    if (candidates.length > 0) return ended({ ...nothing, candidates, reason: '' });
  }
  if (scene.nudge.noModel !== undefined) return ended({ ...nothing, reason: scene.nudge.noModel });
  if (world.model === undefined) return ended({ ...nothing, reason: 'No rule repairs this, and no model was asked.' });
  const model = await world.model(signal);
  const pointed = await world.pointed?.(scene, signal);
  const { tries, isLate, failure } = await askModel(
    scene,
    {
      ...model,
      imported: together(pointed?.imported ?? [], found.declared),
      related: pointed?.related ?? new Map(),
      limitMs: world.limitMs,
      control: judge,
      ...(world.asked ? { asked: world.asked } : {}),
      ...(world.heard ? { heard: world.heard } : {}),
    },
    signal,
  );
  const made = tries.flatMap((each): readonly Candidate[] => {
    if (isRefusal(each.result) || each.proposed === undefined) return [];
    const { label, ms } = each.result;
    const verifier = judge?.verifier.name ?? '';
    return [{ label, verifier, verifyMs: ms, origin: 'model', explanation: each.explanation, ...each.proposed }];
  });
  const candidates = made.filter(({ label }) => label !== 'unverified');
  return ended({
    candidates,
    unverified: [...made.filter(({ label }) => label === 'unverified'), ...refusedByVerifier(tries, judge)],
    tries,
    reason: candidates.length > 0 ? '' : (failure?.what ?? reasonOf(tries, made, isLate, judge, world.limitMs)),
  });
}

/** The first verifier that sees the target in the text as it is; else the last one that could be asked, whose word is worth least. */
async function firstThatSees(
  scene: Scene,
  verifiers: readonly Verifier[],
  signal: AbortSignal,
): Promise<Control | undefined> {
  let last: Control | undefined;
  for (const verifier of verifiers) {
    try {
      last = await control(verifier, scene.source, scene.target, signal);
    } catch {
      // One that does not start, or fails, is as good as none.
      signal.throwIfAborted();
      continue;
    }
    if (last.target !== undefined) return last;
  }
  return last;
}

/** How far what the verifier says against an answer is from a repair, the nearest first. */
const REFUSED: readonly RefusalName[] = ['not-looked-at', 'others-grew', 'still-there'];

/** They passed the gates; the verifier says that they are no repair, and that is told with them. */
function refusedByVerifier(tries: readonly Try[], judge: Control | undefined): readonly Candidate[] {
  const refused = tries.flatMap(({ result, proposed, explanation }) => {
    if (!isRefusal(result) || proposed === undefined) return [];
    const verifier = judge?.verifier.name ?? '';
    const told = [explanation, `${verifier}: ${result.detail}`].filter((text) => text !== '').join('\n\n');
    const candidate: Candidate = {
      label: 'unverified',
      verifier,
      verifyMs: 0,
      origin: 'model',
      explanation: told,
      ...proposed,
    };
    return [{ rank: REFUSED.indexOf(result.verdict), candidate }];
  });
  return refused.sort((a, b) => a.rank - b.rank).map(({ candidate }) => candidate);
}

function reasonOf(
  tries: readonly Try[],
  made: readonly Candidate[],
  isLate: boolean,
  judge: Control | undefined,
  limitMs: number,
): string {
  if (made.length > 0) {
    return judge === undefined
      ? 'There is nobody to verify the repair.'
      : `${judge.verifier.name} does not see the problem in the text as it is, so that it can't say that it is gone.`;
  }
  if (isLate) return `The model did not answer within ${Math.round(limitMs / 1000)} s.`;
  const last = tries.at(-1)?.result;
  return last !== undefined && isRefusal(last) ? last.detail : 'The model has no repair.';
}

/**
 * What a model may be asked to write: the most lines of a region that it copies without a fault, and whether it may answer in pieces.
 * @param billions of parameters; unknown counts as small
 */
export function regionFor(billions = 0, allowsPieces = true): { readonly limit: number; readonly inPieces: boolean } {
  const limit = billions >= SMALL_BILLIONS ? REGION_LINES.large : REGION_LINES.small;
  return { limit, inPieces: allowsPieces && billions >= PIECES_BILLIONS };
}

/** Models below this are small. */
export const SMALL_BILLIONS = 7;
/** Smaller ones do not keep to the form of pieces. */
const PIECES_BILLIONS = 14;
