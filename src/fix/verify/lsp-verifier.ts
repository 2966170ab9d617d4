/**
 * A language server of our own as a verifier. Texts are put under the file's real address, one after the other. A server that tells by itself what it thinks has
 * each text opened and closed again, as it waits a while before it looks at a change; one that can be asked keeps the last file open, and reads changes.
 */
import { pathToFileURL } from 'node:url';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { z } from 'zod';
import { FimError } from '../../text/error.ts';
import { type Diagnostic, diagnosticFrom } from '../diagnostic.ts';
import { readSource } from '../source-text.ts';
import { type LspProcess, type ServerPlace, startServer } from './lsp-process.ts';
import type { ServerSpec } from './server-spec.ts';
import { tsDiagnostics } from './tsserver.ts';
import type { Verifier } from './verifier.ts';

/** For a start with the reading of the project, in ms. */
const START_MS = 70_000;
/** For one text, in ms; a file of 8,000 lines takes 2.4 s at intelephense. */
const ANSWER_MS = 10_000;

const published = z.object({ uri: z.string(), diagnostics: z.array(z.unknown()) });
const pulled = z.object({ items: z.array(z.unknown()).default([]) });
const completion = z.object({ label: z.string() });
const completions = z
  .union([z.array(completion), z.object({ items: z.array(completion) }).transform(({ items }) => items)])
  .nullish();

/** Nobody has asked it for so long: it is stopped, and started anew when it is wanted. In ms. */
const IDLE_MS = 600_000;

/** One process for a project. */
export interface LspServer {
  /** As people know it. */
  readonly name: string;
  readonly root: string;
  /** Of its process, while there is one. */
  readonly pid: number | undefined;
  /** Looks at texts of one file. @param path absolute @param languageId as in `src/syntax` */
  verifier(path: string, languageId: string): Verifier;
  dispose(): Promise<void>;
}

