/** Words a replay's summary as Markdown. Pure. */
import type { ReplaySample, TypedLine } from './samples.ts';
import { type Bin, calibration, latency, type Shares, sharesOf, typing, WRONG_COST, wholeLine } from './summary.ts';

/** Confidences from which whole lines are shown, for comparison. */
const CONFIDENCES = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export interface ReplayReport {
  /** What was replayed, and how. */
  readonly notes: readonly string[];
  readonly samples: readonly ReplaySample[];
  readonly lines: readonly TypedLine[];
}

const one = (value: number): string => value.toFixed(1);
const two = (value: number): string => value.toFixed(2);

export function markdown({ notes, samples, lines }: ReplayReport): string {
  const { p50, p95, p99 } = latency(samples);
  const typed = typing(lines);
  return [
    ...notes,
    '',
    `## Rest of the line, ${samples.length} places`,
    '',
    ...sharesTable(samples),
    '',
    `Latency: p50 ${two(p50)} ms, p95 ${two(p95)} ms, p99 ${two(p99)} ms.`,
    '',
    '## Calibration',
    '',
    ...table(['confidence', 'lines', 'mean confidence', 'right'], calibration(samples).map(binCells)),
    '',
    `## Typing ${typed.lines} lines`,
    '',
    `Of 1,000 keystrokes ${one(typed.savedKeys)} are saved with ${one(typed.accepted)} suggestions accepted and ${one(typed.wrong)} wrong ones shown; ${one(typed.savedNet)} where a wrong one costs ${WRONG_COST} of a key.`,
    '',
  ].join('\n');
}

function sharesTable(samples: readonly ReplaySample[]): readonly string[] {
  const cells = (name: string, { coverage, exact, right, saved }: Shares): readonly string[] => [
    name,
    ...[coverage, exact, right, saved].map(one),
  ];
  return table(
    ['shown', 'at % of places', 'exact %', 'right characters %', 'saved %'],
    [
      ...CONFIDENCES.map((from) => cells(`whole line from ${from}`, sharesOf(samples, wholeLine(from)))),
      cells(
        'whole line, or its sure part',
        sharesOf(samples, ({ shown }) => shown),
      ),
    ],
  );
}

function binCells({ from, to, lines, confidence, exact }: Bin): readonly string[] {
  return [`${from}–${to}`, String(lines), two(confidence), two(exact)];
}

function table(head: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
}
