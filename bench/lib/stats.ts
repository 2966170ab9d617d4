/** Numbers out of samples, and lines out of numbers. Measures nothing. */

/** What is said of one series of samples; milliseconds unless the samples are something else. */
export interface Summary {
  readonly p50: number;
  readonly p95: number;
  readonly samples: number;
}

/**
 * The `q`-quantile (0 … 1) by linear interpolation between the closest ranks (Hyndman & Fan 1996, type 7; what NumPy and R use).
 * @throws RangeError when there are no samples: a bench that measured nothing must not print a zero.
 */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * q;
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) throw new RangeError('no samples');
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Median and 95th percentile, rounded to hundredths. @throws RangeError when there are no samples. */
export function summarise(samples: readonly number[]): Summary {
  return { p50: hundredths(quantile(samples, 0.5)), p95: hundredths(quantile(samples, 0.95)), samples: samples.length };
}

/** Finer than a hundredth of a millisecond is noise. */
export function hundredths(number: number): number {
  return Math.round(number * 100) / 100;
}

/** Rows of cells as aligned text, the first column to the left and all others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, col) => Math.max(...rows.map((row) => (row[col] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, col) => (col === 0 ? cell.padEnd(widths[col] ?? 0) : cell.padStart(widths[col] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
