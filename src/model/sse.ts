/** Reads server-sent events, as llama-server and OpenAI's dialect stream them. Knows nothing of what is in them. */
import { createParser, type ParseError } from 'eventsource-parser';
import { attempt, drain, readText as readBody } from './http.ts';
import { badReply, httpError, type RequestInfo } from './server-errors.ts';

/** Longest event that is held in memory, in characters: llama-server's last one repeats the prompt. */
const MAX_EVENT = 32 * 1024 * 1024;

/** The data of one event. */
interface ServerEvent {
  readonly data: string;
  /** The stream ended inside it: it may be a part of what was meant. */
  readonly isTorn: boolean;
}

/**
 * The events of an answer, as they come. However the network cuts its bytes, the events are the same.
 * Whoever has seen the last one says so by `return`: the rest is read and dropped, and the connection serves the next request.
 * @throws FimError `bad-reply` for an answer that holds no events, `connection-cut`; AbortError
 */
async function* readEvents(
  info: RequestInfo,
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const events = new EventCutter();
  try {
    for (;;) {
      const { done, value } = await attempt(info, signal, true, () => reader.read());
      yield* events.push(done ? decoder.decode() : decoder.decode(value, { stream: true }), done);
      if (events.isTooLong) throw badReply(info, 'an event without an end');
      if (done) break;
    }
    if (events.count === 0 && events.strayText !== '') throw badReply(info, events.strayText);
  } finally {
    if (!signal.aborted) drain(reader);
  }
}

/** What one event says. */
export interface Spoken {
  readonly text: string;
  /** Nothing follows that is of interest. */
  readonly isLast: boolean;
}

/**
 * The text of an answer, event by event. A stream that ends without its last event, or in the middle of one, has said what it has said.
 * @param read what an event says; `undefined` for data that is not of the protocol. It throws for an error that the server tells.
 * @throws FimError of a refusal, of a bad event, of a connection that was cut; AbortError
 */
export async function* readText(
  info: RequestInfo,
  response: Response,
  read: (data: string) => Spoken | undefined,
  signal: AbortSignal,
): AsyncGenerator<string> {
  if (!response.ok) throw httpError(info, response.status, await readBody(info, response, signal));
  if (response.body === null) return;
  for await (const { data, isTorn } of readEvents(info, response.body, signal)) {
    const spoken = read(data);
    if (spoken === undefined && isTorn) return;
    if (spoken === undefined) throw badReply(info, data);
    yield spoken.text;
    if (spoken.isLast) return;
  }
}

/** `undefined` for what is no JSON. */
export function jsonIn(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** Cuts text into events. */
class EventCutter {
  count = 0;
  isTooLong = false;
  /** The first line that no event can hold. */
  strayText = '';
  #ready: ServerEvent[] = [];
  #isTorn = false;
  readonly #parser = createParser({
    maxBufferSize: MAX_EVENT,
    onEvent: ({ data }) => this.#take(data),
    onError: (error) => this.#stray(error),
  });

  /** The events that `text` completes. At the end of the stream the last one may lack its blank line. */
  push(text: string, isEnd: boolean): ServerEvent[] {
    if (!this.isTooLong && text !== '') this.#parser.feed(text);
    if (isEnd && !this.isTooLong) {
      this.#isTorn = true;
      this.#parser.feed('\n\n');
    }
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #take(data: string): void {
    this.count += 1;
    this.#ready.push({ data, isTorn: this.#isTorn });
  }

  #stray(error: ParseError): void {
    if (error.type === 'max-buffer-size-exceeded') this.isTooLong = true;
    // llama-server before build 6000 names its errors so.
    else if (error.type === 'unknown-field' && error.field === 'error' && error.value !== undefined)
      this.#take(`{"error":${error.value}}`);
    else if (this.strayText === '') this.strayText = error.line ?? error.message;
  }
}
