/**
 * Says what comes next, token by token, to the end of the line: every context that ends at the cursor and stood somewhere before votes, the long ones first,
 * and leaves to the shorter ones what it does not know (Witten & Bell 1991). The buffer is nested in the project: what stands in it counts more (Tu et al. 2014,
 * Hellendoorn & Devanbu 2017). Knows ids only, but for the word under the cursor.
 */
import { Candidates } from './candidates.ts';
import type { Corpus, Hidden } from './corpus.ts';
import { NearVotes, type Stream } from './near-votes.ts';
import type { Tokens } from './posted-tokens.ts';
import { advanced, isHidden, LONGEST_CONTEXT, type Range, rangesOf, withIds } from './ranges.ts';
import { tokensInScope } from './scope.ts';
import { sureness } from './sureness.ts';
import { FILE_END, FIRST_TEXT, LINE_END, PARAGRAPH_END } from './vocabulary.ts';
import { isVariable } from './words.ts';

/** Where something is to be predicted. */
export interface Place {
  /** Tokens before the cursor, without `partial`; the last ones matter. */
  readonly context: Tokens;
  /** Tokens behind the cursor's line. */
  readonly after: Tokens;
  /** What the first token must begin with: the last token before the cursor, of which nobody knows whether it is whole; '' at the start of a line. */
  readonly partial: string;
  readonly hidden: Hidden;
  readonly streams: readonly Stream[];
}

export interface Step {
  /** `LINE_END` for the end of the line. */
  readonly id: number;
  /** How likely it is, given that the steps before are right: 0 … 1. */
  readonly p: number;
}

/** More steps make no line. */
const MOST_STEPS = 48;
/** Places of one context that are looked at, spread evenly where there are more. */
const MOST_PLACES = 256;
/** Once so little is left to shorter contexts, they can change nothing. */
const LITTLE = 0.005;
/** What is left of the likelihood of a text that stands nowhere in the buffer, and of a variable: most are of one function. */
const NOT_IN_BUFFER = 0.6;
const VARIABLE_NOT_IN_BUFFER = 0.15;
/** And of a variable that stands in other functions of the buffer only. */
const VARIABLE_NOT_IN_SCOPE = 0.3;

/** The steps from the cursor to the end of the line, or until nothing is known any more. */
export function predict(corpus: Corpus, place: Place): Step[] {
  return new Prediction(corpus, place).line(place.partial);
}

/**
 * Other texts than the likeliest, the likelier first: each with another first step, or, where the first step only ends what stands there, with another second one.
 * @param least likelihood of that step
 */
export function predictOthers(corpus: Corpus, place: Place, least: number): Step[][] {
  const first = new Prediction(corpus, place).branches(place.partial, least);
  const [best, ...others] = first;
  const rests = others.map((step) => new Prediction(corpus, place).from(step));
  if (best === undefined || corpus.vocabulary.text(best.id) !== place.partial) return rests;
  const second = new Prediction(corpus, place).take(best).branches('', least);
  return [...second.slice(1).map((step) => [best, ...new Prediction(corpus, place).take(best).from(step)]), ...rests];
}

/** Lines from the cursor on, as long as somebody takes them: each is asked for when the one before was taken. */
export function* predictLines(corpus: Corpus, place: Place): Generator<Step[], undefined> {
  const prediction = new Prediction(corpus, place);
  for (let partial = place.partial; ; partial = '') {
    const steps = prediction.line(partial);
    yield steps;
    if (steps.at(-1)?.id !== LINE_END) return undefined;
  }
}

class Prediction {
  readonly #corpus: Corpus;
  readonly #place: Place;
  readonly #candidates: Candidates;
  /** By id: whether it stands in the buffer. */
  readonly #inBuffer: Uint8Array;
  /** By id: whether it stands in the function around the cursor; `undefined` where variables have no mark to know them by. */
  readonly #inScope: Uint8Array | undefined;
  /** The last tokens, the newest last. */
  #context: number[];
  /** Of the context, by its length. */
  #ranges: readonly Range[];

  constructor(corpus: Corpus, place: Place) {
    this.#corpus = corpus;
    this.#place = place;
    this.#context = Array.from(place.context.subarray(-LONGEST_CONTEXT));
    this.#ranges = rangesOf(corpus.index, this.#context);
    this.#candidates = new Candidates(corpus.vocabulary.size);
    this.#inBuffer = new Uint8Array(corpus.vocabulary.size);
    for (const { tokens, isBuffer } of place.streams) {
      if (isBuffer) for (const id of tokens) this.#inBuffer[id] = 1;
    }
    this.#inScope = corpus.marksVariables ? tokensInScope(corpus.vocabulary, place.context, place.after) : undefined;
  }

  /** The steps to the end of a line. */
  line(partial: string): Step[] {
    const steps: Step[] = [];
    for (let rest = partial; steps.length < MOST_STEPS; rest = '') {
      const step = this.#next(rest, steps.length === 0);
      if (step === undefined) break;
      steps.push(step);
      this.take(step);
      if (step.id === LINE_END) break;
    }
    return steps;
  }

  /** A step, and those behind it. */
  from(first: Step): Step[] {
    if (first.id === LINE_END) return [first];
    this.take(first);
    return [first, ...this.line('')];
  }

  /** What may come next, the likeliest first. */
  branches(partial: string, least: number): Step[] {
    const best = this.#next(partial, true);
    if (best === undefined) return [];
    const { ids, p, size } = this.#candidates;
    const others = Array.from({ length: size }, (_, slot) => ({ id: ids[slot] ?? 0, p: p[slot] ?? 0 }))
      .filter((step) => step.id !== best.id && step.p >= least)
      .sort((a, b) => b.p - a.p || a.id - b.id);
    return [best, ...others];
  }

