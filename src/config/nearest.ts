/** Finds the option that a misspelt name most likely meant. It suggests, and never decides. */

/** Edits that still make two names look alike: one in three characters of the longer name. More, and any two words do. */
const allowance = (a: string, b: string): number => Math.max(1, Math.floor(Math.max(a.length, b.length) / 3));

/** Case and separators do not make a different name: `debounce_ms` is `debounceMs`. */
const fold = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

/**
 * The option path in `known` nearest to `path`, or `undefined` when nothing is near.
 *
 * Names are compared by their last part, so that `temperature` finds `model.temperature`; among equally near ones the one
 * of the same section wins, then the earlier one. A beginning of a name (`multiline`) counts as one edit.
 * `lua/fim/validate.lua` holds the same rule; a test holds them together.
 */
export function nearestOption(path: string, known: Iterable<string>): string | undefined {
  const [section, name] = split(path);
  const wanted = fold(name);
  let best: string | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const [itsSection, itsName] = split(candidate);
    const offered = fold(itsName);
    const edits = distance(wanted, offered);
    // Half an edit: less than any real difference, enough to break a tie.
    const cost = edits + (itsSection === section ? 0 : 0.5);
    if (edits <= allowance(wanted, offered) && cost < bestCost) [best, bestCost] = [candidate, cost];
  }
  return best;
}

function split(path: string): readonly [section: string, name: string] {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)];
}

/** The shortest beginning that stands for a whole name: three letters begin too many of them. */
const SHORTEST_BEGINNING = 4;

/** Levenshtein distance with adjacent transpositions (optimal string alignment), except that a beginning is one edit away. */
function distance(a: string, b: string): number {
  if (a.length >= SHORTEST_BEGINNING && a !== b && b.startsWith(a)) return 1;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [older, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}
