/** What came of the faults, as a table. Measures nothing. */
import { hundredths, quantile } from '../lib/stats.ts';

/** What came of one fault. */
export interface FixSample {
  readonly kind: string;
  /** From the project's root. */
  readonly path: string;
  readonly row: number;
  /** A diagnostic came with it. */
  readonly isDetected: boolean;
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
  readonly origin: string;
  readonly ms: number;
}

export function markdown(samples: readonly FixSample[]): string {
  const kinds = [...new Set(samples.map(({ kind }) => kind))];
  const rows = [
    ...kinds.map((kind) => [kind, samples.filter((each) => each.kind === kind)] as const),
    ['all', samples] as const,
  ];
  return [
    '| kind | n | detected | verified | of detected | equal | of verified | offered | p50 ms | p95 ms |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...rows.map(([name, all]) => `| ${[name, ...cells(all)].join(' | ')} |`),
  ].join('\n');
}

function cells(samples: readonly FixSample[]): readonly string[] {
  const detected = samples.filter(({ isDetected }) => isDetected);
  const verified = detected.filter(({ isVerified }) => isVerified);
  const equal = verified.filter(({ isEqual }) => isEqual);
  const times = verified.map(({ ms }) => ms);
  const time = (q: number): string => (times.length === 0 ? '–' : String(hundredths(quantile(times, q))));
  return [
    String(samples.length),
    String(detected.length),
    String(verified.length),
    percent(verified.length, detected.length),
    String(equal.length),
    percent(equal.length, verified.length),
    String(verified.filter(({ isAmong }) => isAmong).length),
    time(0.5),
    time(0.95),
  ];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}