  /** A step is taken. */
  take({ id }: Step): this {
    this.#context = [...this.#context, id].slice(-LONGEST_CONTEXT);
    this.#ranges = advanced(this.#corpus.index, this.#ranges, id);
    return this;
  }

  #next(partial: string, isFirst: boolean): Step | undefined {
    const candidates = this.#candidates;
    candidates.clear();
    const found = this.#vote(partial);
    this.#preferBuffer();
    let best = -1;
    let second = 0;
    for (let slot = 0; slot < candidates.size; slot++) {
      const p = candidates.p[slot] ?? 0;
      const most = best < 0 ? 0 : (candidates.p[best] ?? 0);
      const isBetter = p > most || (p === most && (candidates.ids[slot] ?? 0) < (candidates.ids[best] ?? 0));
      second = Math.max(second, isBetter ? most : p);
      if (isBetter) best = slot;
    }
    if (best < 0) return undefined;
    const id = candidates.ids[best] ?? 0;
    const text = this.#corpus.vocabulary.text(id);
    const p = sureness({
      ...found,
      p: candidates.p[best] ?? 0,
      second,
      share: candidates.share[best] ?? 0,
      isNear: (candidates.near[best] ?? 0) > 0,
      nearLength: candidates.nearLength[best] ?? 0,
      isInBuffer: this.#inBuffer[id] === 1,
      text,
      typed: partial.length,
      isFirst,
    });
    return { id, p };
  }

  /** Lets contexts vote, from the longest. @returns what the longest one that was found had to say */
  #vote(partial: string): { length: number; votes: number; kinds: number } {
    const candidates = this.#candidates;
    const ids = partial === '' ? undefined : this.#corpus.vocabulary.beginningWith(partial);
    const near = new NearVotes(this.#place.streams, this.#context, ids && this.#fits(ids, partial));
    const found = { length: 0, votes: 0, kinds: 0 };
    let left = 1;
    let nearVotes = 0;
    let lastVotes = 0;
    for (let length = LONGEST_CONTEXT; length >= 0 && left > LITTLE; length--) {
      for (let vote = near.heads[length] ?? -1; vote >= 0; vote = near.next[vote] ?? -1) {
        const id = near.ids[vote] ?? 0;
        candidates.addNear(id === PARAGRAPH_END ? LINE_END : id, near.weights[vote] ?? 0, length);
        nearVotes += near.weights[vote] ?? 0;
      }
      const votes = nearVotes + this.#voteFar(length, ids);
      // A shorter context that stands nowhere else says the same again.
      if (votes > 0 && votes !== lastVotes) {
        const kinds = candidates.kinds();
        const known = votes / (votes + kinds);
        candidates.spread(left * known, votes, lastVotes === 0);
        left *= 1 - known;
        if (lastVotes === 0) Object.assign(found, { length, votes, kinds });
        lastVotes = votes;
      }
      candidates.forgetFar();
    }
    return found;
  }

  /** @returns how many votes the index has for a context of this length */
  #voteFar(length: number, ids: Range | undefined): number {
    const { index } = this.#corpus;
    const all = this.#ranges[length];
    if (all === undefined) return 0;
    const { from, to } = ids === undefined ? all : withIds(index, all, length, ids);
    const stride = Math.max(1, (to - from) / MOST_PLACES);
    let votes = 0;
    for (let at = from; at < to; at += stride) {
      const position = (index.order[Math.floor(at)] ?? 0) + length;
      const id = index.tokens[position] ?? FILE_END;
      if (id === FILE_END || isHidden(this.#place.hidden, position)) continue;
      this.#candidates.addFar(id === PARAGRAPH_END ? LINE_END : id);
      votes++;
    }
    return votes;
  }

  /** By id: whether its text begins with `partial`. @param ids those of the project that do */
  #fits(ids: Range, partial: string): Uint8Array {
    const { vocabulary } = this.#corpus;
    const fits = new Uint8Array(vocabulary.size);
    fits.fill(1, ids.from, ids.to);
    for (let id = vocabulary.firstAdded; id < vocabulary.size; id++) {
      if (vocabulary.text(id).startsWith(partial)) fits[id] = 1;
    }
    return fits;
  }

  #shareKept(id: number): number {
    if (id < FIRST_TEXT || this.#inScope?.[id] === 1) return 1;
    const isInBuffer = this.#inBuffer[id] === 1;
    if (isInBuffer && this.#inScope === undefined) return 1;
    if (!isVariable(this.#corpus.vocabulary.text(id))) return isInBuffer ? 1 : NOT_IN_BUFFER;
    return isInBuffer ? VARIABLE_NOT_IN_SCOPE : VARIABLE_NOT_IN_BUFFER;
  }

  /** Takes from what does not stand around the cursor and gives to all alike. */
  #preferBuffer(): void {
    const candidates = this.#candidates;
    let lost = 0;
    for (let slot = 0; slot < candidates.size; slot++) {
      const id = candidates.ids[slot] ?? 0;
      const p = candidates.p[slot] ?? 0;
      const kept = p * this.#shareKept(id);
      candidates.p[slot] = kept;
      lost += p - kept;
    }
    for (let slot = 0; slot < candidates.size; slot++) candidates.p[slot] = (candidates.p[slot] ?? 0) / (1 - lost);
  }
}
