/** What came of the faults, as tables. Measures nothing. */
import { hundredths, quantile } from '../lib/stats.ts';

/** The same model in the other mode. */
export interface AnchorSample {
  /** The answer could be put into the text: it would have been shown. */
  readonly isShown: boolean;
  /** The server, asked afterwards, says that the report is gone and none has come. */
  readonly holds: boolean;
  readonly isEqual: boolean;
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly ms: number;
}

/** What came of one fault. */
export interface FixSample {
  readonly kind: string;
  /** From the project's root. */
  readonly path: string;
  readonly row: number;
  /** A diagnostic came with it. */
  readonly isDetected: boolean;
  /** The text before the fault would pass as its repair. Where what is right is reported as what is wrong is (of a library that is not installed), nobody can tell them apart. */
  readonly isTold: boolean;
  /** Its code; '' where nothing came. */
  readonly code: string;
  /** The verifier takes the faulty text for a repair of itself: never. */
  readonly acceptsUnfixed: boolean;
  /** The text as it is shows the target. */
  readonly hasControl: boolean;
  readonly isVerified: boolean;
  /** The first, or one, of those that are offered is the text before the fault. */
  readonly isEqual: boolean;
  readonly isAmong: boolean;
  /** `model`, or the name of a rule; '' where nothing is shown. */
  readonly origin: string;
  /** From the question to what is shown, without the control, in ms. */
  readonly ms: number;
  /** The look at what is shown, in ms. */
  readonly verifyMs: number;
  /** Verdicts of the model's answers, in their order. */
  readonly tries: readonly string[];
  /** Of all tries together, estimated. */
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly anchor?: AnchorSample;
}

type Row = readonly [name: string, samples: readonly FixSample[]];

export function markdown(samples: readonly FixSample[]): string {
  const rows = rowsOf(samples);
  const parts = [
    '| kind | n | detected | right is reported too | verified | of detected | of the others | equal | of verified | offered | wrong shown | p50 ms | p95 ms | verify p50 | verify p95 |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...rows.map(([name, all]) => `| ${[name, ...cells(all)].join(' | ')} |`),
  ];
  const asked = samples.filter(({ tries }) => tries.length > 0);
  return [parts.join('\n'), ...(asked.length === 0 ? [] : [ofModel(asked)]), ...anchorPart(samples)].join('\n\n');
}

/** Kinds in their order, and all. */
export function rowsOf(samples: readonly FixSample[]): readonly Row[] {
  const kinds = [...new Set(samples.map(({ kind }) => kind))];
  return [
    ...kinds.map((kind): Row => [kind, samples.filter((each) => each.kind === kind)]),
    ...(kinds.length === 1 ? [] : [['all', samples] as const]),
  ];
}

function cells(samples: readonly FixSample[]): readonly string[] {
  const detected = samples.filter(({ isDetected }) => isDetected);
  const verified = detected.filter(({ isVerified }) => isVerified);
  const equal = verified.filter(({ isEqual }) => isEqual);
  const told = detected.filter(({ isTold }) => isTold);
  return [
    String(samples.length),
    String(detected.length),
    String(detected.length - told.length),
    String(verified.length),
    percent(verified.length, detected.length),
    percent(told.filter(({ isVerified }) => isVerified).length, told.length),
    String(equal.length),
    percent(equal.length, verified.length),
    String(verified.filter(({ isAmong }) => isAmong).length),
    String(verified.length - equal.length),
    ...times(verified.map(({ ms }) => ms)),
    ...times(verified.map(({ verifyMs }) => verifyMs)),
  ];
}

function ofModel(asked: readonly FixSample[]): string {
  const held = asked.filter(({ origin }) => origin === 'model');
  const counts = [1, 2, 3].map((count) => held.filter(({ tries }) => tries.length === count).length);
  const verdicts = new Map<string, number>();
  for (const verdict of asked.flatMap(({ tries }) => tries)) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  const told = [...verdicts].sort((a, b) => b[1] - a[1]).map(([verdict, count]) => `${verdict} ${count}`);
  return [
    '| model asked | verified | 1st try | 2nd | 3rd | equal | tries a fault | prompt tokens | answer tokens |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    `| ${[
      String(asked.length),
      String(held.length),
      ...counts.map(String),
      String(held.filter(({ isEqual }) => isEqual).length),
      mean(asked.map(({ tries }) => tries.length)),
      mean(asked.map(({ promptTokens }) => promptTokens)),
      mean(asked.map(({ answerTokens }) => answerTokens)),
    ].join(' | ')} |`,
    '',
    `Answers: ${told.join(', ')}.`,
  ].join('\n');
}

/** Both modes on the same faults. "holds": the server says afterwards that the report is gone and none has come. */
function anchorPart(samples: readonly FixSample[]): readonly string[] {
  const both = samples.flatMap((each) => (each.anchor === undefined ? [] : [{ own: each, anchor: each.anchor }]));
  if (both.length === 0) return [];
  const row = (
    name: string,
    shown: readonly boolean[],
    holds: readonly boolean[],
    equal: readonly boolean[],
    rest: readonly string[],
  ): string => {
    const count = (all: readonly boolean[]): number => all.filter(Boolean).length;
    const refused = shown.filter((each, at) => each && holds[at] !== true).length;
    const wrong = shown.filter((each, at) => each && equal[at] !== true).length;
    return `| ${[name, String(both.length), ...[count(shown), count(holds), refused, count(equal), wrong].map(String), ...rest].join(' | ')} |`;
  };
  return [
    [
      '| mode | faults | shown | shown and holds | shown, does not hold | equal | wrong shown | prompt tokens | answer tokens | p50 ms | p95 ms |',
      '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
      row(
        'fim',
        both.map(({ own }) => own.isVerified),
        both.map(({ own }) => own.isVerified),
        both.map(({ own }) => own.isVerified && own.isEqual),
        [
          mean(both.map(({ own }) => own.promptTokens)),
          mean(both.map(({ own }) => own.answerTokens)),
          ...times(both.map(({ own }) => own.ms)),
        ],
      ),
      row(
        'anchor: whole file, find and replace, not verified',
        both.map(({ anchor }) => anchor.isShown),
        both.map(({ anchor }) => anchor.holds),
        both.map(({ anchor }) => anchor.isEqual),
        [
          mean(both.map(({ anchor }) => anchor.promptTokens)),
          mean(both.map(({ anchor }) => anchor.answerTokens)),
          ...times(both.map(({ anchor }) => anchor.ms)),
        ],
      ),
    ].join('\n'),
  ];
}

function times(values: readonly number[]): readonly string[] {
  return [0.5, 0.95].map((q) => (values.length === 0 ? '–' : String(hundredths(quantile(values, q)))));
}

function mean(values: readonly number[]): string {
  return values.length === 0 ? '–' : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}
