/** Measures what becomes of one fault: what the server reports, what is shown in the end, and what the other mode would have shown. Prints nothing. */
import { relative } from 'node:path';
import type { ContextEngine } from '../../src/context/engine.ts';
import { check, control } from '../../src/fix/check.ts';
import type { Diagnostic } from '../../src/fix/diagnostic.ts';
import { hunks } from '../../src/fix/fit.ts';
import { type ChatModel, fix, regionFor } from '../../src/fix/fix.ts';
import { lookupRequest } from '../../src/fix/lookup-request.ts';
import { pick } from '../../src/fix/pick.ts';
import { isRefusal } from '../../src/fix/refusal.ts';
import { type Scene, sceneOf } from '../../src/fix/scene.ts';
import { readSource } from '../../src/fix/source-text.ts';
import { grownIn, verdictOf } from '../../src/fix/verdict.ts';
import type { Verifiers } from '../../src/fix/verify/find.ts';
import type { Verifier } from '../../src/fix/verify/verifier.ts';
import type { CodeParser } from '../../src/syntax/code-tree.ts';
import { FimError } from '../../src/text/error.ts';
import { estimateTokens } from '../../src/text/tokens.ts';
import { anchorApply, anchorAsk } from './anchor.ts';
import type { Case } from './cases.ts';
import type { AnchorSample, FixSample } from './report.ts';
import type { ScriptedModel } from './scripted.ts';

export interface MeasureWorld {
  readonly root: string;
  readonly languageId: string;
  readonly parser: CodeParser;
  readonly engine: ContextEngine;
  readonly servers: Verifiers;
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** `undefined`: rules alone. */
  readonly model: ChatModel | undefined;
  /** Of the model, for the size of regions. */
  readonly billions: number | undefined;
  /** Where `model` is one that is scripted: it is told what is wanted. */
  readonly script: ScriptedModel | undefined;
  readonly usesRules: boolean;
  readonly limitMs: number;
}

/** Most tokens of an answer in the other mode. */
const ANCHOR_TOKENS = 1200;
/** The other mode sends whole files: a server needs room for them, in steps of so many tokens. */
const CONTEXT_STEP = 4096;

/** @returns `undefined` where the pair is no case: a commit after which no report is gone, or another has come @throws what the server throws */
export async function measure(one: Case, world: MeasureWorld, signal: AbortSignal): Promise<FixSample | undefined> {
  const { languageId, root, parser, servers, commands } = world;
  const [verifier] = servers.forFile({ path: one.path, languageId, root, parser, commands });
  if (verifier === undefined) return undefined;
  const after = await verifier.diagnose(one.wanted, signal);
  const before = await verifier.diagnose(one.faulty, signal);
  const target = causeOf(grownIn(after, before));
  const sample = { kind: one.kind, path: relative(root, one.path), row: target?.row ?? 0 };
  if (one.isMined && (target === undefined || grownIn(before, after).length > 0)) return undefined;
  if (target === undefined) return { ...sample, ...NOTHING };
  const found = { ...sample, isDetected: true, code: target.code };
  return { ...found, ...(await repaired(one, target, verifier, world, signal)) };
}

const NOTHING = {
  isDetected: false,
  code: '',
  isTold: false,
  acceptsUnfixed: false,
  hasControl: false,
  isVerified: false,
  isEqual: false,
  isAmong: false,
  origin: '',
  ms: 0,
  verifyMs: 0,
  tries: [],
  promptTokens: 0,
  answerTokens: 0,
};

/** As the user's cursor would have it: somewhere on the diagnostic that names the cause. */
function causeOf(came: readonly Diagnostic[]): Diagnostic | undefined {
  const here = came.map((each) => ({ ...each, row: 0, col: 0, endRow: 0, endCol: 1 }));
  const best = pick(here, 0, 0);
  return best === undefined ? undefined : came[here.indexOf(best)];
}

