/** One stream of a model for one place: collects the text, filters it, stops the model when the text is final. */
import type { FilterContext, FilterResult } from '../filter/filter.ts';
import { runFilters } from '../filter/pipeline.ts';
import type { Ask, Backend } from '../model/backend.ts';

/** What a stream tells while it runs. */
export interface AttemptEvents {
  /** The first text has arrived. */
  first(): void;
  /** The text to show has changed, or has become final. */
  changed(): void;
}

/** What a stream needs to be told once. */
export interface AttemptPlace extends Pick<FilterContext, 'prefix' | 'suffix' | 'extent'> {
  /** What had been typed since the place of the completion when this stream was asked for: its text begins with it. */
  readonly head: string;
}

export class Attempt {
  /** What may be shown so far, filtered; '' or more than `head`. */
  text = '';
  /** Nothing will be added: the model or a filter has ended it, or it has failed. */
  done = false;
  readonly #place: AttemptPlace;
  #raw = '';

  constructor(place: AttemptPlace) {
    this.#place = place;
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
        if (chunk === '') continue;
        if (this.#raw === '') events.first();
        this.#raw += chunk;
        this.#take(this.#filter(ask.stop, false), events);
        if (!this.done) continue;
        // Tokens that nobody will see are not generated.
        enough.abort();
        return;
      }
      signal.throwIfAborted();
      this.#take(this.#filter(ask.stop, true), events);
    } finally {
      this.done = true;
    }
  }

  #filter(stop: readonly string[], done: boolean): FilterResult {
    return runFilters(this.#raw, { ...this.#place, stop, done });
  }

  #take({ text, ended }: FilterResult, events: AttemptEvents): void {
    const whole = text === '' ? '' : this.#place.head + text;
    const isNew = whole !== this.text || ended !== this.done;
    this.text = whole;
    this.done = ended;
    if (isNew) events.changed();
  }
}
