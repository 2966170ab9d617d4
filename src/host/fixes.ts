/**
 * The repair that is going on in this Neovim, at most one: a newer one ends the older. Works on the text that came with the request and changes
 * nothing; the front-end shows what is found, where that text still stands.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Options } from '../config/schema.ts';
import { findRoot } from '../context/discover/root.ts';
import { NOTHING_FOUND } from '../context/lookup.ts';
import type { LookupResult, OpenDocument } from '../context/service.ts';
import { billionsIn } from '../fix/chat-model.ts';
import { type Diagnostic, diagnosticFrom } from '../fix/diagnostic.ts';
import { syntaxFaults } from '../fix/faults.ts';
import { type Candidate, fix, type Outcome, type Pointed, regionFor } from '../fix/fix.ts';
import { fixAll, sameKind } from '../fix/fix-all.ts';
import { lookupRequest } from '../fix/lookup-request.ts';
import { modelFor } from '../fix/model-for.ts';
import { pick } from '../fix/pick.ts';
import { codeAt, type Place, relatedCode } from '../fix/pointed.ts';
import { explainQuestion, type Question } from '../fix/question.ts';
import { type Scene, sceneOf } from '../fix/scene.ts';
import { readSource, type SourceText } from '../fix/source-text.ts';
import { type KnownClient, type KnownServer, type RunningVerifier, Verifiers } from '../fix/verify/find.ts';
import type { Verifier } from '../fix/verify/verifier.ts';
import { type CodeParser, loadCodeParser } from '../syntax/code-tree.ts';
import { languageOf } from '../syntax/registry.ts';
import { FimError, isAbort } from '../text/error.ts';
import { byteCol, byteLength, utf16Column } from '../text/offset.ts';
import type { Editor } from './editor.ts';
import { hunksOf } from './hunks.ts';
import { type Log, stackOf } from './log.ts';
import type { Message } from './messages.ts';

export interface FixesDeps {
  readonly editor: Editor;
  readonly options: () => Options;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly grammarsDir: string;
  readonly log: Log;
  /** What the project of a document knows. */
  readonly lookup: (
    document: OpenDocument,
    request: ReturnType<typeof lookupRequest>,
    signal: AbortSignal,
  ) => Promise<LookupResult>;
}

/** What was found for one request. */
interface Found {
  readonly id: number;
  readonly buf: number;
  readonly lines: readonly string[];
  readonly title: (candidate: Candidate) => string;
  readonly shown: readonly Candidate[];
  index: number;
}

export class Fixes {
  readonly #deps: FixesDeps;
  #running: { readonly id: number; readonly aborter: AbortController } | undefined;
  #found: Found | undefined;
  #known: Known | undefined;
  #asked: Question | undefined;
  readonly #servers: Verifiers;

  constructor(deps: FixesDeps) {
    this.#deps = deps;
    this.#servers = new Verifiers(deps.env);
  }

  async fix(message: Message<'fix'>): Promise<void> {
    this.cancel();
    const aborter = new AbortController();
    this.#running = { id: message.id, aborter };
    this.#known = message.asks ? deferred(message.id) : undefined;
    try {
      await this.#run(message, aborter.signal);
    } catch (error) {
      if (!isAbort(error) && !aborter.signal.aborted) this.#gaveUp(message.id, error);
    } finally {
      if (this.#running?.id === message.id) this.#running = undefined;
    }
  }

  /** What the servers of the buffer say of the names in the line. */
  known({ id, definitions }: Message<'fix_known'>): void {
    if (this.#known?.id === id) this.#known.resolve(definitions);
  }

  /** The last question to a model for people, as Markdown; '' before the first. */
  explain(): string {
    return this.#asked === undefined ? '' : explainQuestion(this.#asked);
  }

  /** Another of the repairs that were found. */
  other({ id, delta }: Message<'fix_other'>): void {
    const found = this.#found;
    if (found?.id !== id) return;
    const { length } = found.shown;
    found.index = (((found.index + delta) % length) + length) % length;
    this.#show(found);
  }

  /** The user has taken or dropped what was shown. */
  ended(id: number): void {
    if (this.#found?.id === id) this.#found = undefined;
  }

  cancel(id?: number): void {
    if (id !== undefined && this.#running?.id !== id) return;
    this.#running?.aborter.abort();
    this.#running = undefined;
  }

  /** The language servers that could run for us. */
  servers(): readonly KnownServer[] {
    return this.#servers.known(this.#deps.options().fix.commands);
  }

  /** The language servers that run for us. */
  running(): Promise<readonly RunningVerifier[]> {
    return this.#servers.running();
  }

  /** Stops the language servers that run for us. */
  async dispose(): Promise<void> {
    this.cancel();
    await this.#servers.dispose();
  }

  #verifiersFor(
    { path, filetype, clients, unsaved }: Message<'fix'>,
    parser: CodeParser | undefined,
  ): readonly Verifier[] {
    const languageId = languageOf({ filetype, path })?.id ?? '';
    const { commands } = this.#deps.options().fix;
    const known = clients.map(
      ({ settings, init, ...rest }): KnownClient => ({ ...rest, settings, initializationOptions: init }),
    );
    return this.#servers.forFile({
      path,
      languageId,
      root: path === '' ? '' : findRoot(path),
      parser,
      commands,
      clients: known,
      unsaved: unsaved.map(({ lines, ...rest }) => ({ ...rest, content: `${lines.join('\n')}\n` })),
    });
  }

  /** What goes wrong there costs no more than what the project would have known. */
  async #lookup(scene: Scene, { path, filetype, lines }: Message<'fix'>, signal: AbortSignal): Promise<LookupResult> {
    if (path === '') return NOTHING_FOUND;
    try {
      return await this.#deps.lookup({ path, filetype, lines }, lookupRequest(scene), signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#deps.log.error(`fix: ${stackOf(error)}`);
      return NOTHING_FOUND;
    }
  }

