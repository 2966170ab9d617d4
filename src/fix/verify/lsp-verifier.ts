/**
 * A language server of our own as a verifier. Texts are put under the file's real address, one after the other, and before each it is told what has changed on disk
 * and what an editor has not saved. One that does not answer in time, or ends, is started anew for the next text.
 */
import { relative, sep } from 'node:path';
import { z } from 'zod';
import { languageOf } from '../../syntax/registry.ts';
import { type Diagnostic, diagnosticFrom } from '../diagnostic.ts';
import { readSource } from '../source-text.ts';
import { bounded, TooLate } from './bounded.ts';
import type { LspProcess, ServerPlace } from './lsp-process.ts';
import { patienceFor, type Session, startSession } from './lsp-session.ts';
import type { ServerSpec } from './server-spec.ts';
import { type ServerText, uriOf } from './server-texts.ts';
import { tsDiagnostics } from './tsserver.ts';
import type { Unsaved, Verifier } from './verifier.ts';

/** For a start with the reading of the project, in ms. */
const START_MS = 70_000;
/** For one text with all that waits before it, in ms. */
const LONGEST_MS = 2 * START_MS;
/** Nobody has asked it for so long: it is stopped, and started anew when it is wanted. In ms. */
const IDLE_MS = 600_000;
/** One that did not start is not tried again for so long, in ms: it may have taken long to say so. */
const PAUSE_MS = 60_000;

const pulled = z.object({ items: z.array(z.unknown()).default([]) });
const completion = z.object({ label: z.string() });
const completions = z
  .union([z.array(completion), z.object({ items: z.array(completion) }).transform(({ items }) => items)])
  .nullish();

/** One process for a project. */
export interface LspServer {
  /** As people know it. */
  readonly name: string;
  readonly root: string;
  /** Of its process, while there is one. */
  readonly pid: number | undefined;
  /**
   * Looks at texts of one file.
   * @param path absolute @param languageId as in `src/syntax`
   * @param unsaved what an editor has not written: of this project and language, others are seen as they are there
   */
  verifier(path: string, languageId: string, unsaved?: readonly Unsaved[]): Verifier;
  dispose(): Promise<void>;
}

