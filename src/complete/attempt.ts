/** One suggestion for one place: reads a stream of a model, filters what it says, knows when the text is final. It neither opens nor ends the stream. */
import type { FilterContext, FilterResult } from '../filter/filter.ts';
import { runFilters } from '../filter/pipeline.ts';
import { abortError } from '../text/error.ts';
import type { StreamReuse } from './stream-reuse.ts';

/** What a suggestion tells while it grows. */
export interface AttemptEvents {
  /** The first text has arrived. */
  first(): void;
  /** The text to show has changed, or has become final. */
  changed(): void;
}

/** What a suggestion needs to be told once. */
export interface AttemptPlace extends Omit<FilterContext, 'done'> {
  /** What had been typed since the place of the completion when this suggestion was asked for: its text begins with it. */
  readonly head: string;
}

/** A text that a model has said, with what is known of its end. */
export interface Said {
  readonly text: string;
  /** The model had ended. False: its request was aborted when the suggestion was final. */
  readonly isWhole: boolean;
}

/** Name of the filter that ends a text with its line. */
export const LINE_END = 'end-of-line';

export class Attempt {
  /** What may be shown so far, filtered; '' or more than `head`. */
  text = '';
  /** Nothing will be added: the model or a filter has ended it, or it has failed. */
  done = false;
  /** Name of the filter that ended the text; `undefined` while it grows, and where the model ended by itself. */
  endedBy: string | undefined;
  /** All that the model has said for this place, unfiltered. */
  raw = '';
  readonly #describe: () => AttemptPlace;
  #described: AttemptPlace | undefined;

  /** @param place is asked for when the first text arrives: what a parser tells may only be known by then. */
  constructor(place: () => AttemptPlace) {
    this.#describe = place;
  }

  get #place(): AttemptPlace {
    this.#described ??= this.#describe();
    return this.#described;
  }

  /**
   * Takes a text that was said at this place before. It counts where it is whole, or ends by itself under the filters of now:
   * the rest of an aborted answer is not known.
   * @param typed what was typed since
   * @returns `more`: the text goes on behind `typed`. `line-end`: it says that the line ends there. `nothing`: it tells nothing of this place.
   */
  recall(said: Said, typed: string): 'more' | 'line-end' | 'nothing' {
    const { text, ended, endedBy } = this.#filter(said.text, said.isWhole);
    if (!ended || !text.startsWith(typed)) return 'nothing';
    if (text === typed) return typed !== '' && endedBy === LINE_END ? 'line-end' : 'nothing';
    this.raw = said.text;
    this.text = text.slice(typed.length);
    this.done = true;
    return 'more';
  }

  /**
   * Reads `stream` until the text is final or the stream is over.
   * @param skip what the stream has to say before it comes to this place; a stream that says something else ends the suggestion
   * @throws FimError that ended the stream; an AbortError once `signal` is aborted. What had arrived by then stays in `text`.
   */
  follow(stream: StreamReuse, skip: string, events: AttemptEvents, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        leave();
        signal.removeEventListener('abort', onAbort);
        this.done = true;
        end();
      };
      const onAbort = (): void => settle(() => reject(abortError()));
      const read = (isOver: boolean): void => {
        if (!stream.text.startsWith(skip.slice(0, stream.text.length))) {
          this.#take({ text: '', ended: true }, events);
          return;
        }
        const raw = stream.text.slice(skip.length);
        if (this.raw === '' && raw !== '') events.first();
        this.raw = raw;
        if (raw !== '' || isOver) this.#take(this.#filter(raw, isOver), events);
      };
      let leave = (): void => undefined;
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) {
        onAbort();
        return;
      }
      if (stream.text !== '' && !stream.isOver) read(false);
      if (this.done) {
        settle(resolve);
        return;
      }
      leave = stream.listen({
        grown: () => {
          read(false);
          if (this.done) settle(resolve);
        },
        over: (error) => {
          if (error !== undefined) {
            settle(() => reject(error));
            return;
          }
          read(true);
          settle(resolve);
        },
      });
    });
  }

  #filter(raw: string, done: boolean): FilterResult {
    return runFilters(raw, { ...this.#place, done });
  }

  #take(result: FilterResult, events: AttemptEvents): void {
    const { text, ended } = result;
    this.endedBy = result.endedBy;
    const whole = text === '' ? '' : this.#place.head + text;
    const isNew = whole !== this.text || ended !== this.done;
    this.text = whole;
    this.done = ended;
    if (isNew) events.changed();
  }
}