  async #pointed({ id, path }: Message<'fix'>, { target }: Scene, signal: AbortSignal): Promise<Pointed> {
    const options = this.#deps.options();
    const known = this.#known?.id === id ? this.#known : undefined;
    const places = known === undefined ? [] : await withinMs(known.places, KNOWN_LIMIT_MS, signal);
    return {
      imported: await codeAt(places ?? [], { path, root: path === '' ? '' : findRoot(path) }, options),
      related: await relatedCode(target.related, path, options),
    };
  }

  async #run(message: Message<'fix'>, signal: AbortSignal): Promise<void> {
    const { id, path, filetype, lines } = message;
    const source = readSource(`${lines.join('\n')}\n`);
    const parser = await this.#parser(path, filetype);
    try {
      const reported = reportedIn(message, source, parser);
      const target = targetIn(message, source, reported) ?? (message.all ? reported[0] : undefined);
      if (target === undefined) {
        this.#deps.editor.tell('fix_ended', { id, text: 'nothing is reported here.' });
        return;
      }
      await (message.all
        ? this.#all(message, source, target, sameKind(target, reported), parser, signal)
        : this.#one(message, source, target, parser, signal));
    } finally {
      parser?.delete();
    }
  }

  async #one(
    message: Message<'fix'>,
    source: SourceText,
    target: Diagnostic,
    parser: CodeParser | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { id } = message;
    const begun = ({ first, last }: Scene['region']): void =>
      this.#deps.editor.tell('fix_begun', { id, first, last, text: nameOf(target) });
    const outcome = await this.#repair(message, source, target, parser, signal, begun);
    signal.throwIfAborted();
    this.#take(message, target, outcome);
  }

  async #all(
    message: Message<'fix'>,
    source: SourceText,
    target: Diagnostic,
    alike: readonly Diagnostic[],
    parser: CodeParser | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { id, buf, lines } = message;
    const { editor } = this.#deps;
    const name = nameOf(target);
    editor.tell('fix_begun', { id, first: 0, last: source.lines.length - 1, text: `${alike.length} × ${name}` });
    const outcome = await fixAll(
      source,
      alike,
      (text, each) => this.#repair(message, text, each, parser, signal),
      signal,
    );
    signal.throwIfAborted();
    const { candidate, repaired, wanted, reason } = outcome;
    if (candidate === undefined) {
      editor.tell('fix_ended', { id, text: `none of ${wanted} × ${name} could be repaired. ${reason}` });
      return;
    }
    const title = `${repaired} of ${wanted} × ${titleOf(target, candidate)}`;
    this.#found = { id, buf, lines, title: () => title, shown: [candidate], index: 0 };
    this.#show(this.#found);
  }

  /** @param begun is told which rows may change */
  async #repair(
    message: Message<'fix'>,
    source: SourceText,
    target: Diagnostic,
    parser: CodeParser | undefined,
    signal: AbortSignal,
    begun: (region: Scene['region']) => void = () => undefined,
  ): Promise<Outcome> {
    const { path, filetype } = message;
    const { options, env } = this.#deps;
    const tree = parser?.parse(source.text);
    try {
      const { model, searchReplace } = options().fix;
      const size = regionFor(billionsIn(model), searchReplace);
      const scene = sceneOf({ path, filetype, source, target, ...size, parser, tree });
      begun(scene.region);
      return await fix(
        scene,
        {
          verifiers: this.#verifiersFor(message, parser),
          model: (modelSignal) => modelFor(options(), env, modelSignal),
          lookup: (one, lookupSignal) => this.#lookup(one, message, lookupSignal),
          pointed: (one, pointedSignal) => this.#pointed(message, one, pointedSignal),
          asked: (question) => {
            this.#asked = question;
          },
          limitMs: options().fix.timeoutMs,
        },
        signal,
      );
    } finally {
      tree?.delete();
    }
  }

  #take({ id, buf, bang, lines }: Message<'fix'>, target: Diagnostic, outcome: Outcome): void {
    const shown = bang ? [...outcome.candidates, ...outcome.unverified] : outcome.candidates;
    if (shown.length === 0) {
      const more = outcome.unverified.length > 0 ? ' `:FimFix!` shows what could not be verified.' : '';
      this.#deps.editor.tell('fix_ended', { id, text: `no repair holds. ${outcome.reason}${more}` });
      return;
    }
    this.#found = { id, buf, lines, title: (candidate) => titleOf(target, candidate), shown, index: 0 };
    this.#show(this.#found);
  }

  #show({ id, buf, lines, title, shown, index }: Found): void {
    const candidate = shown[index];
    if (candidate === undefined) return;
    this.#deps.editor.tell('fix_show', {
      id,
      buf,
      title: title(candidate),
      explanation: candidate.explanation,
      index: index + 1,
      count: shown.length,
      hunks: hunksOf(lines, candidate.edits),
    });
  }

  async #parser(path: string, filetype: string): Promise<CodeParser | undefined> {
    const language = languageOf({ filetype, path });
    if (language === undefined) return undefined;
    return loadCodeParser(this.#deps.grammarsDir, language).catch((error: unknown) => {
      this.#deps.log.error(stackOf(error));
      return undefined;
    });
  }

  #gaveUp(id: number, error: unknown): void {
    this.#deps.log.error(`fix ${id}: ${stackOf(error)}`);
    const text = error instanceof FimError ? `${error.what} ${error.next}` : 'the repair failed (:Fim log).';
    this.#deps.editor.tell('fix_ended', { id, text });
  }
}

