/**
 * Keeps one stream of a model alive for whoever needs it next: what it says is held, so that another reader can join where the user is by now.
 * It does not decide whether the stream is still wanted; it knows whether it agrees.
 */
import { abortError } from '../text/error.ts';

/** What a reader of a stream is told. Nothing is told after the reader has left. */
export interface StreamListener {
  /** `text` of the stream has grown. */
  grown(): void;
  /** Nothing will be added; `error` is why, unless the model has ended by itself. */
  over(error?: unknown): void;
}

export class StreamReuse {
  readonly #aborter = new AbortController();
  readonly #listeners = new Set<StreamListener>();
  #text = '';
  #isOver = false;
  #error: unknown;

  /**
   * Begins to read at once.
   * @param open gives the chunks of the model; the signal is aborted by `cancel`
   */
  constructor(open: (signal: AbortSignal) => AsyncIterable<string>) {
    void this.#pump(open);
  }

  /** All that has arrived, as the model said it. */
  get text(): string {
    return this.#text;
  }

  /** Nothing will be added. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether what has arrived and what was typed since the stream was asked for agree, as far as both go, and there is more to come or to read. */
  agrees(typed: string): boolean {
    if (this.#text.length > typed.length) return this.#text.startsWith(typed);
    return !this.#isOver && typed.startsWith(this.#text);
  }

  /** Calls `listener` from now on, in the same turn in which something happens. @returns how to leave */
  listen(listener: StreamListener): () => void {
    this.#listeners.add(listener);
    if (this.#isOver) this.#tellOver(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * What the stream says beyond `typed`: what has arrived by now at once, then what follows. Any number may read at the same time.
   * It ends with the stream, or as soon as the two disagree. A reader that leaves does not end the stream: `cancel` does.
   * @throws what ended the stream, or an AbortError once `signal` is aborted
   */
  async *beyond(typed: string, signal?: AbortSignal): AsyncGenerator<string> {
    let read = typed.length;
    const wake = { call: (): void => undefined };
    const leave = this.listen({ grown: () => wake.call(), over: () => wake.call() });
    const onAbort = (): void => wake.call();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      for (;;) {
        if (signal?.aborted) throw abortError();
        if (!this.agrees(typed)) break;
        if (this.#text.length > read) {
          const chunk = this.#text.slice(read);
          read = this.#text.length;
          yield chunk;
        } else if (this.#isOver) break;
        else {
          await new Promise<void>((resolve) => {
            wake.call = resolve;
          });
        }
      }
      if (this.#error !== undefined) throw this.#error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      leave();
    }
  }

  /** Ends the stream, down to the socket. Whoever still reads it is told so: nobody waits for ever. */
  cancel(): void {
    if (this.#isOver) return;
    this.#aborter.abort();
    this.#end(abortError());
  }

  async #pump(open: (signal: AbortSignal) => AsyncIterable<string>): Promise<void> {
    const { signal } = this.#aborter;
    let error: unknown;
    try {
      for await (const chunk of open(signal)) {
        if (signal.aborted) return;
        if (chunk === '') continue;
        this.#text += chunk;
        for (const listener of [...this.#listeners]) listener.grown();
        // Left here and not at the next chunk: tokens that nobody will see are not waited for.
        if (signal.aborted) return;
      }
    } catch (reason) {
      error = reason;
    }
    if (!signal.aborted) this.#end(error);
  }

  #end(error: unknown): void {
    this.#error = error;
    this.#isOver = true;
    for (const listener of [...this.#listeners]) this.#tellOver(listener);
  }

  #tellOver(listener: StreamListener): void {
    if (this.#listeners.delete(listener)) listener.over(this.#error);
  }
}
