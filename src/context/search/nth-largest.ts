/** The n-th largest of many numbers, which is found faster than all of them are put in order. */

/** @returns the smallest where there are fewer; 0 for none */
export function nthLargest(values: ArrayLike<number>, n: number): number {
  /** The largest ones so far, descending. */
  const largest = new Float64Array(Math.min(n, values.length));
  const last = largest.length - 1;
  let count = 0;
  for (let from = 0; from < values.length; from++) {
    const value = values[from] ?? 0;
    if (count > last && value <= (largest[last] ?? 0)) continue;
    let at = Math.min(count, last);
    for (; at > 0 && (largest[at - 1] ?? 0) < value; at--) largest[at] = largest[at - 1] ?? 0;
    largest[at] = value;
    if (count <= last) count++;
  }
  return largest[last] ?? 0;
}
