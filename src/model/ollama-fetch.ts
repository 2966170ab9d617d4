/**
 * The `fetch` that is given to the package `ollama`: bound to one signal, and strict about what comes back.
 *
 * Why: the package cannot cancel a request before its headers are there, prints on error answers and malformed lines, skips the latter,
 * and throws a nameless error when the last line is missing. Behind this fetch none of that can happen: it sees only good lines.
 */
import { attempt, drain, parseJson, readText, send } from './http.ts';
import { chatLine, generateLine } from './ollama-protocol.ts';
import { badReply, httpError, type RequestInfo, streamError } from './server-errors.ts';

/** Longest line that is held in memory, in characters. The last line repeats the context as numbers: up to some megabytes. */
const MAX_LINE = 32 * 1024 * 1024;

/** What ends a stream for the package where the server closed it without its last line, so that the text that came is kept; and how a line is checked. */
const STREAMS = {
  lines: { lastLine: '{"response":"","done":true}', shape: generateLine },
  chat: { lastLine: '{"message":{"content":""},"done":true,"done_reason":"length"}', shape: chatLine },
} as const;
type StreamKind = keyof typeof STREAMS;

/**
 * A fetch for one request, answered by one JSON object (`json`) or by the lines of `/api/generate` (`lines`) or `/api/chat` (`chat`).
 * It rejects with a FimError for everything that went wrong, and with an AbortError once `signal` is aborted.
 */
export function guardedFetch(info: RequestInfo, answer: 'json' | StreamKind, signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const response = await send(info, input, init, signal);
    if (response.ok && answer !== 'json' && response.body !== null)
      return new Response(checkedLines(response.body, info, answer, signal));
    const text = await readText(info, response, signal);
    if (!response.ok) throw httpError(info, response.status, text);
    parseJson(text, info);
    return new Response(text);
  };
}

/** The body with its blank lines dropped and every other one checked. What came before a bad line is still delivered. */
function checkedLines(
  body: ReadableStream<Uint8Array>,
  info: RequestInfo,
  kind: StreamKind,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const lines = new LineChecker(info, kind);
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        let good = '';
        while (good === '' && !lines.isOver) {
          // A failure that waits here came after good lines, which have been delivered by now: `error` would have discarded them.
          if (lines.failure !== undefined) throw lines.failure;
          const { done, value } = await attempt(info, signal, true, () => reader.read());
          good = done ? lines.end() : lines.push(value);
        }
        if (good !== '') controller.enqueue(encoder.encode(good));
        if (lines.isOver) {
          controller.close();
          drain(reader);
        }
      },
      async cancel(reason) {
        await reader.cancel(reason);
      },
    },
    // Nothing is read ahead, so that a failure is met after the lines before it.
    { highWaterMark: 0 },
  );
}

/** Cuts bytes into lines and checks each. */
class LineChecker {
  /** The last line has been seen, or the body has ended. */
  isOver = false;
  /** What is wrong with the line after the last good one. */
  failure: unknown;
  readonly #info: RequestInfo;
  readonly #kind: StreamKind;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(info: RequestInfo, kind: StreamKind) {
    this.#info = info;
    this.#kind = kind;
  }

  /** The good lines that `bytes` completes, each with its line break. */
  push(bytes: Uint8Array): string {
    const pieces = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = pieces.pop() ?? '';
    if (this.#rest.length > MAX_LINE) this.failure = badReply(this.#info, 'a line without an end');
    return this.#take(pieces);
  }

  /** To be called at the end of the body: its last line may lack a line break, and the protocol's last line may lack altogether. */
  end(): string {
    const good = this.#take([this.#rest + this.#decoder.decode()]);
    if (this.failure !== undefined || this.isOver) return good;
    this.isOver = true;
    return `${good}${STREAMS[this.#kind].lastLine}\n`;
  }

  #take(lines: readonly string[]): string {
    let good = '';
    for (const line of lines) {
      if (line.trim() === '' || this.isOver || this.failure !== undefined) continue;
      try {
        this.isOver = checkLine(line, this.#info, this.#kind).done;
        good += `${line}\n`;
      } catch (error) {
        this.failure = error;
      }
    }
    return good;
  }
}

/** The line, when it is text or the end. @throws FimError `bad-reply`, or `server-error` for an error object. */
function checkLine(line: string, info: RequestInfo, kind: StreamKind): { readonly done: boolean } {
  const parsed = STREAMS[kind].shape.safeParse(parseJson(line, info));
  if (!parsed.success) throw badReply(info, line);
  if ('error' in parsed.data) throw streamError(info, parsed.data.error);
  return parsed.data;
}
