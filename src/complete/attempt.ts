/** One stream of a model for one place: collects the text, filters it, stops the model when the text is final. */
import { type FilterContext, type FilterResult } from '../filter/filter.ts';
import { runFilters } from '../filter/pipeline.ts';
import type { Ask, Backend } from '../model/backend.ts';

/** What a stream tells while it runs. */
export interface AttemptEvents {
  /** The first text has arrived. */
  first(): void;
  /** The text to show has changed. */
  changed(): void;
}

export class Attempt {
  /** What may be shown so far, filtered. */
  text = '';
  /** Nothing will be added: the model or a filter has ended it. */
  done = false;
  readonly #context: Omit<FilterContext, 'done' | 'stop'>;
  #raw = '';

  constructor(context: Omit<FilterContext, 'done' | 'stop'>) {
    this.#context = context;
  }

  /**
   * Streams until the text is final, the model ends, or `signal` is aborted.
   * @throws FimError from the backend; an AbortError when `signal` was aborted. What had arrived by then stays in `text`.
   */
  async run(backend: Backend, ask: Ask, events: AttemptEvents, signal: AbortSignal): Promise<void> {
    const enough = new AbortController();
    try {
      for await (const chunk of backend.generate(ask, AbortSignal.any([signal, enough.signal]))) {
        signal.throwIfAborted();
        if (this.#raw === '') events.first();
        this.#raw += chunk;
        const result = this.#filter(ask.stop, false);
        const isNew = result.text !== this.text;
        this.text = result.text;
        this.done = result.ended;
        if (isNew || result.ended) events.changed();
        if (result.ended) return;
      }
      signal.throwIfAborted();
      this.text = this.#filter(ask.stop, true).text;
      this.done = true;
      events.changed();
    } finally {
      // Tokens that nobody will see are not generated.
      enough.abort();
    }
  }

  #filter(stop: readonly string[], done: boolean): FilterResult {
    return runFilters(this.#raw, { ...this.#context, stop, done });
  }
}
