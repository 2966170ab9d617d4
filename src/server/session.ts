/** The methods of the protocol, on one context service. Knows neither lines nor processes. */
import { stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { JSONRPCErrorCode, JSONRPCErrorException } from 'json-rpc-2.0';
import { type Chosen, installedModels, pickModel, promptSettings, serverAnswerer } from '../complete/answerer.ts';
import type { Answerer, Offer } from '../complete/completion.ts';
import type { WantedContext } from '../complete/context-gate.ts';
import { contextParts, contextRequest } from '../complete/context-parts.ts';
import { engineSettings } from '../complete/engine.ts';
import { completeOnce } from '../complete/once.ts';
import { promptOnce } from '../complete/prompt-once.ts';
import { serverOf } from '../complete/servers.ts';
import { systemClock } from '../complete/system-clock.ts';
import type { Options } from '../config/schema.ts';
import type { ContextService } from '../context/service.ts';
import type { Backend } from '../model/backend.ts';
import type { ContextParts } from '../prompt/layout.ts';
import { resolveFamily } from '../prompt/resolve.ts';
import type { Syntax } from '../syntax/block-reader.ts';
import { languageOf } from '../syntax/registry.ts';
import { byteLength } from '../text/offset.ts';
import { lineSuffix, type Situation } from '../text/situation.ts';
import type { SourceName } from '../text/snippet.ts';
import type { CallInfo, Method } from './connection.ts';
import { contextText } from './context-text.ts';
import { OpenTexts } from './open-texts.ts';
import { InvalidParams, pathIn, placeIn } from './place.ts';
import { ERRORS, type ParamsOf, REQUESTS, type RequestName, type ResultOf } from './schemas.ts';

export interface SessionWorld {
  readonly service: ContextService;
  readonly options: Options;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly syntax: Syntax;
  /** The options that the context service is started with, besides the root. */
  readonly project: Pick<Parameters<ContextService['start']>[0], 'secretFiles' | 'useOtherFiles' | 'maxFileBytes'>;
}

interface Opened {
  readonly root: string;
  readonly folders: readonly string[];
  readonly sources: readonly SourceName[] | undefined;
}

/** Of `getContext` and `getMap`, where the client names none. */
const USUAL_TOKENS = 1024;
/** A client that asks over a pipe waits longer than a key press does, in ms. */
const LIMIT_MS = 100;
/** Nothing of the document itself is a prompt's here: the whole text is the client's. Rows above and below the cursor that count as seen. */
const WINDOW_ABOVE = 60;
const WINDOW_BELOW = 20;

const WITHOUT_BM25: readonly SourceName[] = ['members', 'edits', 'scope', 'dependencies'];

type Handler<M extends RequestName> = (params: ParamsOf<M>, call: CallInfo) => Promise<ResultOf<M>>;

export class Session {
  readonly #world: SessionWorld;
  readonly #texts: OpenTexts;
  #opened: Opened | undefined;
  readonly #servers = new Map<number, Backend>();

  constructor(world: SessionWorld) {
    this.#world = world;
    this.#texts = new OpenTexts(world.service);
  }

  readonly methods: Readonly<Record<string, Method>> = {
    initialize: checked('initialize', (params) => this.#initialize(params)),
    getContext: checked('getContext', (params, call) => this.#getContext(params, call)),
    getPrompt: checked('getPrompt', (params, call) => this.#getPrompt(params, call)),
    complete: checked('complete', (params, call) => this.#complete(params, call)),
    getMap: checked('getMap', (params, call) => this.#getMap(params, call)),
    didChange: checked('didChange', async ({ filepath, content }) => {
      placeIn(content, 0);
      this.#texts.put(this.#path(filepath), content);
      return null;
    }),
    didClose: checked('didClose', async ({ filepath }) => {
      this.#texts.close(this.#path(filepath));
      return null;
    }),
    status: checked('status', () => this.#status()),
    shutdown: checked('shutdown', async () => null),
  };

  async #initialize({
    project_root,
    include_paths = [],
    bm25 = true,
  }: ParamsOf<'initialize'>): Promise<ResultOf<'initialize'>> {
    if (!isAbsolute(project_root)) throw new InvalidParams(`project_root is not absolute: ${project_root}`);
    const root = resolve(project_root);
    const folders = include_paths.map((folder) => resolve(root, folder));
    for (const folder of [root, ...folders]) {
      const found = await stat(folder).catch(() => undefined);
      if (found?.isDirectory() !== true) throw new InvalidParams(`no such folder: ${folder}`);
    }
    this.#opened = { root, folders, sources: bm25 ? undefined : WITHOUT_BM25 };
    const { service, project } = this.#world;
    await service.start({ ...project, root, includePaths: folders });
    const { files, chunks } = await service.settled();
    return { file_count: files, bm25_chunks: bm25 ? chunks : 0 };
  }

  async #getContext(params: ParamsOf<'getContext'>, { signal }: CallInfo): Promise<ResultOf<'getContext'>> {
    const { sources } = this.#open;
    const path = this.#path(params.filepath);
    const { row, col } = placeIn(params.content, params.cursor_offset);
    this.#texts.put(path, params.content);
    const { snippets } = await this.#world.service.query(
      {
        path,
        row,
        col,
        window: [row - WINDOW_ABOVE, row + WINDOW_BELOW],
        budget: params.max_tokens ?? USUAL_TOKENS,
        limitMs: LIMIT_MS,
        ...(sources === undefined ? {} : { sources }),
      },
      signal,
    );
    return { context: contextText(snippets) };
  }

  async #getPrompt(params: ParamsOf<'getPrompt'>, { signal }: CallInfo): Promise<ResultOf<'getPrompt'>> {
    const options = this.#optionsFor(params);
    const { model, family } = await this.#chosen(options, signal);
    const settings = promptSettings(family, options);
    const made = await promptOnce(settings, this.#situation(params), (wanted, s) => this.#gather(wanted, s), signal);
    return {
      prompt: made.prompt,
      stop: [...made.stop],
      family: family.id,
      model,
      tokens: made.tokens,
      parts: made.parts.flatMap(({ snippet }) => {
        if (snippet === undefined) return [];
        const { source, path, kind, tokens, score, reason } = snippet;
        return [{ source, path, kind, tokens, score, reason }];
      }),
    };
  }

  async #complete(params: ParamsOf<'complete'>, call: CallInfo): Promise<ResultOf<'complete'>> {
    const options = this.#optionsFor(params);
    const situation = this.#situation(params);
    const answerer = await this.#answerer(options, call.signal);
    const language = languageOf(situation);
    if (language !== undefined) await this.#world.syntax.load(language).catch(() => undefined);
    const world = {
      answerer,
      clock: systemClock,
      settings: engineSettings(options),
      syntax: this.#world.syntax,
      context: (wanted: WantedContext, signal: AbortSignal) => this.#gather(wanted, signal),
      offered: ({ text }: Offer) => call.notify('complete/progress', { id: call.id ?? null, text }),
    };
    const { offer, firstTokenMs, totalMs } = await completeOnce(world, situation, call.signal);
    return {
      text: offer?.text ?? '',
      replace_after_cursor: byteLength(lineSuffix(situation).slice(0, offer?.replace ?? 0)),
      model: answerer.model,
      backend: answerer.backend.name,
      first_token_ms: firstTokenMs ?? null,
      total_ms: totalMs,
    };
  }

  #optionsFor({
    model,
    max_tokens,
  }: {
    readonly model?: string | undefined;
    readonly max_tokens?: number | undefined;
  }): Options {
    const { options } = this.#world;
    return {
      ...options,
      maxPromptTokens: max_tokens ?? options.maxPromptTokens,
      model: { ...options.model, target: model ?? options.model.target },
    };
  }

  /** A model that is named needs no server for its prompt. */
  async #chosen(options: Options, signal: AbortSignal): Promise<Chosen> {
    const { target, family, template } = options.model;
    if (target !== 'auto') return { model: target, family: resolveFamily({ family, template }, target) };
    return pickModel(await installedModels(this.#serverFor(options), options, signal), options);
  }

  async #answerer(options: Options, signal: AbortSignal): Promise<Answerer> {
    return serverAnswerer(this.#serverFor(options), options, signal);
  }

  /** One for each size of prompts, as that decides how much room a server is asked for; made once, as one of our own is a process. */
  #serverFor(options: Options): Backend {
    const known = this.#servers.get(options.maxPromptTokens);
    if (known !== undefined) return known;
    const server = serverOf(options, this.#world.env);
    this.#servers.set(options.maxPromptTokens, server);
    return server;
  }

  /** The place that a client names; its text counts from now on. */
  #situation({ filepath, content, cursor_offset }: ParamsOf<'complete'>): Situation {
    const path = this.#path(filepath);
    const { utf16Offset } = placeIn(content, cursor_offset);
    this.#texts.put(path, content);
    return {
      path,
      filetype: '',
      prefix: content.slice(0, utf16Offset).replaceAll('\r\n', '\n'),
      suffix: content.slice(utf16Offset).replaceAll('\r\n', '\n'),
      startsFile: true,
      indentUnit: /^\t/mu.test(content) ? '\t' : '    ',
    };
  }

  async #gather(wanted: WantedContext, signal: AbortSignal): Promise<ContextParts> {
    const { root, sources } = this.#open;
    const { situation } = wanted;
    const rows = situation.prefix.split('\n');
    const request = contextRequest(wanted, rows.length - 1, rows.at(-1)?.length ?? 0, this.#world.options);
    const names = request.sources?.filter((name) => sources?.includes(name) ?? true) ?? sources;
    const asked = {
      ...request,
      path: situation.path,
      limitMs: LIMIT_MS,
      ...(names === undefined ? {} : { sources: names }),
    };
    const { snippets } = await this.#world.service.query(asked, signal);
    return contextParts(snippets, root, situation);
  }

  async #getMap(params: ParamsOf<'getMap'>, { signal }: CallInfo): Promise<ResultOf<'getMap'>> {
    const focus = (params.focus ?? []).map((path) => this.#path(path));
    const request = { tokens: params.max_tokens ?? USUAL_TOKENS, focus, mentioned: params.mentioned ?? [] };
    const { text, tokens, entries } = await this.#world.service.map(request, signal);
    return { map: text, tokens, files: entries.map(({ path, score, lines }) => ({ path, score, lines: [...lines] })) };
  }

  async #status(): Promise<ResultOf<'status'>> {
    const { root } = this.#open;
    const status = await this.#world.service.status();
    return {
      project_root: root,
      file_count: status.files,
      files_known: status.filesKnown,
      library_files: status.libraryFiles,
      declarations: status.declarations,
      bm25_chunks: status.chunks,
      is_complete: status.isComplete,
      indexed_ms: status.indexedMs ?? null,
    };
  }

  get #open(): Opened {
    if (this.#opened === undefined) {
      const { code, message } = ERRORS.notInitialized;
      throw new JSONRPCErrorException(message, code);
    }
    return this.#opened;
  }

  #path(filepath: string): string {
    const { root, folders } = this.#open;
    return pathIn(root, folders, filepath);
  }
}

/** A method that is told checked parameters only; `not initialized` comes before what is wrong with them. */
function checked<M extends RequestName>(name: M, handle: Handler<M>): Method {
  return async (params, call) => {
    const parsed = REQUESTS[name].params.safeParse(params);
    if (!parsed.success) {
      const where = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'params'}: ${message}`);
      throw new JSONRPCErrorException(`invalid params: ${where.join('; ')}`, JSONRPCErrorCode.InvalidParams);
    }
    try {
      return await handle(parsed.data as ParamsOf<M>, call);
    } catch (error) {
      if (!(error instanceof InvalidParams)) throw error;
      throw new JSONRPCErrorException(`invalid params: ${error.message}`, JSONRPCErrorCode.InvalidParams);
    }
  };
}
