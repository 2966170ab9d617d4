/** The n-th largest of many numbers, which is found faster than all of them are put in order. */

/** The largest ones so far, descending; for one call after the other. */
let largest = new Float64Array(128);

/** @param count of the values: those behind them are left out; @returns the smallest where there are fewer; 0 for none */
export function nthLargest(values: ArrayLike<number>, n: number, count = values.length): number {
  const last = Math.min(n, count) - 1;
  if (last >= largest.length) largest = new Float64Array(last + 1);
  let found = 0;
  for (let from = 0; from < count; from++) {
    const value = values[from] ?? 0;
    if (found > last && value <= (largest[last] ?? 0)) continue;
    let at = Math.min(found, last);
    for (; at > 0 && (largest[at - 1] ?? 0) < value; at--) largest[at] = largest[at - 1] ?? 0;
    largest[at] = value;
    if (found <= last) found++;
  }
  return last < 0 ? 0 : (largest[last] ?? 0);
}
