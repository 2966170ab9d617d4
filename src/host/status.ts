/** What `require('fim').status()` and `:Fim status` say. Tells the front-end only what has changed. */
import type { AcceptanceFigures } from '../complete/draft/acceptance.ts';
import type { Figures } from '../model/backend.ts';
import type { FimError } from '../text/error.ts';
import type { Editor } from './editor.ts';

export type State = 'idle' | 'waiting' | 'loading' | 'streaming' | 'error';

export interface Status {
  readonly state: State;
  /** Name of the backend that answers. */
  readonly backend: string;
  readonly model: string;
  /** URL of the server, or ''. */
  readonly place: string;
  /** What is wrong, or what is going on; '' when there is nothing to say. */
  readonly detail: string;
  /** What the server has counted, in words; '' where it tells nothing. */
  readonly figures: string;
  /** How much of the drafts was confirmed, in words; '' before the first. */
  readonly drafts: string;
}

export class StatusLine {
  readonly #editor: Editor;
  #status: Status = { state: 'idle', backend: '', model: '', place: '', detail: '', figures: '', drafts: '' };

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /**
   * Nothing is going on. Trouble with the server is an error only where nobody else completes meanwhile.
   * @param standIn who does; ''
   */
  rest(trouble: FimError | undefined, standIn: string): void {
    const meanwhile = standIn === '' ? '' : ` Completing from ${standIn}.`;
    const detail = trouble === undefined ? '' : trouble.what + meanwhile;
    this.set({ state: trouble !== undefined && standIn === '' ? 'error' : 'idle', detail });
  }

  set(change: Partial<Status>): void {
    const next = { ...this.#status, ...change };
    const keys = ['state', 'backend', 'model', 'place', 'detail', 'figures', 'drafts'] as const;
    if (keys.every((key) => next[key] === this.#status[key])) return;
    this.#status = next;
    this.tell();
  }

  /** Tells the front-end how things stand, for one that does not know yet. */
  tell(): void {
    this.#editor.tell('status', this.#status);
  }
}

/** `prompt 12 tokens read, 857 known; drafts 40 of 52 tokens confirmed`. */
export function figuresInWords(figures: Figures | undefined): string {
  if (figures === undefined) return '';
  const { promptTokens, cachedTokens, draftTokens, acceptedTokens } = figures;
  const prompt = `prompt ${promptTokens} tokens read, ${cachedTokens} known`;
  return draftTokens === 0 ? prompt : `${prompt}; drafts ${acceptedTokens} of ${draftTokens} tokens confirmed`;
}

/** `instant: php 81 % of 1024 characters confirmed, lua 12 % of 400 characters confirmed (paused); 3 accepted unconfirmed`. */
export function draftsInWords(all: readonly AcceptanceFigures[], acceptedUnconfirmed: number): string {
  const sources = [...new Set(all.map(({ source }) => source))].map((name) => {
    const parts = all.filter(({ source }) => source === name).map(shareInWords);
    return `${name}: ${parts.join(', ')}`;
  });
  if (acceptedUnconfirmed > 0) sources.push(`${acceptedUnconfirmed} accepted unconfirmed`);
  return sources.join('; ');
}

function shareInWords({ filetype, proposed, confirmed, isSuspended }: AcceptanceFigures): string {
  const share = Math.round((100 * confirmed) / proposed);
  return `${filetype || 'text'} ${share} % of ${proposed} characters confirmed${isSuspended ? ' (paused)' : ''}`;
}
