/** Sums up samples of a replay. Pure. */
import { quantile } from '../lib/stats.ts';
import type { ReplaySample, TypedLine } from './samples.ts';

/** Percent, but for the number of places. */
export interface Shares {
  readonly places: number;
  /** Places at which something was shown. */
  readonly coverage: number;
  /** Of those: that what was shown is the whole rest of the line. */
  readonly exact: number;
  /** Characters of what was shown, up to the first wrong one, of all that were shown. */
  readonly right: number;
  /** The same, of all characters that there were to type. */
  readonly saved: number;
}

/** @param shown what was shown at a sample; '' for nothing */
export function sharesOf(samples: readonly ReplaySample[], shown: (sample: ReplaySample) => string): Shares {
  let count = 0;
  let exact = 0;
  let shownCharacters = 0;
  let right = 0;
  let all = 0;
  for (const sample of samples) {
    all += sample.truth.length;
    const text = shown(sample);
    if (text === '') continue;
    count++;
    if (text === sample.truth) exact++;
    shownCharacters += text.length;
    right += commonStart(text, sample.truth);
  }
  return {
    places: samples.length,
    coverage: percent(count, samples.length),
    exact: percent(exact, count),
    right: percent(right, shownCharacters),
    saved: percent(right, all),
  };
}

/** What is shown where only whole lines are, from a confidence on. */
export function wholeLine(from: number): (sample: ReplaySample) => string {
  return ({ text, confidence }) => (confidence >= from ? text : '');
}

/** Of confidences from `from` to `to`. Shares, 0 … 1. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly lines: number;
  readonly confidence: number;
  readonly exact: number;
}

const BINS = 10;

/** How often a confidence keeps its word. Without empty bins. */
export function calibration(samples: readonly ReplaySample[]): readonly Bin[] {
  return Array.from({ length: BINS }, (_, at) => {
    const [from, to] = [at / BINS, (at + 1) / BINS];
    const own = samples.filter(
      ({ text, confidence }) => text !== '' && confidence > 0 && confidence >= from && (confidence < to || to === 1),
    );
    return {
      from,
      to,
      lines: own.length,
      confidence: own.reduce((sum, { confidence }) => sum + confidence, 0) / own.length,
      exact: own.filter(({ text, truth }) => text === truth).length / own.length,
    };
  }).filter(({ lines }) => lines > 0);
}

/** In ms. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function latency(samples: readonly ReplaySample[]): Latency {
  const times = samples.map(({ ms }) => ms);
  return times.length === 0
    ? { p50: 0, p95: 0, p99: 0 }
    : { p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99) };
}

export interface Typing {
  readonly lines: number;
  /** Of 1,000 keystrokes without suggestions: how many fewer there are. */
  readonly savedKeys: number;
  /** The same, with each wrong suggestion counted as so many keys lost. */
  readonly savedNet: number;
  /** In 1,000 keystrokes without suggestions. */
  readonly wrong: number;
  readonly accepted: number;
}

/** What looking at a wrong suggestion costs, in keys: a glance is a fifth of a second, as is a key. */
export const WRONG_COST = 0.5;

export function typing(lines: readonly TypedLine[]): Typing {
  const sum = (of: (line: TypedLine) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const characters = sum((line) => line.characters);
  const perThousand = (count: number): number => (characters === 0 ? 0 : (1000 * count) / characters);
  const saved = characters - sum(({ keys }) => keys);
  const wrong = sum((line) => line.wrong);
  return {
    lines: lines.length,
    savedKeys: perThousand(saved),
    savedNet: perThousand(saved - WRONG_COST * wrong),
    wrong: perThousand(wrong),
    accepted: perThousand(sum((line) => line.accepted)),
  };
}

function percent(part: number, all: number): number {
  return all === 0 ? 0 : (100 * part) / all;
}

/** Length of what two texts begin with. */
function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
