/** `fim fix`: what holds against a diagnostic of a file, as a diff. Writes no file. */
import { resolve } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { Options } from '../config/schema.ts';
import { absoluteFolders } from '../context/discover/root.ts';
import type { ContextEngine } from '../context/engine.ts';
import { billionsIn } from '../fix/chat-model.ts';
import { type Diagnostic, diagnosticFrom } from '../fix/diagnostic.ts';
import { type Candidate, fix, type Outcome, regionFor } from '../fix/fix.ts';
import { lookupRequest } from '../fix/lookup-request.ts';
import { CHARS_PER_TOKEN, modelFor, wantsExample } from '../fix/model-for.ts';
import { pick } from '../fix/pick.ts';
import { relatedCode } from '../fix/pointed.ts';
import { explainQuestion, type Question, questionFor } from '../fix/question.ts';
import { isRefusal } from '../fix/refusal.ts';
import { type Scene, sceneOf } from '../fix/scene.ts';
import { contentOf, readSource, type SourceText } from '../fix/source-text.ts';
import { Verifiers } from '../fix/verify/find.ts';
import type { Verifier } from '../fix/verify/verifier.ts';
import { type CodeParser, loadCodeParser } from '../syntax/code-tree.ts';
import { grammarsFolder } from '../syntax/grammar.ts';
import { languageOf } from '../syntax/registry.ts';
import { FimError } from '../text/error.ts';
import { byteCol, byteLength, utf16Column } from '../text/offset.ts';
import { type OptionFlags, optionsFrom, readOwnText } from './options.ts';
import { contextEngine, projectOptions, rootFor } from './project.ts';

/** Flags as the command line gives them. */
export interface FixFlags extends OptionFlags {
  /** From 1. */
  readonly line: number;
  /** Bytes of the line before the place. */
  readonly col?: number;
  readonly diagnostic?: string;
  readonly unverified?: boolean;
  readonly stdin?: boolean;
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** What the process around it gives. */
export interface FixSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly log: (text: string) => void;
}

/** No repair holds: the reason is for a person, what is printed for scripts. */
export class NothingHolds extends Error {
  override readonly name = 'NothingHolds';
  /** '' or one line of JSON. */
  readonly printed: string;

  constructor(reason: string, printed: string) {
    super(reason);
    this.printed = printed;
  }
}

/**
 * What is to be printed.
 * @throws FimError for wrong arguments or options, a file that can't be read, a model that can't be asked; NothingHolds
 */
export async function fixCommand(file: string, flags: FixFlags, around: FixSurroundings): Promise<string> {
  const { model, ...rest } = flags;
  const options = await optionsFrom({
    ...rest,
    set: [...flags.set, ...(model === undefined ? [] : [`fix.model=${model}`])],
  });
  const path = resolve(file);
  const source = readSource(await readOwnText(file, options, flags.stdin === true ? around.stdin : undefined));
  const parser = await parserFor(path);
  const tree = parser?.parse(source.text);
  const languageId = languageOf({ filetype: '', path })?.id ?? '';
  const root = rootFor(path);
  const { commands } = options.fix;
  const servers = new Verifiers(around.env);
  const verifiers = servers.forFile({ path, languageId, root, parser, commands });
  const engine = contextEngine(around.log);
  try {
    const { signal } = around;
    const target = await targetIn(source, verifiers, path, flags, signal);
    const scene = sceneOf({
      path,
      filetype: '',
      source,
      target,
      ...regionFor(billionsIn(options.fix.model), options.fix.searchReplace),
      parser,
      tree,
    });
    await engine.start({ ...projectOptions(options), root, includePaths: absoluteFolders(root, options.includePaths) });
    engine.open({ path, filetype: '', lines: source.lines });
    await engine.settled();
    if (flags.explain === true) return `${explainQuestion(await asked(scene, options, engine, signal))}\n`;
    return await repaired(file, scene, options, { verifiers, engine }, flags, around);
  } finally {
    await engine.dispose();
    tree?.delete();
    parser?.delete();
    await servers.dispose();
  }
}

/** A grammar that does not load is no reason to say nothing. */
async function parserFor(path: string): Promise<CodeParser | undefined> {
  const language = languageOf({ filetype: '', path });
  return language === undefined ? undefined : loadCodeParser(grammarsFolder(), language).catch(() => undefined);
}

