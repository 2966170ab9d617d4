/** Keeps count of how much of the drafts the target has confirmed, by source and filetype, and has a source pause whose drafts are mostly wrong. */

/** What became of one draft, in UTF-16 units. */
export interface Outcome {
  /** Name of the draft's source. */
  readonly source: string;
  readonly filetype: string;
  readonly proposed: number;
  readonly confirmed: number;
}

/** Everything that a source has proposed for a filetype. */
export interface AcceptanceFigures extends Outcome {
  /** Nothing is proposed at the moment. */
  readonly isSuspended: boolean;
}

/** Proposals that decide; fewer tell nothing. */
const PROPOSALS = 30;
/** Share of characters that must be confirmed: below it, what is seen is mostly taken back. */
const LEAST_SHARE = 0.3;
/** Another part of the project may be told better: it is tried again after a while, in ms. */
const SUSPENSION_MS = 10 * 60_000;

/** In ms from any beginning. */
interface TellsTime {
  now(): number;
}

interface Entry {
  readonly source: string;
  readonly filetype: string;
  /** The last ones. */
  readonly recent: Pick<Outcome, 'proposed' | 'confirmed'>[];
  proposed: number;
  confirmed: number;
  suspendedUntil: number;
}

export class Acceptance {
  readonly #clock: TellsTime;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: TellsTime) {
    this.#clock = clock;
  }

  /** The target has confirmed so much of a draft. */
  note({ source, filetype, proposed, confirmed }: Outcome): void {
    if (proposed === 0) return;
    const entry = this.#entryOf(source, filetype);
    entry.proposed += proposed;
    entry.confirmed += confirmed;
    entry.recent.push({ proposed, confirmed });
    if (entry.recent.length > PROPOSALS) entry.recent.shift();
    if (entry.recent.length < PROPOSALS || shareOf(entry.recent) >= LEAST_SHARE) return;
    entry.suspendedUntil = this.#clock.now() + SUSPENSION_MS;
    entry.recent.length = 0;
  }

  isSuspended(source: string, filetype: string): boolean {
    const entry = this.#entries.get(keyOf(source, filetype));
    return entry !== undefined && this.#isPausing(entry);
  }

  /** In the order of their first draft. */
  get figures(): readonly AcceptanceFigures[] {
    return [...this.#entries.values()].map((entry) => {
      const { source, filetype, proposed, confirmed } = entry;
      return { source, filetype, proposed, confirmed, isSuspended: this.#isPausing(entry) };
    });
  }

  #isPausing({ suspendedUntil }: Entry): boolean {
    return this.#clock.now() < suspendedUntil;
  }

  #entryOf(source: string, filetype: string): Entry {
    const key = keyOf(source, filetype);
    const entry = this.#entries.get(key) ?? {
      source,
      filetype,
      recent: [],
      proposed: 0,
      confirmed: 0,
      suspendedUntil: Number.NEGATIVE_INFINITY,
    };
    this.#entries.set(key, entry);
    return entry;
  }
}

const keyOf = (source: string, filetype: string): string => `${source}\0${filetype}`;

function shareOf(recent: Entry['recent']): number {
  const sum = (of: (each: Entry['recent'][number]) => number): number =>
    recent.reduce((all, each) => all + of(each), 0);
  return sum(({ confirmed }) => confirmed) / sum(({ proposed }) => proposed);
}