export function lspServer(spec: ServerSpec, place: ServerPlace): LspServer {
  let starting: Promise<Session> | undefined;
  let running: Session | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const stop = async (): Promise<void> => {
    clearTimeout(idle);
    const old = starting;
    starting = undefined;
    running = undefined;
    const session = await old?.catch(() => undefined);
    session?.files?.close();
    await session?.process.stop();
  };

  /** A request that is cancelled meanwhile does not end the start: the next one waits for it. */
  const started = (): Promise<Session> => {
    if (running?.process.isGone() === true) {
      running.files?.close();
      starting = undefined;
      running = undefined;
    }
    if (starting !== undefined) return starting;
    const made = startSession(spec, place).then((session) => {
      if (starting === made) running = session;
      return session;
    });
    starting = made;
    made.catch(() => {
      const again = (): void => {
        if (starting === made) starting = undefined;
      };
      setTimeout(again, PAUSE_MS).unref();
    });
    return made;
  };

  const idOf = (languageId: string): string => spec.languages[languageId] ?? languageId;

  /** Has the server know everything beside a text, shows it, and asks. */
  const shown = async <T>(look: Look, ask: Ask<T>, signal: AbortSignal): Promise<T> => {
    const start = (): Promise<Session> => bounded(started(), spec.name, START_MS, signal);
    const session = await start();
    const { process, isWarm } = session;
    try {
      return await shownTo(session, look, ask, signal);
    } catch (error) {
      // One that goes while nobody asks it may take a while to, and is heard of only when it is told something. One that falls over this text does so once more.
      const hasLeftUs = running === session && process.isGone();
      if (!isWarm || !hasLeftUs || signal.aborted || error instanceof TooLate) throw error;
    }
    return shownTo(await start(), look, ask, signal);
  };

  const shownTo = async <T>(
    session: Session,
    { path, languageId, content, unsaved }: Look,
    ask: Ask<T>,
    signal: AbortSignal,
  ): Promise<T> => {
    const { process, texts, files } = session;
    const others = unsaved.flatMap((other): readonly ServerText[] => {
      const id = languageOf({ filetype: other.filetype, path: other.path })?.id ?? '';
      const isOurs = Object.hasOwn(spec.languages, id) && isBelow(place.root, other.path) && other.path !== path;
      return isOurs ? [{ path: other.path, languageId: idOf(id), text: readSource(other.content).text }] : [];
    });
    const text = { path, languageId, text: readSource(content).text };
    const over = new AbortController();
    const asked = AbortSignal.any([signal, over.signal]);
    const work = async (): Promise<T> => {
      await texts.follow(path, (await files?.take()) ?? [], others);
      signal.throwIfAborted();
      const told = texts.show(text);
      told.catch(() => undefined);
      const ms = session.isWarm ? patienceFor(text.text.length) : START_MS;
      return ask(session, text, (answer) => bounded(answer(told), spec.name, ms, asked));
    };
    try {
      return await Promise.race([work(), process.gone]);
    } catch (error) {
      // It may never answer again.
      if (error instanceof TooLate) await process.stop();
      // Nothing could be told to it: why, is known once it has gone.
      else if (process.isDeaf()) await process.gone;
      throw error;
    } finally {
      session.isWarm = true;
      // One that has gone answers nobody.
      over.abort();
    }
  };

  const diagnose = (look: Look, signal: AbortSignal): Promise<readonly Diagnostic[]> =>
    shown(
      look,
      async ({ process: { connection } }, { path }, answered) => {
        if (spec.way === 'tsserver') return answered(() => tsDiagnostics(connection, path));
        const reports = await answered((told) => (spec.way === 'publish' ? told : pulledFrom(connection, path)));
        const { lines } = readSource(look.content);
        return reports.flatMap((each) => diagnosticFrom(each, lines) ?? []);
      },
      signal,
    );

  const names = (
    look: Look,
    position: { readonly line: number; readonly character: number },
    signal: AbortSignal,
  ): Promise<readonly string[]> =>
    shown(
      look,
      async ({ process: { connection } }, { path }, answered) => {
        const asked = { textDocument: { uri: uriOf(path) }, position };
        const answer = await answered<unknown>(() => connection.sendRequest('textDocument/completion', asked));
        // `total()`, `$row`, `from?`
        return (completions.parse(answer) ?? []).flatMap(
          ({ label }) => /[\p{L}_][\p{L}\p{N}_]*/u.exec(label)?.[0] ?? [],
        );
      },
      signal,
    );

  /** What is done once an answer is out: nobody waits for it but the next text. Who does not even answer then is ended. */
  const tidy = async (): Promise<void> => {
    clearTimeout(idle);
    idle = setTimeout(() => void stop(), IDLE_MS);
    idle.unref();
    if (running?.process.isGone() === false) {
      const { texts, process } = running;
      await Promise.race([texts.settle(), process.gone]).catch(() => process.stop());
    }
  };

  /** One after the other. Who does not want the answer any more does not wait, but the next one does. */
  const queued = <T>(signal: AbortSignal, job: () => Promise<T>): Promise<T> => {
    clearTimeout(idle);
    const turn = last.then(() => {
      signal.throwIfAborted();
      return job();
    });
    last = turn.then(tidy, tidy).catch(() => undefined);
    return bounded(turn, spec.name, LONGEST_MS, signal);
  };

  return {
    name: spec.name,
    root: place.root,
    get pid() {
      return running?.process.isGone() === false ? running.process.pid : undefined;
    },
    verifier(path, languageId, unsaved = []) {
      const look = (content: string): Look => ({ path, languageId: idOf(languageId), content, unsaved });
      return {
        name: spec.name,
        worth: 'verified',
        diagnose: (content, signal) => queued(signal, () => diagnose(look(content), signal)),
        namesAt: (content, line, character, signal) =>
          queued(signal, () => names(look(content), { line, character }, signal)),
      };
    },
    dispose: stop,
  };
}

/** @param answered waits as long as an answer to the text may take */
type Ask<T> = (session: Session, text: ServerText, answered: Answered) => Promise<T>;

/** @param answer asks; `told`: what the server publishes of the text, where it does by itself @throws TooLate; AbortError */
type Answered = <A>(answer: (told: Promise<readonly unknown[]>) => Promise<A>) => Promise<A>;

interface Look {
  readonly path: string;
  /** As the protocol has it. */
  readonly languageId: string;
  readonly content: string;
  readonly unsaved: readonly Unsaved[];
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

async function pulledFrom(connection: LspProcess['connection'], path: string): Promise<readonly unknown[]> {
  const asked = { textDocument: { uri: uriOf(path) } };
  return pulled.parse(await connection.sendRequest('textDocument/diagnostic', asked)).items;
}