async function repaired(
  one: Case,
  target: Diagnostic,
  verifier: Verifier,
  world: MeasureWorld,
  signal: AbortSignal,
): Promise<Omit<FixSample, 'kind' | 'path' | 'row' | 'isDetected' | 'code'>> {
  const { engine, parser, model, script, limitMs } = world;
  const source = readSource(one.faulty);
  const tree = parser.parse(source.text);
  try {
    const size = regionFor(world.billions);
    const made = sceneOf({ path: one.path, filetype: '', source, target, ...size, parser, tree });
    const scene = world.usesRules ? made : { ...made, nudge: { ...made.nudge, tier0: [] } };
    engine.open({ path: one.path, filetype: '', lines: source.lines });
    const judge = await control(verifier, source, target, signal);
    const self = await check(judge, { after: source, edits: [] }, signal);
    const wanted = readSource(one.wanted);
    const right = await check(judge, { after: wanted, edits: hunks(source.lines, wanted.lines, 0) }, signal);
    script?.begin(one);
    // A server that keeps a file open would have the control's answer at hand, as nobody has in an editor.
    await verifier.diagnose(one.wanted, signal);
    const start = performance.now();
    const outcome = await fix(
      scene,
      {
        verifiers: [verifier],
        model: model === undefined ? undefined : () => Promise.resolve(model),
        lookup: (each: Scene) => engine.lookup(lookupRequest(each), signal),
        limitMs,
        ...(script === undefined ? {} : { asked: (question) => script.asked(question) }),
      },
      signal,
    );
    const ms = performance.now() - start;
    const { candidates, tries } = outcome;
    const same = candidates.map(({ after }) => isSame(after.text, one.wanted));
    return {
      isTold: !isRefusal(right) && right.label === 'verified',
      acceptsUnfixed: !isRefusal(self) && self.label === 'verified',
      hasControl: judge.target !== undefined,
      isVerified: candidates.length > 0,
      isEqual: same[0] === true,
      isAmong: same.includes(true),
      origin: candidates[0]?.origin ?? '',
      ms,
      verifyMs: candidates[0]?.verifyMs ?? 0,
      tries: tries.map(({ result }) => (isRefusal(result) ? result.verdict : result.label)),
      promptTokens: sum(tries.map(({ prompt }) => prompt.tokens)),
      answerTokens: sum(tries.map(({ reply }) => estimateTokens(reply))),
      ...(model === undefined ? {} : { anchor: await anchored(one, target, verifier, world, model, signal) }),
    };
  } finally {
    tree?.delete();
    engine.close(one.path);
  }
}

/** The same model in the other mode: what it would have put into the text, and what the server says of that. */
async function anchored(
  one: Case,
  target: Diagnostic,
  verifier: Verifier,
  { root, languageId, script }: MeasureWorld,
  { chat, model }: ChatModel,
  signal: AbortSignal,
): Promise<AnchorSample> {
  const { messages, tokens } = anchorAsk(relative(root, one.path), languageId, one.faulty, target);
  script?.begin(one);
  const start = performance.now();
  let reply = '';
  const contextTokens = Math.ceil((tokens * 1.25 + ANCHOR_TOKENS) / CONTEXT_STEP) * CONTEXT_STEP;
  const ask = { model, messages, maxTokens: ANCHOR_TOKENS, temperature: 0, contextTokens };
  try {
    for await (const { text } of chat.chat(ask, signal)) reply += text;
  } catch (error) {
    // A file that is longer than the server's context gets no answer in this mode.
    if (!(error instanceof FimError) || error.code !== 'server-refused') throw error;
  }
  const ms = performance.now() - start;
  const after = anchorApply(one.faulty, reply, target);
  const told = { promptTokens: tokens, answerTokens: estimateTokens(reply), ms };
  if (after === undefined) return { ...told, isShown: false, holds: false, isEqual: false };
  const before = await verifier.diagnose(one.faulty, signal);
  const kind = verdictOf(target, before, await verifier.diagnose(after, signal)).kind;
  return { ...told, isShown: true, holds: kind === 'holds', isEqual: isSame(after, one.wanted) };
}

/** Blanks aside. */
function isSame(a: string, b: string): boolean {
  const bare = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  return bare(a) === bare(b);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