/** @throws FimError `config` where nothing is reported at the place */
async function targetIn(
  source: SourceText,
  verifiers: readonly Verifier[],
  path: string,
  flags: FixFlags,
  signal: AbortSignal,
): Promise<Diagnostic> {
  const row = flags.line - 1;
  const line = source.lines[row];
  if (line === undefined) {
    const what = `${path} has ${source.lines.length} lines, --line ${flags.line} is behind them.`;
    throw new FimError('config', { what, next: 'Lines count from 1, columns in bytes from 0.' });
  }
  const { col: bytes } = flags;
  if (bytes !== undefined && bytes > byteLength(line)) {
    const what = `Line ${flags.line} of ${path} has ${byteLength(line)} bytes, --col ${bytes} is behind them.`;
    throw new FimError('config', { what, next: 'Lines count from 1, columns in bytes from 0.' });
  }
  const reported =
    flags.diagnostic === undefined ? await seenIn(source, verifiers, signal) : toldOf(flags.diagnostic, source);
  const target = pick(reported, row, bytes === undefined ? undefined : utf16Column(line, byteCol(bytes)));
  if (target !== undefined) return target;
  throw new FimError('config', {
    what: `Nothing is reported at line ${flags.line} of ${path}.`,
    next:
      flags.diagnostic === undefined ? 'Give what is reported with --diagnostic.' : 'Name the line of the diagnostic.',
  });
}

/** What the first verifier reports that can be asked. */
async function seenIn(
  source: SourceText,
  verifiers: readonly Verifier[],
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  for (const verifier of verifiers) {
    try {
      return await verifier.diagnose(contentOf(source), signal);
    } catch {
      signal.throwIfAborted();
    }
  }
  return [];
}

function toldOf(json: string, source: SourceText): readonly Diagnostic[] {
  const found = listOf(json).map((each) => diagnosticFrom(each, source.lines));
  const known = found.filter((each) => each !== undefined);
  if (known.length === found.length && known.length > 0) return known;
  throw new FimError('config', {
    what: "--diagnostic can't be read.",
    next: 'Give JSON with range and message, or with lnum, col and message.',
  });
}

function listOf(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [undefined];
  }
}

async function asked(scene: Scene, options: Options, engine: ContextEngine, signal: AbortSignal): Promise<Question> {
  const { declared } = await engine.lookup(lookupRequest(scene), signal);
  return questionFor(scene, {
    budget: options.fix.maxPromptTokens,
    charsPerToken: CHARS_PER_TOKEN,
    imported: declared,
    related: await relatedCode(scene.target.related, scene.path, options),
    withExample: wantsExample(options, options.fix.model),
  });
}

async function repaired(
  file: string,
  scene: Scene,
  options: Options,
  { verifiers, engine }: { readonly verifiers: readonly Verifier[]; readonly engine: ContextEngine },
  flags: FixFlags,
  around: FixSurroundings,
): Promise<string> {
  const outcome = await fix(
    scene,
    {
      verifiers,
      model: (signal) => modelFor(options, around.env, signal),
      lookup: (one, signal) => engine.lookup(lookupRequest(one), signal),
      pointed: async ({ target, path }) => ({
        imported: [],
        related: await relatedCode(target.related, path, options),
      }),
      limitMs: options.fix.timeoutMs,
    },
    around.signal,
  );
  const shown = flags.unverified === true ? [...outcome.candidates, ...outcome.unverified] : outcome.candidates;
  const printed = flags.json === true ? `${JSON.stringify(told(outcome, shown, scene, file))}\n` : '';
  const [best] = shown;
  if (best === undefined) throw new NothingHolds(outcome.reason, printed);
  if (flags.json === true) return printed;
  around.log(`${best.label}${best.explanation === '' ? '' : `: ${best.explanation}`}`);
  return diffOf(file, scene.source, best);
}

function diffOf(file: string, source: SourceText, { after }: Candidate): string {
  const patch = createTwoFilesPatch(file, file, contentOf(source), contentOf(after), '', '', { context: 3 });
  // The library's first lines are of another format.
  return patch.replace(/^(?:Index: .*\n)?=+\n/u, '').replace(/^(---|\+\+\+) (.*?)\t$/gmu, '$1 $2');
}

function told(outcome: Outcome, shown: readonly Candidate[], { source, languageId }: Scene, file: string): object {
  const { target, region, tries, reason, totalMs } = outcome;
  return {
    file,
    language: languageId,
    diagnostic: {
      line: target.row + 1,
      code: target.code,
      source: target.source,
      severity: target.severity,
      message: target.message,
    },
    region: { kind: region.kind, firstLine: region.first + 1, lastLine: region.last + 1 },
    candidates: shown.map((candidate) => ({
      label: candidate.label,
      verifier: candidate.verifier,
      origin: candidate.origin,
      explanation: candidate.explanation,
      verifyMs: rounded(candidate.verifyMs),
      edits: candidate.edits.map(({ first, last, lines }) => ({
        firstLine: first + 1,
        lines: [...lines],
        replaces: last - first,
      })),
      text: contentOf(candidate.after),
      diff: diffOf(file, source, candidate),
    })),
    tries: tries.map(({ temperature, result, prompt, modelMs }) => ({
      temperature,
      verdict: isRefusal(result) ? result.verdict : result.label,
      detail: isRefusal(result) ? result.detail : '',
      promptTokens: rounded(prompt.tokens),
      modelMs: rounded(modelMs),
    })),
    reason,
    totalMs: rounded(totalMs),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
