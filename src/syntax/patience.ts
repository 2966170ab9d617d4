/**
 * How long a parse or a query may go on: counted in its own steps, never in time, so that a text is always read in the same way, however busy the machine
 * is. What an index holds and a dataset shows must not depend on that.
 */

/**
 * Times that the parser asks whether to go on. A file of 150 kB of code takes 1,000, made-up runs of brackets and quotes of 60 kB take 2,000; so many take a
 * second or some: what takes more is nonsense, not code.
 */
const MOST_STEPS = 20_000;

/** Asked at each step: whether it has gone on for too long. @param most steps */
export function patience(most = MOST_STEPS): () => boolean {
  let steps = 0;
  return () => ++steps > most;
}