/** The answer of the front-end to come. */
interface Known {
  readonly id: number;
  readonly places: Promise<readonly Place[]>;
  readonly resolve: (places: readonly Place[]) => void;
}

/** Who asked the servers is waited for so long when the model's turn comes, in ms: the front-end gives up a little earlier. */
const KNOWN_LIMIT_MS = 500;

function deferred(id: number): Known {
  let resolve: Known['resolve'] = () => undefined;
  const places = new Promise<readonly Place[]>((done) => {
    resolve = done;
  });
  return { id, places, resolve };
}

/** @returns `undefined` where it takes longer @throws AbortError */
async function withinMs<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> {
  const clock = new AbortController();
  const both = AbortSignal.any([signal, clock.signal]);
  try {
    return await Promise.race([promise, sleep(ms, undefined, { signal: both })]);
  } finally {
    clock.abort();
  }
}

/** What was reported; where nobody reports anything, what the parser sees. */
function reportedIn(
  { diagnostics }: Message<'fix'>,
  source: SourceText,
  parser: CodeParser | undefined,
): readonly Diagnostic[] {
  const told = diagnostics.flatMap((each) => diagnosticFrom(each, source.lines) ?? []);
  if (told.length > 0) return told;
  const tree = parser?.parse(source.text);
  try {
    return tree === undefined ? [] : syntaxFaults(tree.root, source.text);
  } finally {
    tree?.delete();
  }
}

/** What is meant by the place. */
function targetIn(
  { row, col, count }: Message<'fix'>,
  source: SourceText,
  reported: readonly Diagnostic[],
): Diagnostic | undefined {
  const line = source.lines[row] ?? '';
  const at = col === undefined ? undefined : utf16Column(line, byteCol(Math.min(col, byteLength(line))));
  return pick(reported, row, at, count);
}

/** As short as it can be told. */
function nameOf({ code, message }: Diagnostic): string {
  return code === '' ? (message.split('\n')[0] ?? '').slice(0, MOST_NAME) : code;
}

const MOST_NAME = 40;

function titleOf(target: Diagnostic, { label, verifier, verifyMs }: Candidate): string {
  const name = nameOf(target);
  if (label === 'verified') return `${name} gone ✓ ${verifier} ${Math.round(verifyMs)} ms`;
  return label === 'syntax only' ? `${name} · syntax only` : `${name} · unverified`;
}