export function lspServer(spec: ServerSpec, place: ServerPlace): LspServer {
  const inbox = new Inbox();
  let server: Promise<LspProcess> | undefined;
  let running: LspProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  /** It has answered once: some read the project only then. */
  let isWarm = false;

  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const process = await server?.catch(() => undefined);
    server = undefined;
    await process?.stop();
  };

  /** A request that is cancelled meanwhile does not end the start: the next one waits for it. */
  const started = (): Promise<LspProcess> => {
    if (running?.isGone() === true) server = undefined;
    if (server !== undefined) return server;
    const starting = startServer(spec, place, NEVER).then((process) => {
      running = process;
      isWarm = false;
      opened = undefined;
      process.connection.onNotification('textDocument/publishDiagnostics', (params: unknown) => {
        const { uri, diagnostics } = published.parse(params);
        inbox.put(uri, diagnostics);
      });
      return process;
    });
    server = starting;
    starting.catch(() => {
      if (server === starting) server = undefined;
    });
    return starting;
  };

  /** The file that is open at the server. */
  let opened: { readonly uri: string; version: number } | undefined;

  const ask = async (
    path: string,
    language: string,
    content: string,
    signal: AbortSignal,
  ): Promise<readonly Diagnostic[]> => {
    const uri = pathToFileURL(path).href;
    const { connection } = await bounded(started(), signal, spec.name, START_MS);
    const { text, lines } = readSource(content);
    const first = spec.way === 'publish' ? inbox.next(uri) : undefined;
    await put(connection, uri, language, text);
    const patience = isWarm ? ANSWER_MS : START_MS;
    try {
      if (spec.way === 'tsserver') return await bounded(tsDiagnostics(connection, path), signal, spec.name, patience);
      const told = await bounded(first ?? pull(connection, uri), signal, spec.name, patience);
      return told.flatMap((each) => diagnosticFrom(each, lines) ?? []);
    } finally {
      isWarm = true;
    }
  };

  const names = async (
    path: string,
    language: string,
    content: string,
    place: { readonly line: number; readonly character: number },
    signal: AbortSignal,
  ): Promise<readonly string[]> => {
    const uri = pathToFileURL(path).href;
    const { connection } = await bounded(started(), signal, spec.name, START_MS);
    const published = spec.way === 'publish' ? inbox.next(uri) : undefined;
    await put(connection, uri, language, readSource(content).text);
    const asked = { textDocument: { uri }, position: place };
    const answer: unknown = await bounded(
      connection.sendRequest('textDocument/completion', asked),
      signal,
      spec.name,
      ANSWER_MS,
    );
    await bounded(published ?? Promise.resolve([]), signal, spec.name);
    // `total()`, `$row`, `from?`
    return (completions.parse(answer) ?? []).flatMap(({ label }) => /[\p{L}_][\p{L}\p{N}_]*/u.exec(label)?.[0] ?? []);
  };

  const put = async (connection: MessageConnection, uri: string, languageId: string, text: string): Promise<void> => {
    if (opened?.uri === uri) {
      opened.version++;
      const { version } = opened;
      const contentChanges = [{ text }];
      await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
      return;
    }
    await close(connection);
    opened = { uri, version: 1 };
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  };

  /** The close is answered by an empty list, which would be taken for the next text's. */
  const close = async (connection: MessageConnection): Promise<void> => {
    if (opened === undefined) return;
    const { uri } = opened;
    opened = undefined;
    const closed = spec.way === 'publish' ? inbox.next(uri) : undefined;
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    if (closed !== undefined) await bounded(closed, NEVER, spec.name).catch(() => undefined);
  };

  /** What is done once an answer is out: nobody waits for it but the next text. */
  const tidy = async (): Promise<void> => {
    if (spec.way === 'publish' && running?.isGone() === false) await close(running.connection);
    clearTimeout(idle);
    idle = setTimeout(() => void stop(), IDLE_MS);
    idle.unref();
  };

  const idOf = (languageId: string): string => spec.languages[languageId] ?? languageId;

  /** One after the other. */
  const queued = <T>(signal: AbortSignal, job: () => Promise<T>): Promise<T> => {
    clearTimeout(idle);
    const turn = last.then(() => {
      signal.throwIfAborted();
      return job();
    });
    last = turn.then(tidy, tidy).catch(() => undefined);
    return turn;
  };

  return {
    name: spec.name,
    root: place.root,
    get pid() {
      return running?.isGone() === false ? running.pid : undefined;
    },
    verifier: (path, languageId) => ({
      name: spec.name,
      worth: 'verified',
      diagnose: (content, signal) => queued(signal, () => ask(path, idOf(languageId), content, signal)),
      namesAt: (content, line, character, signal) =>
        queued(signal, () => names(path, idOf(languageId), content, { line, character }, signal)),
    }),
    dispose: stop,
  };
}

const NEVER = new AbortController().signal;

async function pull(connection: MessageConnection, uri: string): Promise<readonly unknown[]> {
  return pulled.parse(await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } })).items;
}

/** What a server has published, handed to whoever waits for the next one of an address. */
class Inbox {
  readonly #waiting = new Map<string, (diagnostics: readonly unknown[]) => void>();

  next(uri: string): Promise<readonly unknown[]> {
    return new Promise((resolve) => this.#waiting.set(normal(uri), resolve));
  }

  put(uri: string, diagnostics: readonly unknown[]): void {
    const waiting = this.#waiting.get(normal(uri));
    this.#waiting.delete(normal(uri));
    waiting?.(diagnostics);
  }
}

/** Servers write addresses their own way: `%40` for `@`. */
function normal(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** @throws FimError where it takes too long; AbortError */
function bounded<T>(answer: Promise<T>, signal: AbortSignal, name: string, ms = ANSWER_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = new FimError('internal', {
      what: `${name} did not look at the text within ${ms / 1000} s.`,
      next: 'Try again.',
    });
    const timer = setTimeout(() => reject(late), ms);
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  });
}
